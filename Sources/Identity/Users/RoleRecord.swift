public import Definitions
import Kit

/// A role that users can be given. Its rights are found by the key.
public enum RoleRecord {
    public static let title = Field.text("title", Label("Title", ru: "Название"), required: true, searched: true)
    public static let key = Field.text("key", Label("Key", ru: "Ключ"), unique: true, readOnly: true)

    public static let object = ObjectDefinition(
        "role", path: "roles", Noun(en: ("role", "roles"), ru: .feminine("роль", "роли", "ролей", accusative: "роль")),
        icon: "shield", title: "title", list: ["title", "key"], sort: ("title", false), related: [RelatedList("user", by: "role")],
        isInNavigation: false
    ) {
        title
        key
    }
}
