import Identity
import Kit
import RecordEngine
import Storage
import Web

/// The floors: the same statements without the program around them.
extension Stand {
    /// A list as the engine asks for it: the statement, and which of its columns hold text.
    struct BareList: Sendable {
        let sql: SQL
        let isText: [Bool]
    }

    func bareList(_ query: Query, _ person: Person) async throws -> BareList {
        let workspace = workspace
        return try await workspace.database.read { connection in
            guard let principal = try Principals.load(user: person.id, via: Via(.token), in: connection) else { throw Failure.notFound }
            let records = Records(workspace.engine, connection, principal, now: workspace.clock.now())
            let (sql, width) = try records.statement(query)
            let isText = try connection.first(sql) { row in (0..<width).map { Int64(row.text($0)) == nil && !row.isNull($0) } }
            return BareList(sql: sql, isText: isText ?? [])
        }
    }

    /// Runs a statement and looks at every column of every row.
    func run(_ list: BareList) async throws {
        let read = try await workspace.database.read { connection in
            var bytes = 0
            try connection.query(list.sql) { row in
                for column in list.isText.indices {
                    bytes &+= list.isText[column] ? row.bytes(column) { $0.count } : Int(truncatingIfNeeded: row.int(column))
                }
                return true
            }
            return bytes
        }
        guard read != 0 else { throw Failure.notFound }
    }

    func bareRecord(_ deal: Int64) async throws {
        let title = try await workspace.database.read { connection in
            try connection.first("SELECT * FROM deal WHERE id = \(deal)") { $0.text(3) }
        }
        guard title != nil else { throw Failure.notFound }
    }

    func bareUpdate(_ deal: Int64) async throws {
        _ = try await workspace.database.write { try $0.execute("UPDATE deal SET amount = amount + 1 WHERE id = \(deal)") }
    }
}
