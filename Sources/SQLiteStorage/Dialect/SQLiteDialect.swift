import Storage

/// How SQLite spells what the engines spell differently.
struct SQLiteDialect: Dialect {
    let name = "SQLite"

    func type(_ kind: ColumnKind) -> SQL {
        switch kind {
        case .integer: "INTEGER"
        case .text: "TEXT"
        case .blob: "BLOB"
        }
    }

    let sequentialID: SQL = "INTEGER PRIMARY KEY AUTOINCREMENT"

    /// AUTOINCREMENT remembers every id that came in, in a table of its own.
    func renumber(_ table: Identifier, above given: Int64) -> [SQL] {
        guard given > 0 else { return [] }
        return [
            "INSERT INTO sqlite_sequence (name, seq) SELECT \(table.name), 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = \(table.name))",
            "UPDATE sqlite_sequence SET seq = \(given) WHERE name = \(table.name) AND seq < \(given)",
        ]
    }

    let withoutRowID: SQL = "WITHOUT ROWID"

    func folded(_ expression: SQL) -> SQL { "krug_fold(\(expression))" }

    /// An empty value is the smallest here by itself.
    func order(_ expression: SQL, descending: Bool) -> SQL {
        descending ? "\(expression) DESC" : "\(expression) ASC"
    }

    let mergesUnions = true

    func indexColumn(_ column: Identifier, descending: Bool) -> SQL { order("\(column)", descending: descending) }

    func buildIndex(_ name: Identifier, on table: Identifier, _ columns: SQL) -> [SQL] {
        ["CREATE INDEX IF NOT EXISTS \(name) ON \(table) (\(columns))"]
    }

    func dropIndex(_ name: Identifier) -> SQL { "DROP INDEX IF EXISTS \(name)" }

    /// There is one writer: what is committed later also has the later number.
    func settled(_ batch: Identifier) -> SQL { "1 = 1" }
    let currentXID: SQL = "0"
    let snapshot: SQL = "''"
    func wasCommitted(_ xid: SQL, in snapshot: String) -> SQL? { nil }
    let nextXID: SQL = "1"
    let lockRow: SQL = .empty
    let lockGoing: SQL = .empty
    let lockReferred: SQL = .empty
    let shareRow: SQL = .empty
    let lockSchema: SQL? = nil
    let schemaVersion: SQL = "SELECT version FROM schema_version"
    let skipLocked: SQL = .empty
}
