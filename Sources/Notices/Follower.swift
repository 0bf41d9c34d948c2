public import Definitions
import Kit
public import RecordEngine

/// That somebody wants to hear of what happens to a record.
public enum Follower {
    public static let about = Field.link("about", Label("Record", ru: "Запись"), required: true, indexed: true)
    public static let user = Field.user("user", Label("Who follows", ru: "Кто следит"), onDelete: .cascade, required: true, standard: .me)
    public static let note = Field.text("note", Label("Note", ru: "Заметка"))

    public static let object = ObjectDefinition(
        "follower", path: "followers",
        Noun(en: ("follower", "followers"), ru: .masculine("подписчик", "подписчики", "подписчиков", accusative: "подписчика", genitive: "подписчика")),
        icon: "eye", title: "note", list: ["about", "user", "note", "created_at"], sort: ("id", true), isInNavigation: false
    ) {
        about
        user
        note
    }

    /// The records of an object that whoever asks follows, as a filter.
    public static let mine = "has follower.about where (user = me)"

    /// Whether people follow the records of an object.
    public static func takes(_ object: ObjectDefinition) -> Bool { object.isInNavigation }

    /// One follows for oneself, and once.
    static let preparation = Preparation("follower") { draft, original, records in
        if let sent = draft[user], sent != original?[user], records.principal.role.administers == false, sent.id != records.principal.user {
            draft.issue(user.name, Label("Others decide for themselves what they follow.", ru: "За чем следить, каждый решает сам."))
        }
        guard let link = draft[about] ?? original?[about], let who = draft[user] ?? original?[user] else { return }
        if let target = records.schema.object(link.object), !takes(target) {
            draft.issue(about.name, Label("This can't be followed.", ru: "За этим не следят."))
        }
        if original == nil, try number(link, who.id, records) != nil {
            draft.issue(about.name, Label("This is followed already.", ru: "За этим уже следят."))
        }
    }

    /// By which record somebody follows another one; nil when not.
    public static func number(_ link: RecordLink, _ user: Int64, _ records: Records) throws -> Int64? {
        let filter = Filter.compare(FieldPath(about.name), .equals, .call(link.object, Int(clamping: link.id))) & .equals(self.user.name, user)
        return try records.list(Query(object.name, filter: filter, limit: 1), make: \.id).rows.first
    }
}

public let noticesDepartment = Department(
    "notices", Label("Notifications", ru: "Уведомления"), objects: [Follower.object], preparations: [Follower.preparation])
