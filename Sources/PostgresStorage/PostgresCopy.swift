import Storage

/// Makes of a connection a private copy of a schema: its tables are shadowed by temporary ones, which PostgreSQL finds first and drops
/// with the connection. Everything else the connection may only read.
struct PostgresCopy: Sendable {
    let schema: Identifier
    let statementTimeLimit: Duration
    let rows: @Sendable (Identifier) -> RowsNeeded

    func make(_ link: PostgresLink) throws {
        try link.execute("SET statement_timeout TO 0")
        link.begin("BEGIN ISOLATION LEVEL REPEATABLE READ", isRepeatable: false)
        let sql: SQL = """
            SELECT c.relname, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'id' AND a.attidentity <> '')
            FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname
            """
        let tables = try link.all(sql) { row in (name: Identifier(checked: row.text(0)), isNumbered: row.text(1) == "t") }
        for case (let table?, _) in tables { try link.execute("CREATE TEMP TABLE \(table) (LIKE \(schema).\(table) INCLUDING ALL)") }
        // A condition may look at other tables, so those without one come first.
        for case (let table?, _) in tables {
            if case .all = rows(table) { try link.execute("INSERT INTO \(table) SELECT t.* FROM \(schema).\(table) t") }
        }
        for case (let table?, _) in tables {
            if case .those(let condition) = rows(table) {
                try link.execute("INSERT INTO \(table) SELECT t.* FROM \(schema).\(table) t WHERE \(condition)")
            }
        }
        for case (let table?, true) in tables { try renumber(table, link) }
        try link.commit()
        let limit = statementTimeLimit.components.seconds * 1000 + statementTimeLimit.components.attoseconds / 1_000_000_000_000_000
        try link.query("SELECT set_config('statement_timeout', \("\(limit)"), false)") { _ in true }
        try link.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    }

    /// Numbers go on where those of the original are, also where its rows were left out.
    private func renumber(_ table: Identifier, _ link: PostgresLink) throws {
        let spelled = "\"\(table.name)\""
        try link.query(
            """
            SELECT setval(pg_get_serial_sequence(\(spelled), 'id'), pg_sequence_last_value(s.name))
            FROM (SELECT pg_get_serial_sequence(\("\"\(schema.name)\".\(spelled)"), 'id')::regclass AS name) s
            WHERE pg_sequence_last_value(s.name) IS NOT NULL
            """
        ) { _ in true }
    }
}
