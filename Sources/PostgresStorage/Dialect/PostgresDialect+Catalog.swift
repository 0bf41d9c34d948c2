import Storage

extension PostgresDialect {
    func columns(_ connection: any Connection) throws -> [String: Set<String>] {
        var tables: [String: Set<String>] = [:]
        let sql: SQL = """
            SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            """
        try connection.query(sql) { row in
            tables[row.text(0), default: []].insert(row.text(1))
            return true
        }
        return tables
    }

    /// Without those that stand for a constraint, as on SQLite, and those whose making was broken off.
    var size: SQL {
        """
        SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        """
    }

    func indexes(_ connection: any Connection) throws -> Set<String> {
        let sql: SQL = """
            SELECT c.relname FROM pg_class AS c
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'i'
            AND EXISTS (SELECT 1 FROM pg_index AS i WHERE i.indexrelid = c.oid AND i.indisvalid)
            AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = c.oid)
            """
        return try Set(connection.all(sql) { $0.text(0) })
    }

    func plan(_ sql: SQL, _ connection: any Connection) throws -> [String] {
        try connection.all("EXPLAIN \(sql)") { $0.text(0) }
    }

    func isFullScan(_ step: String) -> Bool { step.contains("Seq Scan on ") }
}
