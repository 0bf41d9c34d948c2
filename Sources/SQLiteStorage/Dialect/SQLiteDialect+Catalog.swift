import Storage

extension SQLiteDialect {
    func columns(_ connection: any Connection) throws -> [String: Set<String>] {
        var tables: [String: Set<String>] = [:]
        // Without the shadow tables in which a search index keeps its data.
        let sql: SQL = """
            SELECT kept.name, c.name FROM pragma_table_list AS kept JOIN pragma_table_info(kept.name) AS c
            WHERE kept.schema = 'main' AND kept.type IN ('table', 'virtual') AND kept.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            """
        try connection.query(sql) { row in
            tables[row.text(0), default: []].insert(row.text(1))
            return true
        }
        return tables
    }

    func indexes(_ connection: any Connection) throws -> Set<String> {
        try Set(connection.all("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL") { $0.text(0) })
    }

    var size: SQL { "SELECT c.page_count * s.page_size FROM pragma_page_count() c, pragma_page_size() s" }

    func plan(_ sql: SQL, _ connection: any Connection) throws -> [String] {
        try connection.all("EXPLAIN QUERY PLAN \(sql)") { $0.text(3) }
    }

    func isFullScan(_ step: String) -> Bool {
        let harmless = ["USING INDEX", "USING COVERING INDEX", "VIRTUAL TABLE INDEX", "CONSTANT ROW", "(subquery", "SUBQUERY"]
        return step.hasPrefix("SCAN ") && !harmless.contains { step.contains($0) }
    }
}
