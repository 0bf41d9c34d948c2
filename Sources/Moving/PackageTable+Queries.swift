import Definitions
import Kit
import RecordEngine
import Storage

extension PackageTable {
    /// The next rows behind one, as far as they stood at the end of a batch.
    /// - Parameter after: the key of the row before; nil to begin.
    func rows(after: [DatabaseValue]?, through batch: Int64, limit: Int, _ connection: any Connection) throws -> [[DatabaseValue]] {
        var conditions: [SQL] = []
        if let own = self.batch { conditions.append("\(own) <= \(batch)") }
        let names = key.map { SQL($0) }.joined(separator: ", ")
        if let after { conditions.append("(\(names)) > (\(after.map { "\($0)" as SQL }.joined(separator: ", ")))") }
        var sql: SQL = "SELECT \(columns.map { SQL($0.name) }.joined(separator: ", ")) FROM \(name)"
        if !conditions.isEmpty { sql += " WHERE \(conditions.joined(separator: " AND "))" }
        return try connection.all("\(sql) ORDER BY \(names) LIMIT \(limit)") { row in
            columns.enumerated().map { place, column in
                row.isNull(place) ? .null : column.kind == .integer ? .int(row.int(place)) : .text(row.text(place))
            }
        }
    }

    /// The key of a row.
    func key(of row: [DatabaseValue]) -> [DatabaseValue] {
        key.map { name in columns.firstIndex { $0.name == name }.map { row[$0] } ?? .null }
    }

    /// The statement that adds a row. What a package has of the journal is from before all that is to come.
    var insertion: SQL {
        let isJournal = name == "batch"
        let names = columns.map { SQL($0.name) } + (isJournal ? ["xid"] : [])
        let places = columns.map { _ in "\(DatabaseValue.null)" as SQL } + (isJournal ? ["0"] : [])
        return "INSERT INTO \(name) (\(names.joined(separator: ", "))) VALUES (\(places.joined(separator: ", "))) ON CONFLICT DO NOTHING"
    }

    func clear(_ tx: any Transaction) throws { try tx.execute("DELETE FROM \(name)") }

    /// Whether it has any row.
    func isEmpty(_ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM \(name) LIMIT 1") { _ in true } == nil
    }

    /// Lets numbers go on behind all that were ever given.
    func renumber(_ tx: any Transaction) throws {
        if let object, !isFormer, let last = try tx.first(
                "SELECT max(id) FROM (SELECT max(id) AS id FROM \(object.past) UNION ALL SELECT max(record) FROM touched WHERE object = \(object.name)) n",
                { $0.int(0) }),
            try tx.first("SELECT 1 FROM \(name) WHERE id >= \(last)", { _ in true }) == nil, last > 0
        {
            try tx.execute("INSERT INTO \(name) (id, version, batch) VALUES (\(last), 0, 0)")
            if let sql = tx.dialect.renumber(name) { try tx.query(sql) { _ in true } }
            try tx.execute("DELETE FROM \(name) WHERE id = \(last) AND version = 0")
        } else if let sql = tx.dialect.renumber(name) {
            try tx.query(sql) { _ in true }
        }
    }
}

/// What is asked of a workspace that is packed or filled.
enum PackageQueries {
    /// The last batch, when no other is under way.
    static func lastBatch(_ tx: any Transaction) throws -> Int64 {
        if let lock = tx.dialect.lockSchema { try tx.query(lock) { _ in true } }
        return try tx.first("SELECT max(id) FROM batch") { $0.int(0) } ?? 0
    }

    static func settings(_ connection: any Connection) throws -> [(name: String, value: String)] {
        try connection.all("SELECT name, value FROM setting ORDER BY name") { ($0.text(0), $0.text(1)) }
    }

    /// The names of files that rows name, in order.
    static func files(_ named: [SQL], _ connection: any Connection) throws -> [String] {
        try connection.all("\(named.joined(separator: " UNION ")) ORDER BY 1") { $0.text(0) }
    }

    /// The first record that refers to one that is not there: its number, and that number.
    static func dangling(_ field: FieldDefinition, of object: ObjectDefinition, to target: ObjectDefinition, _ connection: any Connection)
        throws
        -> (record: Int64, missing: Int64)?
    {
        let (from, column): (SQL, SQL) =
            field.isManyReferences
            ? ("\(object.links(field)) t", "t.target") : ("\(object.table) t", "t.\(field.identifiers[0])")
        let record: SQL = field.isManyReferences ? "t.record" : "t.id"
        let ofTarget: SQL = field.type.input == .link ? " AND t.\(field.identifiers[1]) = \(target.name)" : .empty
        let sql: SQL = """
            SELECT \(record), \(column) FROM \(from)
            WHERE \(column) IS NOT NULL\(ofTarget) AND NOT EXISTS (SELECT 1 FROM \(target.table) x WHERE x.id = \(column)) LIMIT 1
            """
        return try connection.first(sql) { ($0.int(0), $0.int(1)) }
    }
}
