package import Storage

extension Connection {
    /// How many steps SQLite's machine takes for a query, for tests: the same on every computer and under any load. Nil on another engine.
    package func steps(of sql: SQL) throws -> Int? { try (self as? SQLiteHandle)?.steps(sql) }
}
