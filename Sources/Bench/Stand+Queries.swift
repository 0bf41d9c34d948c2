import Definitions
import Identity
import Kit
import People
import RecordEngine
import Sales
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

    /// What a change of a deal has to keep, whoever checks it: the batch, the former version, the row, the note of it, its search text.
    func bareChange(_ deal: Int64, amount: Int64? = nil, title: String? = nil) async throws {
        _ = versions.next(of: deal)
        try await workspace.database.write { tx in
            let batch = try openBatch(tx)
            let former = try title.map { _ in try tx.first("SELECT title FROM deal WHERE id = \(deal)") { $0.text(0) } }
            var set = SQL.empty
            if let amount { set += ", amount = \(amount), amount_currency = \("USD"), amount_base = \(amount)" }
            if let title { set += ", title = \(title), title_fold = \(title.folded)" }
            try change(Deal.object, deal, set, batch, tx)
            for statement in tx.dialect.updateSearch("deal", id: deal, from: (former ?? "") ?? "", to: title ?? "") { tx.beforeCommit(statement) }
        }
    }

    /// Changes of many people in one batch.
    func bareChange(_ people: Range<Int64>, post: String) async throws {
        try await workspace.database.write { tx in
            let batch = try openBatch(tx)
            for id in people { try change(People.Person.object, id, ", post = \(post), post_fold = \(post.folded)", batch, tx) }
        }
    }

    /// New records of one batch, with all that has to be kept of them.
    func bareCreate(_ object: ObjectDefinition, _ rows: [[(column: Identifier, value: DatabaseValue)]]) async throws {
        let author = people[0].id
        try await workspace.database.write { tx in
            let batch = try openBatch(tx)
            for row in rows {
                let kept = row + [
                    ("owner", .int(author)), ("created_by", .int(author)), ("created_at", .int(tx.now.milliseconds)),
                    ("updated_at", .int(tx.now.milliseconds)),
                ]
                let columns = kept.map { ", \($0.column)" as SQL }.joined(separator: "")
                let values = kept.map { ", \($0.value)" as SQL }.joined(separator: "")
                let sql: SQL = "INSERT INTO \(object.table) (version, batch\(columns)) VALUES (1, \(batch)\(values)) RETURNING id"
                let id = try tx.first(sql) { $0.int(0) } ?? 0
                try note(object, id, "created", batch, tx)
                let searched = row.filter { object.field($0.column.name)?.isSearched ?? false }
                let words = searched.map { if case .text(let text) = $0.value { text } else { "" } }.joined(separator: " ")
                for statement in tx.dialect.updateSearch(object.table, id: id, from: "", to: words) { tx.beforeCommit(statement) }
            }
        }
    }

    private func change(_ object: ObjectDefinition, _ id: Int64, _ set: SQL, _ batch: Int64, _ tx: any Transaction) throws {
        try tx.send("""
            INSERT INTO \(object.past) (id, version, batch, ended_by\(object.copiedColumns))
            SELECT id, version, batch, \(batch)\(object.copiedColumns) FROM \(object.table) WHERE id = \(id)
            """)
        let set: SQL = "version = version + 1, batch = \(batch), updated_at = \(tx.now.milliseconds)\(set)"
        try tx.send("UPDATE \(object.table) SET \(set) WHERE id = \(id)")
        try note(object, id, "updated", batch, tx)
    }

    private func openBatch(_ tx: any Transaction) throws -> Int64 {
        try tx.first("""
            INSERT INTO batch (at, author, via, via_id, xid) VALUES (\(tx.now.milliseconds), \(people[0].id), 'token', 1, \(tx.dialect.currentXID))
            RETURNING id
            """) { $0.int(0) } ?? 0
    }

    private func note(_ object: ObjectDefinition, _ id: Int64, _ kind: String, _ batch: Int64, _ tx: any Transaction) throws {
        try tx.send("INSERT INTO touched (batch, object, record, kind) VALUES (\(batch), \(object.name), \(id), \(kind))")
    }
}
