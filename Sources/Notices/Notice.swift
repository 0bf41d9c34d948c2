public import Definitions
public import Kit

/// Something a person is told: what happened to them, on which record, by whom.
public struct Notice: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A record became the person's own.
        case assigned
        /// The person was named with “@” in a text.
        case mentioned
        /// Somebody whom the person named with “@” may not see where that stands.
        case unseen
        /// The person asked to be reminded of an activity.
        case reminder
        /// An import of the person's is over.
        case imported
        /// The first steps with an empty Krug, on the home page.
        case beginning

        public var label: Label {
            switch self {
            case .assigned: Label("Something is assigned to me", ru: "Мне что-то назначено")
            case .mentioned: Label("I am mentioned with @", ru: "Меня упомянули через @")
            case .unseen: Label("Someone I mentioned can't see it", ru: "Кого я упомянул, тот этого не увидит")
            case .reminder: Label("Reminders of activities", ru: "Напоминания о делах")
            case .imported: Label("An import is over", ru: "Импорт завершён")
            case .beginning: Label("First steps on the home page", ru: "Первые шаги на главной странице")
            }
        }
    }

    public let id: Int64
    public let kind: Kind
    /// The object of the record that it is about; `import` for an import.
    public let object: String
    /// The record; nil when it is about several of them.
    public let record: Int64?
    /// Where it stands, when that is not the record itself: the note in which somebody is mentioned.
    public let source: RecordLink?
    /// Who did it; nil for the program itself.
    public let author: Int64?
    public let at: Instant
    /// How often it happened since the person last looked.
    public let times: Int64
    public let readAt: Instant?
    public let snoozedUntil: Instant?

    public var isRead: Bool { readAt != nil }
}
