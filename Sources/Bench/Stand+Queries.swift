import Kit
import Storage
import Web

/// The floors: the same work in bare statements.
extension Stand {
    func bareList(_ person: Person) async throws {
        let (stage, owner) = (stage, person.isOwner ? person.id : nil)
        let read = try await workspace.database.read { connection in
            var bytes = 0
            let order = connection.dialect.order("expected_close", descending: false)
            let rule: SQL = owner.map { " AND owner = \($0)" } ?? ""
            try connection.query("""
                SELECT id, version, title, company, stage, amount, amount_currency, expected_close, owner FROM deal
                WHERE stage = \(stage)\(rule) ORDER BY \(order), id ASC LIMIT 51
                """) { row in
                    for column in [0, 1, 3, 4, 5, 7, 8] { bytes &+= Int(truncatingIfNeeded: row.int(column)) }
                    bytes &+= row.bytes(2) { $0.count } + row.bytes(6) { $0.count }
                    return true
                }
            return bytes
        }
        guard read != .min else { throw Failure.notFound }
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
