import Storage

/// What had been done when a package was begun: exactly what was committed then, whoever was writing. Nobody has to wait for that.
struct PackageMoment: Sendable {
    /// The highest number of a batch that belongs to it.
    let through: Int64
    private let snapshot: String
    private let dialect: any Dialect
    /// So far in the journal erasures have been looked for.
    private var looked: (xid: Int64, batch: Int64)

    init(_ connection: any Connection) throws {
        dialect = connection.dialect
        (through, snapshot) =
            try connection.first("SELECT (SELECT max(id) FROM batch), \(dialect.snapshot)") { ($0.optionalInt(0) ?? 0, $0.text(1)) } ?? (
                0, ""
            )
        looked = try PackageMoment.end(connection)
    }

    /// The condition that a batch, an expression of its number, belongs to the moment. Where several write at once, numbers of batches
    /// are not given in the order in which they end.
    func holds(_ batch: SQL) -> SQL {
        let number: SQL = "\(batch) <= \(through)"
        guard let seen = dialect.wasCommitted("coalesce((SELECT j.xid FROM batch j WHERE j.id = \(batch)), 0)", in: snapshot) else {
            return number
        }
        return "(\(number) AND \(seen))"
    }

    /// Whether something was erased for good since this was asked last: what was read before may refer to what can't be read any more.
    mutating func isBroken(_ connection: any Connection) throws -> Bool {
        let sql: SQL = """
            SELECT 1 FROM batch b WHERE (b.xid, b.id) > (\(looked.xid), \(looked.batch)) AND NOT \(holds("b.id"))
            AND EXISTS (SELECT 1 FROM touched t WHERE t.batch = b.id AND t.kind = 'erased') LIMIT 1
            """
        if try connection.first(sql, { _ in true }) ?? false { return true }
        looked = try PackageMoment.end(connection)
        return false
    }

    private static func end(_ connection: any Connection) throws -> (xid: Int64, batch: Int64) {
        let sql: SQL = "SELECT b.xid, b.id FROM batch b WHERE \(connection.dialect.settled("b")) ORDER BY b.xid DESC, b.id DESC LIMIT 1"
        return try connection.first(sql) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    }
}
