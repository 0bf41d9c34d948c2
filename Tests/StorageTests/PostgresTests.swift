import Kit
import PostgresStorage
import Storage
import TestSupport
import Testing

struct PostgresTests {
    @Test func `a unit that collided is run again from its beginning`() async throws {
        try await StorageEngine.postgres.withNumbers(1...1) { db in
            let runs = Ledger<Instant>()
            try await db.write { tx in
                runs.note(tx.now)
                try tx.execute("INSERT INTO number (n) VALUES (2)")
                if runs.entries.count < 3 {
                    // Even when the body makes nothing of it.
                    _ = try? tx.execute("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001''; END'")
                }
            }
            #expect(runs.entries.count == 3)
            try await #expect(db.total() == 3)
        }
    }

    @Test func `a unit that always collides is refused in the end`() async throws {
        try await StorageEngine.postgres.withDatabase { db in
            let runs = Ledger<Void>()
            await #expect(throws: Failure.overloaded) {
                try await db.write { tx in
                    runs.note(())
                    try tx.execute("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40P01''; END'")
                }
            }
            #expect(runs.entries.count == 6)
        }
    }

    @Test
    func `servers over one database hear what another announces, and that they may have missed something`() async throws {
        try await StorageEngine.postgres.withPlace { place in
            let (first, second) = (try place.open(), try place.open())
            let (news, teller) = AsyncStream<Void>.makeStream()
            first.onNews {}
            second.onNews { teller.yield() }
            var heard = news.makeAsyncIterator()
            // Before it listened it may have missed something.
            await heard.next()
            try await first.write { $0.announce() }
            await heard.next()
            let lost: SQL = """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query = \("LISTEN \"\(place.name)\"")
                """
            try await #expect(first.read { try $0.first(lost) { $0.int(0) } ?? 0 } >= 1)
            await heard.next()
            try await first.write { $0.announce() }
            await heard.next()
            await first.close()
            await second.close()
        }
    }

    @Test func `a broken connection fails its unit and is made anew`() async throws {
        try await StorageEngine.postgres.withNumbers(1...1) { db in
            for _ in 0..<3 {
                await #expect(throws: Failure.databaseAway) {
                    try await db.write { tx in
                        try tx.execute("INSERT INTO number (n) VALUES (2)")
                        try tx.query("SELECT pg_terminate_backend(pg_backend_pid())") { _ in true }
                    }
                }
                try await #expect(db.total() == 1)
            }
        }
    }

    @Test func `a connection that the server ended while it was idle fails nobody`() async throws {
        try await StorageEngine.postgres.withNumbers(1...1) { other in
            try await StorageEngine.postgres.withPlace { place in
                let db = try PostgresDatabase(url: place.url, schema: place.name, connections: 1, clock: .system)
                try await db.write { tx in _ = try tx.execute("CREATE TABLE number (n bigint)") }
                for count in 1...3 {
                    let process = try await db.read { try $0.first("SELECT pg_backend_pid()") { $0.int(0) } }
                    try await other.write { tx in try tx.query("SELECT pg_terminate_backend(\(process)::integer, 30000)") { _ in true } }
                    if count % 2 == 0 { _ = try await db.read { try $0.first("SELECT count(*) FROM number") { $0.int(0) } } }
                    try await db.write { tx in _ = try tx.execute("INSERT INTO number (n) VALUES (\(count))") }
                    let (rows, fresh) = try await db.read { connection in
                        (try connection.first("SELECT count(*) FROM number") { $0.int(0) },
                         try connection.first("SELECT pg_backend_pid()") { $0.int(0) })
                    }
                    #expect(rows == Int64(count) && fresh != process)
                }
                await db.close()
            }
        }
    }

    @Test func `a statement past its time is ended`() async throws {
        try await StorageEngine.postgres.withPlace { place in
            let db = try PostgresDatabase(
                url: place.url, schema: place.name, connections: 1, clock: .system, statementTimeLimit: .milliseconds(50)
            )
            await #expect(throws: Failure.tookTooLong) { try await db.read { try $0.query("SELECT pg_sleep(60)") { _ in true } } }
            let one = try await db.read { try $0.first("SELECT 1") { $0.int(0) } }
            #expect(one == 1)
            await db.close()
        }
    }

    @Test func `a schema name that is no plain name is refused`() async throws {
        try await StorageEngine.postgres.withPlace { place in
            #expect(throws: StorageError.self) { try PostgresDatabase(url: place.url, schema: "a\"; --", clock: .system) }
            #expect(throws: StorageError.self) { try PostgresDatabase(url: "postgres://127.0.0.1:1/none", schema: "a", clock: .system) }
        }
    }
}
