public import Definitions
import Storage

/// Counts the changes that administrators make to the schema of a workspace.
enum SchemaVersion {
    static func read(_ connection: any Connection) throws -> Int64 {
        try connection.first("SELECT version FROM schema_version") { $0.int(0) } ?? 0
    }

    /// The version, which stays what it is until the unit ends.
    static func hold(_ tx: any Transaction) throws -> Int64 { try tx.first(tx.dialect.schemaVersion) { $0.int(0) } ?? 0 }
}

extension Records {
    /// Makes the columns of fields that are not there yet, and lets everybody know that the schema has changed. A new column is
    /// empty, so no row is written, however many there are.
    /// - Parameter objects: those whose tables are made if they are missing.
    public func changeSchema(adding fields: [(object: ObjectDefinition, field: FieldDefinition)], objects: [ObjectDefinition] = []) throws {
        let tx = try writing()
        if let lock = tx.dialect.lockSchema { try tx.query(lock) { _ in true } }
        let columns = try tx.dialect.columns(tx)
        if !objects.isEmpty { try SchemaTables.apply(Schema(objects: objects, verbs: []), [], tx) }
        for (object, field) in fields {
            for statement in SchemaTables.missing(field, of: object, columns, tx.dialect) { try tx.execute(statement) }
        }
        try tx.execute("UPDATE schema_version SET version = version + 1")
        let engine = engine
        tx.afterCommit { engine.isOutdated = true }
        tx.announce()
    }

    /// Brings the search index in line when fields of an object are searched now, or are no longer. `after` has the same fields in the
    /// same order.
    public func changeSearch(from before: ObjectDefinition, to after: ObjectDefinition) throws {
        let tx = try writing()
        let changed = zip(before.fields, after.fields).filter { $0.isSearched != $1.isSearched }.map(\.0.identifiers[0])
        guard !changed.isEmpty else { return }
        let filled = changed.map { "t.\($0) IS NOT NULL" as SQL }.joined(separator: " OR ")
        let records = try connection.all("SELECT t.id, \(before.selection) FROM \(before.table) t WHERE \(filled)") {
            (old: Record($0, before, at: 1, role: nil), new: Record($0, after, at: 1, role: nil))
        }
        for (old, new) in records {
            let (was, now) = (try searchText(old), try searchText(new))
            for statement in tx.dialect.updateSearch(before.table, id: old.id, from: was, to: now) { tx.beforeCommit(statement) }
        }
    }

    /// Makes the indexes that fields ask for and that are missing.
    public func buildIndexes() throws {
        let tx = try writing()
        if let lock = tx.dialect.lockSchema { try tx.query(lock) { _ in true } }
        try SchemaTables.apply(schema, [], tx)
    }

    /// Whether two living records hold the same value in a field.
    public func hasDoubles(_ field: FieldDefinition, of object: ObjectDefinition) throws -> Bool {
        guard let column = field.sortIdentifier else { return false }
        let sql: SQL = """
            SELECT 1 FROM \(object.table) WHERE \(column) IS NOT NULL GROUP BY \(column) HAVING count(*) > 1 LIMIT 1
            """
        return try connection.first(sql) { _ in true } ?? false
    }

    /// Whether more than `limit` records hold something in a field.
    public func hasMore(than limit: Int, with field: FieldDefinition, of object: ObjectDefinition) throws -> Bool {
        let sql: SQL = "SELECT 1 FROM \(object.table) WHERE \(field.identifiers[0]) IS NOT NULL LIMIT 1 OFFSET \(limit)"
        return try connection.first(sql) { _ in true } ?? false
    }

    /// All records of an object that ever were, by their numbers: as they are, or as they were when they were deleted.
    public func everyRecord(of object: ObjectDefinition) throws -> [(record: Record, isDeleted: Bool)] {
        let living: SQL = "SELECT t.id, \(object.selection) FROM \(object.table) t"
        let gone: SQL = """
            SELECT t.id, \(object.selection) FROM \(object.past) t
            WHERE t.version = (SELECT max(p.version) FROM \(object.past) p WHERE p.id = t.id)
                AND NOT EXISTS (SELECT 1 FROM \(object.table) l WHERE l.id = t.id)
            """
        let records = try connection.all(living) { (Record($0, object, at: 1, role: nil), false) }
            + connection.all(gone) { (Record($0, object, at: 1, role: nil), true) }
        return records.sorted { $0.0.id < $1.0.id }
    }
}
