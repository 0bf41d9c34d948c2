import Definitions
import Kit
import RecordEngine
import Storage

/// How records are found that follow from others, and how what has followed is kept.
extension Records {
    /// The ids of the next records of an object.
    func next(_ object: ObjectDefinition, after id: Int64, limit: Int) throws -> [Int64] {
        try connection.all("SELECT t.id FROM \(object.table) t WHERE t.id > \(id) ORDER BY t.id LIMIT \(limit)") { $0.int(0) }
    }

    /// The ids of the records whose reference leads to one of some others.
    func referring(_ object: ObjectDefinition, by field: FieldDefinition, to ids: [Int64], after id: Int64 = 0, limit: Int) throws
        -> [Int64]
    {
        try connection.all(
            """
            SELECT t.id FROM \(object.table) t WHERE t.\(field.identifiers[0]) IN (\(Records.list(ids))) AND t.id > \(id) ORDER BY t.id LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    /// What some fields of living records hold, by their ids.
    /// - Parameter lock: how they are kept from being changed by others until the unit ends.
    func values(_ object: ObjectDefinition, _ positions: [Int], of ids: [Int64], lock: SQL) throws -> [Int64: [FieldValue]] {
        guard !ids.isEmpty else { return [:] }
        let columns = positions.flatMap { object.fields[$0].identifiers }.map { ", t.\($0)" as SQL }.joined(separator: "")
        let rows = try connection.all(
            """
            SELECT t.id\(columns) FROM \(object.table) t WHERE t.id IN (\(Records.list(ids))) ORDER BY t.id \(lock)
            """
        ) { row -> (Int64, [FieldValue]) in
            var column = 1
            return (
                row.int(0),
                positions.map { position in
                    defer { column += object.fields[position].identifiers.count }
                    return object.fields[position].type.load(row, at: column)
                }
            )
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// Keeps values that follow from other records: as versions, so that the past stays what it was, but as nobody's change.
    /// - Parameter inPlace: whether nothing was there before that could be the past.
    func keep(_ changes: [(old: Record, values: [FieldValue])], of object: ObjectDefinition, _ positions: [Int], inPlace: Bool)
        throws
    {
        guard !changes.isEmpty, !positions.isEmpty else { return }
        let (tx, ids) = (try writing(), Records.list(changes.map(\.old.id)))
        let columns = positions.flatMap { object.fields[$0].identifiers }
        var assignments = columns.enumerated().map { "\($1) = v.\(Identifier(checked: "column\($0 + 2)") ?? "column2")" as SQL }
        if !inPlace {
            let batch = try openBatch()
            try tx.send(
                """
                INSERT INTO \(object.past) (id, version, batch, ended_by\(object.copiedColumns))
                SELECT id, version, batch, \(batch)\(object.copiedColumns) FROM \(object.table) WHERE id IN (\(ids)) AND batch <> \(batch)
                """)
            for change in changes where change.old.batch > batch { try endVersions(of: object, change.old.id, at: batch, tx) }
            let touches = changes.map { "(\(batch), \(object.name), \($0.old.id), \(Touch.derived.rawValue))" as SQL }.joined(
                separator: ", ")
            try tx.send("INSERT INTO touched (batch, object, record, kind) VALUES \(touches) ON CONFLICT DO NOTHING")
            assignments += ["version = version + CASE WHEN batch = \(batch) THEN 0 ELSE 1 END", "batch = \(batch)"]
        }
        let rows = try changes.map { change -> SQL in
            let context = try context(of: object, change.values)
            let stored = positions.flatMap { object.fields[$0].type.store(change.values[$0], context) }
            let kinds = positions.flatMap { object.fields[$0].type.columns.map(\.kind) }
            let cells = zip(stored, kinds).map { value, kind -> SQL in
                let type: SQL = kind == .integer ? "bigint" : "text"
                return "CAST(\(value) AS \(type))"
            }
            return "(CAST(\(change.old.id) AS bigint), \(cells.joined(separator: ", ")))"
        }
        try tx.send(
            """
            UPDATE \(object.table) SET \(assignments.joined(separator: ", ")) FROM (VALUES \(rows.joined(separator: ", "))) v
            WHERE \(object.table).id = v.column1
            """)
    }

    private static func list(_ ids: [Int64]) -> SQL { ids.map { "\($0)" as SQL }.joined(separator: ", ") }
}
