public import Definitions
import Kit
public import RecordEngine
import Views

/// A text that is written often, kept under a name: for oneself, the team or everyone.
public enum TextTemplate {
    public static let title = Field.text("title", Label("Name", ru: "Название"), required: true)
    public static let body = Field.longText(
        "body", Label("Text", ru: "Текст"), required: true,
        help: Label(
            "{{title}}, {{amount}} and every other field stand for what the record says, {{me}} for your name, {{today}} for the day.",
            ru: "{{название}}, {{сумма}} и любое другое поле заменятся тем, что в записи; {{я}} — вашим именем, {{сегодня}} — датой."))
    public static let audience = Field.choice(
        "audience", Label("For", ru: "Для кого"), choices: SavedView.audiences, required: true, standard: .value(.text(SavedView.personal)))
    public static let owner = Field.user("owner", Label("Owner", ru: "Владелец"), standard: .me)

    public static let object = ObjectDefinition(
        "text_template", path: "templates",
        Noun(en: ("template", "templates"), ru: .masculine("шаблон", "шаблоны", "шаблонов", genitive: "шаблона")),
        icon: "copy", title: "title", owner: "owner", list: ["title", "audience", "owner", "body"], sort: ("title", false), isInNavigation: false
    ) {
        title
        body
        audience
        owner
    }

    /// So many are offered to one person.
    public static let limit = 100

    /// What others see is for those who may change everybody's templates, but for what the own team sees.
    static let preparation = Preparation("text_template") { draft, original, records in
        guard records.principal.role.grant(object.name).update != .all else { return }
        let refusal = Label("Only an administrator may do this.", ru: "Это может сделать только администратор.")
        if draft[audience] == SavedView.everyone, original?[audience] != SavedView.everyone { draft.issue(audience.name, refusal) }
        if let sent = draft[owner], sent != original?[owner] ?? records.principal.user.map({ Reference($0) }) {
            draft.issue(owner.name, refusal)
        }
    }

    /// The templates that are meant for whoever asks, by name.
    public static func offered(_ records: Records) throws -> [(id: Int64, title: String, body: String)] {
        guard records.principal.role.grant(object.name).read != .none else { return [] }
        let columns = [title.name, body.name].map { FieldPath($0) }
        let query = Query(object.name, filter: try Filter(SavedView.mine), sort: [Sort(columns[0])], columns: columns, limit: limit)
        return try records.list(query) { ($0.id, String($0.value(0)) ?? "", String($0.value(1)) ?? "") }.rows
    }

    /// The text with what stands for each `{{name}}`; a name that stands for nothing stays, so that it is seen.
    public static func filled(_ text: String, _ value: (String) throws -> String?) rethrows -> String {
        let parts = text.split(separator: "{{", omittingEmptySubsequences: false)
        return try parts.dropFirst().reduce(into: String(parts.first ?? "")) { filled, part in
            guard let end = part.firstRange(of: "}}"), let known = try value(String(part[..<end.lowerBound]).trimmed) else {
                return filled += "{{" + part
            }
            filled += known + part[end.upperBound...]
        }
    }
}
