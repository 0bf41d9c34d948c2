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
        /// The fields of a record that is the person's, or that the person follows, were changed.
        case changed
        /// Such a record went to another stage.
        case moved
        /// Something was written about such a record, or a file added.
        case noted
        /// Something of the person's was commented on, or what the person commented on or follows.
        case commented
        /// An import of the person's is over.
        case imported
        /// A bulk change of the person's, a handing over, or the undo of a work is over.
        case worked
        /// A work of the person's did not come to its end.
        case failed
        /// The first steps with an empty Krug, on the home page.
        case beginning

        public var label: Label {
            switch self {
            case .assigned: Label("Something is assigned to me", ru: "Мне что-то назначено")
            case .mentioned: Label("I am mentioned with @", ru: "Меня упомянули через @")
            case .unseen: Label("Someone I mentioned can't see it", ru: "Тот, кого я упоминаю, этого не видит")
            case .reminder: Label("Reminders of activities", ru: "Напоминания о делах")
            case .changed: Label("My records, and those that I follow, are changed", ru: "Изменились мои записи и те, за которыми слежу")
            case .moved: Label("My records, and those that I follow, go to another stage", ru: "Мои записи и те, за которыми слежу, перешли на другую стадию")
            case .noted: Label("Something is written about my records, and those that I follow", ru: "О моих записях и тех, за которыми слежу, что-то написали")
            case .commented: Label("Comments", ru: "Комментарии")
            case .worked: Label("A bulk change, a handing over, an undo is over", ru: "Завершены массовое изменение, передача, отмена")
            case .failed: Label("A work of mine has failed", ru: "Моя операция не удалась")
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

    /// Whether it is told because of the record itself: then nothing of it is for those to whom the record is closed by now.
    public var isOfRecord: Bool { [.changed, .moved, .noted, .commented].contains(kind) }
}
