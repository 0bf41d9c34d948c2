public import Definitions
import Kit

/// Users who work on the same customers.
public enum TeamRecord {
    public static let name = Field.text("name", Label("Name", ru: "Название"), required: true, unique: true, searched: true)
    public static let head = Field.reference("head", Label("Head", ru: "Руководитель"), to: "user")

    public static let object = ObjectDefinition(
        "team", path: "teams", Noun(en: ("team", "teams"), ru: .feminine("команда", "команды", "команд", accusative: "команду")),
        icon: "users", title: "name", list: ["name", "head"], sort: ("name", false), related: [RelatedList("user", by: "team")],
        isInNavigation: false
    ) {
        name
        head
    }
}
