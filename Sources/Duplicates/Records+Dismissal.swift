public import Definitions
public import Kit
public import RecordEngine
import Storage

/// Two records that somebody has found not to be one.
public struct DismissedPair: Sendable, Hashable {
    public let record: Int64
    public let other: Int64
    public let author: Int64?
    public let at: Instant
}

extension Records {
    /// How many records may be dismissed or merged at once.
    public static let mostTogether = 20

    /// Remembers that some records are not one, whatever they have in common.
    /// - Throws: `Failure.invalid` for fewer than two or unknown records; `Failure.forbidden` when the principal may not change them.
    public func dismiss(_ object: ObjectDefinition, _ ids: [Int64]) throws {
        for (record, other) in try pairs(object, ids) {
            try writing().execute("""
                INSERT INTO not_duplicate (object, record, other, author, at)
                VALUES (\(object.name), \(record), \(other), \(principal.user), \(now.milliseconds)) ON CONFLICT DO NOTHING
                """)
        }
    }

    /// Takes that back. - Throws: as `dismiss`.
    public func recall(_ object: ObjectDefinition, _ ids: [Int64]) throws {
        for (record, other) in try pairs(object, ids) {
            try writing().execute("DELETE FROM not_duplicate WHERE object = \(object.name) AND record = \(record) AND other = \(other)")
        }
    }

    /// The pairs of records that were found not to be one, and that the principal may read, by their numbers.
    /// - Returns: the pairs and the pair to go on after, nil at the end.
    public func dismissals(
        _ object: ObjectDefinition, after: (record: Int64, other: Int64) = (0, 0), limit: Int = 50
    ) throws -> (pairs: [DismissedPair], next: (record: Int64, other: Int64)?) {
        _ = try self.object(object.name)
        let found = try connection.all("""
            SELECT record, other, author, at FROM not_duplicate WHERE object = \(object.name) AND (record, other) > (\(after.record), \(after.other))
            ORDER BY record, other LIMIT \(limit)
            """, DismissedPair.init)
        let readable = Set(try records(object, found.flatMap { [$0.record, $0.other] }, rule: principal.role.grant(object.name).read).map(\.id))
        let shown = found.filter { readable.contains($0.record) && readable.contains($0.other) }
        return (shown, found.count == limit ? found.last.map { ($0.record, $0.other) } : nil)
    }

    func dismissedPairs(_ object: ObjectDefinition, _ ids: some Collection<Int64>) throws -> [DismissedPair] {
        guard !ids.isEmpty else { return [] }
        let list = ids.map { "\($0)" as SQL }.joined(separator: ", ")
        let columns: SQL = "SELECT record, other, author, at FROM not_duplicate WHERE object = \(object.name)"
        // A single record may be on either side; of several both are.
        let condition: SQL = ids.count == 1 ? "(record IN (\(list)) OR other IN (\(list)))" : "record IN (\(list))"
        return try connection.all("\(columns) AND \(condition)", DismissedPair.init)
    }

    private func pairs(_ object: ObjectDefinition, _ ids: [Int64]) throws -> [(Int64, Int64)] {
        let sorted = Set(ids).sorted()
        guard sorted.count == ids.count, (2...MatchStep.mostSharing).contains(sorted.count) else {
            throw Failure.invalid([FieldIssue("records", Label(
                "Name from 2 to \(MatchStep.mostSharing) records, each once.", ru: "Назовите от 2 до \(MatchStep.mostSharing) записей, каждую один раз."
            ))])
        }
        for id in sorted { _ = try locked(current(object), id, right: \.update) }
        return sorted.enumerated().flatMap { index, record in sorted[(index + 1)...].map { (record, $0) } }
    }
}

extension DismissedPair {
    /// Where a list of pairs goes on, as its address says it.
    public static func place(_ text: String) throws(Failure) -> (record: Int64, other: Int64) {
        let parts = text.split(separator: ".").map { Int64($0) }
        guard parts.count == 2, let record = parts[0], let other = parts[1] else { throw Cursor.unknown }
        return (record, other)
    }

    fileprivate init(_ row: any Row) {
        (record, other, author) = (row.int(0), row.int(1), row.optionalInt(2))
        at = Instant(milliseconds: row.int(3))
    }
}
