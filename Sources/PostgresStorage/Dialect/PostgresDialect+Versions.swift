import Storage

extension PostgresDialect {
    func versions(_ connection: any Connection) throws -> [String] {
        var lines = try connection.all("SELECT current_setting('server_version'), current_setting('server_version_num')::bigint") { row in
            ["PostgreSQL \(row.text(0))"] + (row.int(1) < 140_000 ? ["warning: PostgreSQL 14 or later is needed"] : [])
        }.flatMap { $0 }
        let settings: SQL = """
            SELECT name, setting FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') ORDER BY name
            """
        try connection.query(settings) { row in
            let (name, setting) = (row.text(0), row.text(1))
            lines.append(setting == "off" ? "warning: \(name) is off" : "\(name) \(setting)")
            return true
        }
        return lines
    }
}
