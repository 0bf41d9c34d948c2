import Kit
import Storage
import TestSupport
import Testing

struct ReadingTests {
    @Test(arguments: StorageEngine.allCases)
    func `queries nest, even with the same text`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...3) { db in
            let pairs = try await db.read { connection in
                try connection.all("SELECT n FROM number ORDER BY n") { outer in
                    let first = outer.int(0)
                    return try connection.all("SELECT n FROM number ORDER BY n") { first * 10 + $0.int(0) } + [outer.int(0)]
                }
            }
            #expect(pairs == [[11, 12, 13, 1], [21, 22, 23, 2], [31, 32, 33, 3]])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a query stops when told to`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...100) { db in
            let seen = try await db.read { connection in
                var seen: [Int64] = []
                try connection.query("SELECT n FROM number ORDER BY n") { row in
                    seen.append(row.int(0))
                    return seen.count < 2
                }
                return seen
            }
            #expect(seen == [1, 2])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a read can't write`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...3) { db in
            await #expect(throws: StorageError.self) {
                try await db.read { try $0.query("DELETE FROM number RETURNING n") { _ in true } }
            }
            try await #expect(db.total() == 6)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a read sees one snapshot throughout`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...3) { db in
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let written = WorkQueue<Never>(capacity: 1)
            async let sums = db.read { connection in
                let before = try connection.first("SELECT sum(n) FROM number") { $0.int(0) }
                begin.finish()
                _ = written.take(upTo: 1)
                return [before, try connection.first("SELECT sum(n) FROM number") { $0.int(0) }]
            }
            defer { written.close() }
            for await _ in begun {}
            try await db.write { tx in _ = try tx.execute("INSERT INTO number (n) VALUES (10)") }
            written.close()
            try await #expect(sums == [6, 6])
            try await #expect(db.total() == 16)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an error of the closure comes out, and the connection goes on`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...3) { db in
            await #expect(throws: Failure.notFound) {
                try await db.read { try $0.query("SELECT n FROM number") { _ in throw Failure.notFound } }
            }
            await #expect(throws: StorageError.self) {
                try await db.read { try $0.query("SELEC n") { _ in true } }
            }
            try await #expect(db.total() == 6)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a table may change under prepared statements`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...3) { db in
            for _ in 0..<4 {
                let columns = try await db.read { try $0.first("SELECT * FROM number ORDER BY n") { $0.int(0) } }
                #expect(columns == 1)
            }
            let d = db.dialect
            try await db.write { tx in _ = try tx.execute("ALTER TABLE number ADD COLUMN added \(d.type(.integer))") }
            for _ in 0..<4 {
                let first = try await db.read { try $0.first("SELECT * FROM number ORDER BY n") { [$0.int(0), $0.int(1)] } }
                #expect(first == [1, 0])
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a closed database refuses and does not hang`(engine: StorageEngine) async throws {
        try await engine.withPlace { place in
            let db = try place.open()
            await db.close()
            await #expect(throws: Failure.databaseAway) { try await db.read { _ in } }
            await #expect(throws: Failure.databaseAway) { try await db.write { _ in } }
            await db.close()
        }
    }
}
