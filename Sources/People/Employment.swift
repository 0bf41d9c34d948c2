public import Definitions
public import Kit
import RecordEngine

/// A person's place in a company, for as long as it lasts. A person has several, at once and one after another.
public enum Employment {
    public static let title = Field.text("title", Label("Role", ru: "Роль"), required: true)
    public static let person = Field.reference("person", Label("Person", ru: "Контакт"), to: "person", onDelete: .cascade, required: true)
    public static let company = Field.reference("company", Label("Company", ru: "Компания"), to: "company", onDelete: .cascade, required: true)
    public static let since = Field.day("since", Label("From", ru: "С"))
    public static let until = Field.day("until", Label("To", ru: "По"))
    public static let isPrimary = Field.boolean("is_primary", Label("Main place", ru: "Основное место"))

    public static let object = ObjectDefinition(
        "employment", path: "employments",
        Noun(en: ("place of work", "places of work"), ru: .neuter("место работы", "места работы", "мест работы", genitive: "места работы")),
        icon: "briefcase", title: "title", list: ["person", "company", "title", "since", "until", "is_primary"], sort: ("id", true),
        isInNavigation: false
    ) {
        title
        person
        company
        since
        until
        isPrimary
    }

    /// A place of work that begins after it ends is a mistake.
    static let preparation = Preparation("employment") { draft, original, _ in
        if let since = draft[since] ?? original?[since], let until = draft[until] ?? original?[until], until < since {
            draft.issue("until", Label("This is before the beginning.", ru: "Это раньше начала."))
        }
    }
}
