import Kit
import Storage
import TestSupport
import Testing

struct ValueTests {
    @Test(arguments: StorageEngine.allCases)
    func `values of every kind come back as they went in`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let d = db.dialect
            try await db.write { tx in
                try tx.execute("""
                    CREATE TABLE thing (id \(d.sequentialID), whole \(d.type(.integer)), words \(d.type(.text)), raw \(d.type(.blob)))
                    """)
                for (whole, words, raw) in samples {
                    try tx.execute("INSERT INTO thing (whole, words, raw) VALUES (\(whole), \(words), \(raw))")
                }
            }
            let rows = try await db.read { connection in
                try connection.all("SELECT id, whole, words, raw FROM thing ORDER BY id") { row in
                    Sample(
                        id: row.int(0), whole: row.optionalInt(1), words: row.optionalText(2),
                        raw: row.isNull(3) ? nil : row.bytes(3) { Array($0) }
                    )
                }
            }
            #expect(rows.map(\.id) == [1, 2, 3, 4])
            #expect(rows.map(\.whole) == [.max, .min, 0, nil])
            #expect(rows.map(\.words) == ["Ёлка «ель» 🌲 O'Hara; --\u{1}", "", "%_\\$1", nil])
            #expect(rows.map(\.raw) == [Array(0...255), [], [0], nil])
        }
    }

    private struct Sample {
        let id: Int64
        let whole: Int64?
        let words: String?
        let raw: [UInt8]?
    }

    private var samples: [(DatabaseValue, DatabaseValue, DatabaseValue)] {
        [
            (.int(.max), .text("Ёлка «ель» 🌲 O'Hara; --\u{1}"), .bytes(Array(0...255))),
            (.int(.min), .text(""), .bytes([])),
            (.int(0), .text("%_\\$1"), .bytes([0])),
            (.null, .null, .null),
        ]
    }

    @Test(arguments: StorageEngine.allCases)
    func `numbers are read alike whatever the engine calls them`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            try await db.read { connection in
                let sql: SQL = """
                    SELECT count(*), sum(n), n = n, \(DatabaseValue.double(0.1)), \(-5), sum(n) * 1.5
                    FROM (SELECT 7 AS n) AS one GROUP BY n
                    """
                try connection.query(sql) { row in
                    #expect(row.int(0) == 1)
                    #expect(row.int(1) == 7)
                    #expect(row.int(2) == 1)
                    #expect(row.double(3) == 0.1)
                    #expect(row.int(4) == -5)
                    #expect(row.text(4) == "-5")
                    #expect(row.double(5) == 10.5)
                    #expect(row.int(5) == 10)
                    #expect(row.isNull(9))
                    return true
                }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `text that can't be stored is refused and not cut short`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let d = db.dialect
            try await db.write { tx in _ = try tx.execute("CREATE TABLE note (words \(d.type(.text)))") }
            await #expect(throws: Failure.unstorableText) {
                try await db.write { tx in _ = try tx.execute("INSERT INTO note (words) VALUES (\("a\u{0}b"))") }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the same statement takes NULL and values in any place`(engine: StorageEngine) async throws {
        try await engine.withDatabase { db in
            let d = db.dialect
            try await db.write { tx in
                try tx.execute("CREATE TABLE pair (a \(d.type(.integer)), b \(d.type(.text)))")
                for (a, b) in [(nil, "x"), (1, nil), (2, "y"), (nil, nil)] as [(Int64?, String?)] {
                    try tx.execute("INSERT INTO pair (a, b) VALUES (\(a), \(b))")
                }
            }
            let sum = try await db.read { try $0.first("SELECT sum(a), count(b) FROM pair") { [$0.int(0), $0.int(1)] } }
            #expect(sum == [3, 2])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a value never becomes part of the statement`(engine: StorageEngine) async throws {
        let traced = Ledger<String>()
        let canary = "canary'; DROP TABLE note; --"
        try await engine.withDatabase(trace: { traced.note($0) }) { db in
            let d = db.dialect
            try await db.write { tx in
                try tx.execute("CREATE TABLE note (id \(d.sequentialID), words \(d.type(.text)), raw \(d.type(.blob)))")
                try tx.execute("INSERT INTO note (words, raw) VALUES (\(canary), \(DatabaseValue.bytes(Array(canary.utf8))))")
            }
            let found = try await db.read { try $0.first("SELECT id FROM note WHERE words = \(canary)") { $0.int(0) } }
            #expect(found == 1)
        }
        #expect(traced.entries.contains { $0.hasPrefix("INSERT INTO note") })
        #expect(!traced.entries.contains { $0.contains("canary") })
    }

    @Test func `placeholders are numbered in the order of the text`() {
        let condition: SQL = "a = \(1) AND b = \("x")"
        let sql: SQL = "SELECT \(Identifier("c")) FROM t WHERE \(condition) OR d = \(nil as Int64?)"
        #expect(sql.text == "SELECT \"c\" FROM t WHERE a = $1 AND b = $2 OR d = $3")
        #expect(sql.values == [.int(1), .text("x"), .null])
    }
}
