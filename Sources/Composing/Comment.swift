public import Definitions
import Kit
import RecordEngine

/// What somebody says of something that happened: of an activity or a file, or of an action in the history of a record.
public enum Comment {
    public static let text = Field.longText("text", Label("Comment", ru: "Комментарий"), required: true)
    public static let about = Field.link("about", Label("About", ru: "О чём"), required: true, indexed: true)
    public static let change = Field.integer(
        "change", Label("Change", ru: "Изменение"),
        help: Label("The number of an action in the history of the record.", ru: "Номер действия в истории записи."))
    public static let owner = Field.user("owner", Label("Author", ru: "Автор"), standard: .me)

    public static let object = ObjectDefinition(
        "comment", path: "comments",
        Noun(en: ("comment", "comments"), ru: .masculine("комментарий", "комментарии", "комментариев", genitive: "комментария")),
        icon: "message-square", title: "text", owner: "owner", list: ["text", "about", "owner", "created_at"], sort: ("id", true),
        isInNavigation: false
    ) {
        text
        about
        change
        owner
    }

    /// So many are read for one page.
    static let limit = 500

    /// Whether the records of an object can be commented on.
    static func takes(_ object: ObjectDefinition) -> Bool { object.isInNavigation || object.name == "file" }

    static let preparation = Preparation("comment") { draft, original, records in
        let stays = Label("This stays as it was made.", ru: "Это не меняется после создания.")
        if let original {
            if let sent = draft[about], sent != original[about] { draft.issue(about.name, stays) }
            if let sent = draft[change], sent != original[change] { draft.issue(change.name, stays) }
        }
        if let sent = draft[owner], sent != original?[owner] ?? records.principal.user.map({ Reference($0) }),
            records.principal.role.grant(object.name).update != .all
        {
            draft.issue(owner.name, Label("Only an administrator may do this.", ru: "Это может сделать только администратор."))
        }
        guard original == nil, let link = draft[about], let target = records.schema.object(link.object) else { return }
        _ = try records.record(link.object, link.id)
        guard takes(target) else { return draft.issue(about.name, Label("This can't be commented on.", ru: "Это не комментируют.")) }
        guard let number = draft[change] else { return }
        let isOpen = records.mayReadHistory(of: target)
        let isKnown = try isOpen && records.history(target, link.id, limit: TimelineLimits.deep).contains { $0.batch.id == number }
        if !isKnown { draft.issue(change.name, Label("There is no such change of this record.", ru: "Такого изменения у записи нет.")) }
    }
}

/// How far back a timeline is read.
public enum TimelineLimits {
    public static let shown = 60
    /// When something old is pinned, or commented on.
    public static let deep = 1_000
}
