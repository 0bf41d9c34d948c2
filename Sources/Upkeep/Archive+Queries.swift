import Definitions
import Kit
public import RecordEngine
import Storage

/// What is no longer worked with but must not go: it leaves lists, figures, search and choices, and stays where it is referred to.
public enum Archive {
    public static let archive = Verb(
        VerbDefinition("archive", Label("Archive", ru: "В архив"), on: nil, with: ObjectDefinition.archivedAt.name, icon: "archive")
    ) { record, _, records in
        guard record[ObjectDefinition.archivedAt] == nil else {
            throw Failure.conflict(Label("This is in the archive already.", ru: "Запись уже в архиве."))
        }
        try set(records.now, record, records)
    }

    public static let unarchive = Verb(
        VerbDefinition(
            "unarchive", Label("Bring back from the archive", ru: "Вернуть из архива"), on: nil, with: ObjectDefinition.archivedAt.name,
            icon: "archive-restore")
    ) { record, _, records in
        guard record[ObjectDefinition.archivedAt] != nil else {
            throw Failure.conflict(Label("This is not in the archive.", ru: "Этой записи нет в архиве."))
        }
        try set(nil, record, records)
    }

    private static func set(_ moment: Instant?, _ record: Record, _ records: Records) throws {
        guard records.principal.role.access(record.object.name, ObjectDefinition.archivedAt.name) == .write else {
            throw Failure.forbidden(Label("You may not archive.", ru: "Вам нельзя пользоваться архивом."))
        }
        try records.set(record) { $0[ObjectDefinition.archivedAt] = moment }
    }

    /// Who put a record into the archive; nil for the program itself, and when that is no longer known.
    public static func author(of record: Record, _ records: Records) throws -> Int64? {
        guard let moment = record[ObjectDefinition.archivedAt] else { return nil }
        let sql: SQL = """
            SELECT b.author FROM touched k JOIN batch b ON b.id = k.batch
            WHERE k.object = \(record.object.name) AND k.record = \(record.id) AND b.at = \(moment.milliseconds) AND b.author IS NOT NULL LIMIT 1
            """
        return try records.connection.first(sql) { $0.int(0) }
    }
}
