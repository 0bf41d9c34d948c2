import Storage
import Web

extension World {
    /// What every table holds, as a number each, so that a test can tell that nothing was changed.
    public func digest() async throws -> [String: Int] {
        try await workspace.database.read { connection in
            var digests: [String: Int] = [:]
            for (table, columns) in try connection.dialect.columns(connection) {
                let sorted = columns.sorted().compactMap(Identifier.init(checked:))
                // The search index of SQLite keeps no texts that could be read.
                guard let name = Identifier(checked: table), !table.hasSuffix("_search"), !sorted.isEmpty else { continue }
                let list = sorted.map { "\($0)" as SQL }.joined(separator: ", ")
                digests[table] = try World.digest("SELECT \(list) FROM \(name) ORDER BY \(list)", width: sorted.count, connection)
            }
            return digests
        }
    }

    private static func digest(_ sql: SQL, width: Int, _ connection: any Connection) throws -> Int {
        var hasher = Hasher()
        try connection.query(sql) { row in
            for column in 0..<width {
                hasher.combine(row.isNull(column))
                row.bytes(column) { hasher.combine(bytes: $0) }
            }
            hasher.combine(1)
            return true
        }
        return hasher.finalize()
    }

    /// The tables that differ between two digests.
    public static func changed(_ before: [String: Int], _ after: [String: Int]) -> [String] {
        Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
    }
}
