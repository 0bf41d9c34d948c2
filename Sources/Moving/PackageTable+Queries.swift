import Definitions
import Kit
import RecordEngine
import Storage

extension PackageTable {
    /// The next rows behind one, as far as they stood at a moment. A version that was superseded since has no end yet.
    /// - Parameter after: the key of the row before; nil to begin.
    func rows(after: [DatabaseValue]?, of moment: PackageMoment, limit: Int, _ connection: any Connection) throws -> [[DatabaseValue]] {
        var conditions = batches.map(moment.holds)
        let names = key.map { SQL($0) }.joined(separator: ", ")
        if let after { conditions.append("(\(names)) > (\(after.map { "\($0)" as SQL }.joined(separator: ", ")))") }
        let end: SQL = "\(name).\(PackageTable.end)"
        let read = columns.map { $0.name == PackageTable.end ? "CASE WHEN \(moment.holds(end)) THEN \(end) END" : SQL($0.name) }
        var sql: SQL = "SELECT \(read.joined(separator: ", ")) FROM \(name)"
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
        var given: Int64 = 0
        if let object, !isFormer {
            let sql: SQL =
                "SELECT max(id) FROM (SELECT max(id) AS id FROM \(object.past) UNION ALL SELECT max(record) FROM touched WHERE object = \(object.name)) n"
            given = try tx.first(sql) { $0.optionalInt(0) ?? 0 } ?? 0
        }
        for sql in tx.dialect.renumber(name, above: given) { try tx.execute(sql) }
    }

    /// - Throws: `Failure.malformed` unless the table has so many rows now: others had the same key, or a value that only one may have.
    func expect(_ count: Int64, _ tx: any Transaction) throws {
        guard try self.count(tx) != count else { return }
        throw unreadable(Label("some rows are in it twice", ru: "некоторые строки повторяются"))
    }

    func count(_ tx: any Transaction) throws -> Int64 { try tx.first("SELECT count(*) FROM \(name)") { $0.int(0) } ?? 0 }

    /// Adds a record that was living at the moment of the package, unless it is there.
    /// - Returns: whether it was not.
    func revive(_ row: [DatabaseValue], _ insertion: SQL, _ tx: any Transaction) throws -> Bool {
        if let version = try tx.first("SELECT version FROM \(name) WHERE id = \(row[0])", { $0.int(0) }) {
            guard row[1] == .int(version) else {
                throw unreadable(Label("a record is in it with two versions", ru: "одна запись встречается в двух версиях"))
            }
            return false
        }
        try tx.send(insertion.filled(row))
        return true
    }
}

/// What is asked of a workspace that is packed or filled.
enum PackageQueries {
    static func settings(_ connection: any Connection) throws -> [(name: String, value: String)] {
        try connection.all("SELECT name, value FROM setting ORDER BY name") { ($0.text(0), $0.text(1)) }
    }

    static func set(_ name: String, _ value: String, _ tx: any Transaction) throws {
        try tx.execute("UPDATE setting SET value = \(value) WHERE name = \(name)")
    }

    /// Works that are known by the journal alone are numbered like the jobs that did them.
    static func keepNumbers(of works: String, _ table: Identifier, _ tx: any Transaction) throws {
        let last = try tx.first("SELECT max(via_id) FROM batch WHERE via = \(works)") { $0.optionalInt(0) ?? 0 } ?? 0
        for sql in tx.dialect.renumber(table, above: last) { try tx.execute(sql) }
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
