import Kit
import Storage
import TestSupport
import Testing

struct DialectTests {
    private let deal = Identifier("deal")

    @Test(arguments: StorageEngine.allCases)
    func `the catalog lists tables, columns and indexes`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let (d, deal) = (db.dialect, deal)
            try await db.write { tx in
                try tx.execute("CREATE TABLE deal (id \(d.sequentialID), title \(d.type(.text)), code \(d.type(.text)) UNIQUE)")
                try tx.execute("CREATE TABLE link (a \(d.type(.integer)), b \(d.type(.text)), PRIMARY KEY (a, b)) \(d.withoutRowID)")
                try tx.execute("CREATE INDEX deal_title ON deal (\(d.indexColumn(Identifier("title"), descending: true)))")
                for sql in d.createSearch(deal) { try tx.execute(sql) }
            }
            let (columns, indexes) = try await db.read { (try d.columns($0), try d.indexes($0)) }
            #expect(columns["deal"] == ["id", "title", "code"])
            #expect(Set(columns.keys) == ["deal", "deal_search", "link"])
            #expect(indexes.contains("deal_title"))
            #expect(!indexes.contains { $0.contains("code") || $0.contains("pkey") })
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the versions name the engine`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let d = db.dialect
            let versions = try await db.read { try d.versions($0) }
            #expect(versions.first?.hasPrefix(d.name) == true)
            // The tests' PostgreSQL may run without fsync, and says so.
            if engine == .postgres { #expect(versions.contains { $0.contains("fsync") }) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the schema can be locked`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            try await db.write { tx in
                if let lock = tx.dialect.lockSchema { try tx.query(lock) { _ in true } }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an empty value is the smallest, and bytes order the rest`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let d = db.dialect
            try await db.write { tx in
                try tx.execute("CREATE TABLE word (w \(d.type(.text)))")
                for word in ["б", nil, "Б", "a", "Z", "ё", "-"] as [String?] { try tx.execute("INSERT INTO word (w) VALUES (\(word))") }
            }
            let expected = ["NULL", "-", "Z", "a", "Б", "б", "ё"]
            for descending in [false, true] {
                let words = try await db.read {
                    try $0.all("SELECT w FROM word ORDER BY \(d.order("w", descending: descending))") { $0.optionalText(0) ?? "NULL" }
                }
                #expect(words == (descending ? expected.reversed() : expected))
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an index serves the order, and a whole table read shows in the plan`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let (d, title) = (db.dialect, Identifier("title"))
            try await db.write { tx in
                try tx.execute("CREATE TABLE deal (id \(d.sequentialID), title \(d.type(.text)), note \(d.type(.text)))")
                try tx.execute("CREATE INDEX deal_title ON deal (\(d.indexColumn(title, descending: true)), id)")
                for number in 0..<2000 { try tx.execute("INSERT INTO deal (title, note) VALUES (\("t\(number)"), 'x')") }
                try tx.execute("ANALYZE deal")
            }
            let plans = try await db.read { connection in
                [
                    try d.plan("SELECT id FROM deal ORDER BY \(d.order("\(title)", descending: true)), id LIMIT \(5)", connection),
                    try d.plan("SELECT id FROM deal WHERE note = \("x")", connection),
                ].map { $0.contains(where: d.isFullScan) }
            }
            #expect(plans == [false, true])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `ids are never given twice, and go on after those that came in`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let (d, deal) = (db.dialect, deal)
            let ids = try await db.write { tx in
                try tx.execute("CREATE TABLE deal (id \(d.sequentialID), title \(d.type(.text)))")
                var ids: [Int64] = []
                func add() throws { ids += try tx.all("INSERT INTO deal (title) VALUES ('x') RETURNING id") { $0.int(0) } }
                for sql in d.renumber(deal, above: 0) { try tx.execute(sql) }
                try add()
                try add()
                try tx.execute("DELETE FROM deal")
                for sql in d.renumber(deal, above: 0) { try tx.execute(sql) }
                try add()
                try tx.execute("INSERT INTO deal (id, title) VALUES (10, 'y')")
                for sql in d.renumber(deal, above: 0) { try tx.execute(sql) }
                try add()
                for given in [30, 20] as [Int64] { for sql in d.renumber(deal, above: given) { try tx.execute(sql) } }
                try add()
                try tx.execute("CREATE TABLE empty (id \(d.sequentialID), title \(d.type(.text)))")
                for sql in d.renumber("empty", above: 7) { try tx.execute(sql) }
                ids += try tx.all("INSERT INTO empty (title) VALUES ('z') RETURNING id") { $0.int(0) }
                return ids
            }
            #expect(ids == [1, 2, 3, 11, 31, 8])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a batch is settled once no earlier one can appear`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let d = db.dialect
            try await db.write { tx in
                try tx.execute("CREATE TABLE batch (id \(d.sequentialID), xid \(d.type(.integer)) NOT NULL)")
                try tx.execute("INSERT INTO batch (xid) VALUES (\(d.currentXID))")
            }
            // A writer of another test may be older, and over soon.
            var settled: [Int64] = []
            for _ in 0..<20_000 where settled.isEmpty {
                settled = try await db.read { try $0.all("SELECT id FROM batch WHERE \(d.settled("batch"))") { $0.int(0) } }
            }
            #expect(settled == [1])
        }
    }

    @Test func `on PostgreSQL a batch is not settled while its own unit runs`() async throws {
        try await StorageEngine.postgres.withDatabase { db in
            let d = db.dialect
            let settled = try await db.write { tx in
                try tx.execute("CREATE TABLE batch (id \(d.sequentialID), xid \(d.type(.integer)) NOT NULL)")
                try tx.execute("INSERT INTO batch (xid) VALUES (\(d.currentXID))")
                return try tx.all("SELECT id FROM batch WHERE \(d.settled("batch"))") { $0.int(0) }
            }
            #expect(settled.isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `rows can be locked for the unit`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...3) { db in
            let d = db.dialect
            let rows = try await db.write { tx in
                try tx.all("SELECT n FROM number ORDER BY n LIMIT 1 \(d.skipLocked)") { $0.int(0) }
                    + tx.all("SELECT t.n FROM number t WHERE n = 2 \(d.lockRow)") { $0.int(0) }
            }
            #expect(rows == [1, 2])
        }
    }
}
