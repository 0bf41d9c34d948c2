import Storage

/// Which files are named by rows, as queries of one column.
struct NamedFiles: Sendable {
    let queries: [SQL]

    /// A condition on a column that holds the name of a file: no row names it.
    func isUnnamed(_ name: SQL) -> SQL {
        queries.map { "\(name) NOT IN (\($0))" as SQL }.joined(separator: " AND ")
    }

    func contains(_ name: String, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 WHERE \(isUnnamed("\(name)"))") { _ in true } == nil
    }
}
