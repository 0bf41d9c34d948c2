import Definitions
import Kit
import RecordEngine
import Storage
import Web

/// Makes many of the first records of a workspace by statements of the database, past `Records`, as if each had been made by it: with journal,
/// search text, links, match keys and what follows from other records. Titles of deals, addresses and cities get the number of the copy.
struct Copies: Sendable {
    /// Batches that were made together, up to the last one, and how many hours ago they shall have been.
    struct Phase: Sendable {
        var last: Int64
        let hours: Range<Int>
    }

    let workspace: Workspace
    /// The objects and how many records of each are there, with the ids from 1.
    let counts: [(object: ObjectDefinition, count: Int)]
    let copies: Int
    /// The last batch from before them.
    let before: Int64

    private static let texts: Identifier = "bench_text"
    private static let most = 500_000

    func multiply(_ phases: [Phase]) async throws {
        let database = workspace.database
        let schema = workspace.engine.schema
        try await database.build([
            "CREATE TABLE \(Copies.texts) (object \(database.dialect.type(.text)), id \(database.dialect.type(.integer)), text \(database.dialect.type(.text)))"
        ])
        for (object, count) in counts { try await keepTexts(of: object, count) }
        try await database.build(try await database.read(dropping) + renumbering(Times(phases, copies, before, workspace.clock.now())))
        let times = Times(phases, copies, before, workspace.clock.now())
        if copies > 1 {
            try await database.build(counts.flatMap { object, count in statements(object, count, times) } + [copyOfBatches(times)])
        }
        let numbered = ["batch"] + counts.map(\.object.table)
        try await database.build(["DROP TABLE \(Copies.texts)"] + numbered.flatMap { database.dialect.renumber($0, above: 0) })
        try await database.build(try await database.read { try SchemaTables.missingIndexes(schema, $0) })
        if isServer { try await database.build(counts.compactMap { searchIndex($0.object)?.making }) }
    }

    private var isServer: Bool { workspace.database.dialect.lockSchema != nil }

    /// What the records are found by: the index need not keep it.
    private func keepTexts(of object: ObjectDefinition, _ count: Int) async throws {
        let engine = workspace.engine
        for start in stride(from: 0, to: count, by: 1_000) {
            try await workspace.database.write { tx in
                let records = Records(engine, tx, .system())
                for id in Int64(start) + 1...Int64(min(start + 1_000, count)) {
                    let text = SearchText.padded(try records.searchText(try records.record(object.name, id)))
                    try tx.send("INSERT INTO \(Copies.texts) (object, id, text) VALUES (\(object.name), \(id), \(text))")
                }
            }
        }
    }

    /// Indexes are made at the end, in one go.
    @Sendable private func dropping(_ connection: any Connection) throws -> [SQL] {
        let names = try connection.dialect.indexes(connection).sorted().filter { name in
            name.hasSuffix("_idx") && counts.contains { name.hasPrefix($0.object.name + "_") }
        }
        return names.compactMap(Identifier.init(checked:)).map { "DROP INDEX \($0)" }
            + (isServer ? counts.compactMap { searchIndex($0.object).map { "DROP INDEX \($0.name)" } } : [])
    }

    private func searchIndex(_ object: ObjectDefinition) -> (name: Identifier, making: SQL)? {
        workspace.database.dialect.createSearch(object.table).last.map { (object.table.adding("_search_text"), $0) }
    }

    /// Makes room between the batches for those of the copies, and puts them all where they belong in time.
    private func renumbering(_ times: Times) -> [SQL] {
        let tables = counts.flatMap { object, _ -> [SQL] in
            let first: SQL = "coalesce((SELECT p.batch FROM \(object.past) p WHERE p.id = t.id AND p.version = 1), batch)"
            let made = times.instant(times.spaced(first))
            let since: SQL = object.field("stage_since") == nil ? "" : ", stage_since = \(made)"
            return [
                """
                UPDATE \(object.table) AS t SET batch = \(times.spaced("batch")), updated_at = \(times.instant(times.spaced("batch"))), created_at = \(made)\(since)
                """,
                """
                UPDATE \(object.past) AS t SET batch = \(times.spaced("batch")), ended_by = \(times.spaced("ended_by")),
                updated_at = \(times.instant(times.spaced("batch"))), created_at = (SELECT l.created_at FROM \(object.table) l WHERE l.id = t.id)
                """,
            ]
        }
        // A number may be another one's former number, so they go by way of negative ones.
        let batches = [("batch" as Identifier, "id" as Identifier), ("touched", "batch")].flatMap { table, column -> [SQL] in
            [
                "UPDATE \(table) SET \(column) = -\(times.spaced(SQL(column))) WHERE \(column) > \(before)",
                "UPDATE \(table) SET \(column) = -\(column) WHERE \(column) < 0",
            ]
        }
        let oldest: SQL = "UPDATE batch SET at = \(times.beginning) + id WHERE id <= \(before)"
        return tables + batches + [oldest, "UPDATE batch SET at = \(times.instant("id")) WHERE id > \(before)"]
    }

    private func copyOfBatches(_ times: Times) -> SQL {
        """
        \(series(1, copies - 1)) INSERT INTO batch (id, at, author, via, via_id, action, undoes, xid)
        SELECT t.id + c.k, \(times.instant("t.id + c.k")), t.author, t.via, t.via_id, t.action, t.undoes, t.xid
        FROM batch t CROSS JOIN copy c WHERE t.id > \(before) ORDER BY 1
        """
    }

    private func series(_ first: Int, _ last: Int) -> SQL {
        "WITH RECURSIVE copy(k) AS (SELECT \(first) UNION ALL SELECT k + 1 FROM copy WHERE k < \(last))"
    }

    private func statements(_ object: ObjectDefinition, _ count: Int, _ times: Times) -> [SQL] {
        let step = max(Copies.most / count, 1)
        let key: Identifier = isServer ? "id" : "rowid"
        let own = self.columns(object, times)
        let (names, values) = (
            own.map { ", \($0.name)" as SQL }.joined(separator: ""), own.map { ", \($0.value)" as SQL }.joined(separator: "")
        )
        var statements: [SQL] = []
        for first in stride(from: 1, to: copies, by: step) {
            let copy = series(first, min(first + step, copies) - 1)
            let id: SQL = "t.id + c.k * \(count)"
            statements += [
                """
                \(copy) INSERT INTO \(object.table) (id, version, batch\(names)) SELECT \(id), t.version, t.batch + c.k\(values)
                FROM copy c CROSS JOIN \(object.table) t WHERE t.id <= \(count) ORDER BY 1
                """,
                """
                \(copy) INSERT INTO \(object.past) (id, version, batch, ended_by\(names))
                SELECT \(id), t.version, t.batch + c.k, t.ended_by + c.k\(values) FROM copy c CROSS JOIN \(object.past) t WHERE t.id <= \(count) ORDER BY 1, 2
                """,
                """
                \(copy) INSERT INTO \(object.table.adding("_search")) (\(key), text) SELECT \(id), \(text(object.name, "t.text"))
                FROM copy c CROSS JOIN \(Copies.texts) t WHERE t.object = \(object.name) ORDER BY 1
                """,
                """
                \(copy) INSERT INTO touched (batch, object, record, kind) SELECT t.batch + c.k, t.object, t.record + c.k * \(count), t.kind
                FROM copy c CROSS JOIN touched t WHERE t.object = \(object.name) AND t.record <= \(count) ORDER BY 1, 2, 3
                """,
            ]
            statements += object.linkFields.filter { self.count($0.type.target) > 0 }.map { field in
                """
                \(copy) INSERT INTO \(object.links(field)) (target, record)
                SELECT t.target + c.k * \(self.count(field.type.target)), t.record + c.k * \(count)
                FROM copy c CROSS JOIN \(object.links(field)) t WHERE t.record <= \(count) ORDER BY 1, 2
                """
            }
        }
        let key2: SQL = """
            CASE t.kind WHEN \(MatchRule.Kind.name.rawValue) THEN t.key || \(Copies.mark)
            ELSE \(Copies.address("t.key")) END
            """
        return statements
            + (object.matching.isEmpty
                ? []
                : [
                    """
                    \(series(1, copies - 1)) INSERT INTO match_key (object, kind, key, record, bearer)
                    SELECT t.object, t.kind, \(key2), t.record + c.k * \(count), t.bearer
                    FROM copy c CROSS JOIN match_key t WHERE t.object = \(object.name) AND t.record <= \(count) ORDER BY 1, 2, 3, 4
                    """
                ])
    }

    private func columns(_ object: ObjectDefinition, _ times: Times) -> [(name: Identifier, value: SQL)] {
        object.fields.filter { $0.name != "id" }.flatMap { field in
            field.identifiers.enumerated().map { place, column in (column, value(of: "t.\(column)", field, place, object, times)) }
        }
    }

    private func value(of column: SQL, _ field: FieldDefinition, _ place: Int, _ object: ObjectDefinition, _ times: Times) -> SQL {
        let target = count(field.type.target)
        return switch (object.name, field.name) {
        case (_, "updated_at"): times.instant("t.batch + c.k")
        case (_, "created_at"), (_, "stage_since"): "\(column) + c.k * \(times.step)"
        case ("deal", "title"), ("activity", "subject"), (_, "city"): "\(column) || \(Copies.mark)"
        case ("person", "phones"), ("person", "emails"): Copies.address(column)
        case ("activity", "about") where place == 0:
            """
            \(column) + c.k * CASE t.about_object \(counts.map { "WHEN \($0.object.name) THEN \($0.count) " as SQL }.joined(separator: "")) END
            """
        case _ where target > 0 && field.isManyReferences:
            // Of one item.
            "\("\n") || CAST(CAST(trim(\(column), \("\n")) AS bigint) + c.k * \(target) AS text) || \("\n")"
        case _ where target > 0: "\(column) + c.k * \(target)"
        default: column
        }
    }

    private func count(_ name: String?) -> Int { counts.first { $0.object.name == name }?.count ?? 0 }

    private func text(_ object: String, _ column: SQL) -> SQL {
        switch object {
        case "deal", "activity": "\(column) || \(Copies.mark)"
        case "person": Copies.address(column)
        default: column
        }
    }

    private static let mark: SQL = "'-' || CAST(c.k AS text)"

    /// Three digits of a phone are the number of the copy.
    private static func address(_ column: SQL) -> SQL {
        "replace(replace(\(column), '495000', '495' || substr(CAST(1000 + c.k AS text), 2)), '@', \(mark) || '@')"
    }

    /// When batches were. Between two numbers there is room for one of each copy.
    struct Times {
        let beginning: Int64
        private let before: Int64
        private let copies: Int
        private let phases: [(last: Int64, from: Int64, first: Int64, step: Int64)]

        init(_ phases: [Phase], _ copies: Int, _ before: Int64, _ now: Instant) {
            (self.before, self.copies) = (before, copies)
            var first = before
            self.phases = phases.map { phase in
                let last = before + (phase.last - before) * Int64(copies)
                defer { first = last }
                let length = Int64(phase.hours.count) * 3_600_000
                return (last, now.milliseconds - Int64(phase.hours.upperBound) * 3_600_000, first, length / max(last - first, 1))
            }
            beginning = (self.phases.first?.from ?? 0) - 86_400_000
        }

        /// From one batch of the first phase to the next.
        var step: Int64 { phases.first?.step ?? 0 }

        func spaced(_ batch: SQL) -> SQL { "(\(before) + (\(batch) - \(before) - 1) * \(copies) + 1)" }

        func instant(_ batch: SQL) -> SQL {
            let cases = phases.map { "WHEN \(batch) <= \($0.last) THEN \($0.from) + (\(batch) - \($0.first) - 1) * \($0.step) " as SQL }
            return "CASE \(cases.joined(separator: ""))END"
        }
    }
}
