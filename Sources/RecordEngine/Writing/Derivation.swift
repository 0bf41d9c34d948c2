public import Definitions
import Kit
package import Storage

/// What keeps the fields that follow from others, of the record itself or of those that refer to it. Made for one state of the schema.
public protocol Derivation: Sendable {
    /// Computes what follows from a record's own fields on their way into it.
    /// - Parameter changed: the fields that are being set; nil for a new record.
    /// - Returns: those and the ones that have followed.
    func fill(_ values: inout [FieldValue], of object: ObjectDefinition, changed: [String]?, _ records: Records) throws -> [String]
    /// Notes which fields of other records follow from a write, to be settled when the unit ends.
    func note(from old: Record?, to new: Record?, _ records: Records) throws
    /// What a role must not see, since it follows from what the role may not see.
    func closed(to role: Role) -> [String: FieldAccess]
}

extension Records {
    /// Living records with all they hold, in the order of their numbers, kept from being changed by others until the unit ends.
    package func held(_ object: ObjectDefinition, _ ids: [Int64]) throws -> [Record] {
        guard !ids.isEmpty else { return [] }
        return try connection.all(
            """
            SELECT t.id, \(object.selection) FROM \(object.table) t WHERE t.id IN (\(Records.list(ids))) ORDER BY t.id \(connection.dialect.lockRow)
            """
        ) { Record($0, object, at: 1, role: nil) }
    }

    /// The ids of the next records of an object.
    package func next(_ object: ObjectDefinition, after id: Int64, limit: Int) throws -> [Int64] {
        try connection.all("SELECT t.id FROM \(object.table) t WHERE t.id > \(id) ORDER BY t.id LIMIT \(limit)") { $0.int(0) }
    }

    /// The ids of the records whose reference leads to one of some others.
    package func referring(_ object: ObjectDefinition, by field: FieldDefinition, to ids: [Int64], after id: Int64 = 0, limit: Int) throws
        -> [Int64]
    {
        try connection.all(
            """
            SELECT t.id FROM \(object.table) t WHERE t.\(field.identifiers[0]) IN (\(Records.list(ids))) AND t.id > \(id) ORDER BY t.id LIMIT \(limit)
            """
        ) { $0.int(0) }
    }

    /// What some fields of living records hold, by their ids. Nobody can change the records until the unit ends.
    package func values(_ object: ObjectDefinition, _ positions: [Int], of ids: [Int64]) throws -> [Int64: [FieldValue]] {
        guard !ids.isEmpty else { return [:] }
        let columns = positions.flatMap { object.fields[$0].identifiers }.map { ", t.\($0)" as SQL }.joined(separator: "")
        let rows = try connection.all(
            """
            SELECT t.id\(columns) FROM \(object.table) t WHERE t.id IN (\(Records.list(ids))) ORDER BY t.id \(connection.dialect.shareRow)
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

    /// The table of what a field of many references holds.
    package func links(_ field: FieldDefinition, of object: ObjectDefinition) -> Identifier { object.links(field) }

    /// A condition on living records called `t`, whoever may read them. One that can't be understood any more holds for none.
    package func test(_ filter: Filter, on object: ObjectDefinition) throws -> SQL {
        var compiler = QueryCompiler(object, schema: schema, role: principal.role, context: try context(ratesOf: nil), isGuarded: false)
        guard let test = try? compiler.condition(filter), compiler.joined.isEmpty else { return "1 = 0" }
        return test
    }

    /// Keeps values that follow from other records: as versions, so that the past stays what it was, but as nobody's change.
    /// - Parameter inPlace: whether nothing was there before that could be the past.
    package func keep(_ changes: [(old: Record, values: [FieldValue])], of object: ObjectDefinition, _ positions: [Int], inPlace: Bool)
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

    /// Whether somebody changed a record since a version of it. What only followed from other records is nobody's change.
    func isStale(_ record: Record, since version: Int64) throws -> Bool {
        if version == record.version { return false }
        guard (1..<record.version).contains(version) else { return true }
        return try connection.first(
            """
            SELECT 1 FROM touched c WHERE c.object = \(record.object.name) AND c.record = \(record.id) AND c.kind <> \(Touch.derived.rawValue)
            AND (c.batch = \(record.batch) OR c.batch IN (SELECT p.batch FROM \(record.object.past) p WHERE p.id = \(record.id) AND p.version > \(version)))
            """
        ) { _ in true } ?? false
    }
}
