public import Definitions
public import Kit
public import RecordEngine
import Storage

/// A record that lies in the recycle bin.
public struct DeletedRecord: Sendable {
    public let id: Int64
    public let title: String
    public let deletedAt: Instant
    /// Who deleted it; nil for the program itself.
    public let author: Int64?
    public let batch: Int64
}

/// The place after a deleted record in the bin.
public struct DeletedPlace: Sendable {
    let batch: Int64
    let id: Int64

    public init(after record: DeletedRecord) { (batch, id) = (record.batch, record.id) }

    /// - Throws: `Failure.malformed` for anything that was not made by `text`.
    public init(_ text: String) throws(Failure) {
        let parts = text.split(separator: ".").map { Int64($0) }
        guard parts.count == 2, let batch = parts[0], let id = parts[1] else {
            throw .malformed(Label("“after” is not a place in the bin.", ru: "«after» не указывает на место в корзине."))
        }
        (self.batch, self.id) = (batch, id)
    }

    public var text: String { "\(batch).\(id)" }
}

extension Records {
    /// What was deleted of an object and could be brought back, the latest first: of what the principal may delete. What went into another
    /// record by merging is not among it.
    /// - Parameters:
    ///   - search: a part of the title.
    ///   - before: only what was deleted before this moment.
    public func deleted(
        _ object: ObjectDefinition, search: String? = nil, before: Instant? = nil, after: DeletedPlace? = nil, limit: Int = 50
    ) throws -> [DeletedRecord] {
        let object = current(object)
        guard let title = object.field(object.titleField),
            let condition = try deletedRule(principal.role.grant(object.name).delete, of: object, "p")
        else { return [] }
        let isTitled = principal.role.access(object.name, title.name) >= .read
        var sql: SQL = """
            SELECT p.id, b.at, b.author, b.id, p.\(title.identifiers[0]) FROM touched t JOIN batch b ON b.id = t.batch
            JOIN \(object.past) p ON p.id = t.record AND p.ended_by = t.batch
            WHERE t.object = \(object.name) AND t.kind = 'deleted' AND \(condition)
            AND NOT EXISTS (SELECT 1 FROM \(object.table) l WHERE l.id = t.record)
            AND NOT EXISTS (SELECT 1 FROM \(object.past) n WHERE n.id = p.id AND n.version > p.version)
            AND NOT EXISTS (SELECT 1 FROM merged m WHERE m.object = t.object AND m.record = t.record AND m.batch = t.batch)
            """
        if let search, !search.isEmpty {
            guard isTitled else { return [] }
            let matches = try title.type.condition(.contains, .string(search), context()) { "p.\(title.identifiers[$0])" }
            sql += " AND \(matches)"
        }
        if let before { sql += " AND b.at < \(before.milliseconds)" }
        if let after { sql += " AND (t.batch < \(after.batch) OR t.batch = \(after.batch) AND t.record < \(after.id))" }
        sql += " ORDER BY t.batch DESC, t.record DESC LIMIT \(limit)"
        return try connection.all(sql) { row in
            DeletedRecord(
                id: row.int(0), title: isTitled ? row.text(4) : "", deletedAt: Instant(milliseconds: row.int(1)),
                author: row.optionalInt(2),
                batch: row.int(3))
        }
    }
}
