import Foundation
import Kit
import Storage
import TestSupport
import Testing

struct WritingTests {
    @Test(arguments: StorageEngine.allCases)
    func `sixty-four writers at once lose nothing`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        for _ in 0..<10 { try await db.write { tx in _ = try tx.execute("UPDATE number SET n = n + 1") } }
                    }
                }
                try await group.waitForAll()
            }
            try await #expect(db.total() == 641)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a unit that fails takes only its own changes along`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for number in 100..<200 {
                    group.addTask {
                        do {
                            try await db.write { tx in
                                try tx.execute("INSERT INTO number (n) VALUES (\(number))")
                                if number % 3 == 0 { throw Failure.notFound }
                                if number % 7 == 0 { try tx.execute("INSERT INTO number (n) VALUES (1)") }
                            }
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            let good = (100..<200).filter { $0 % 3 != 0 && $0 % 7 != 0 }
            #expect(outcomes == good.count)
            try await #expect(db.total() == Int64(good.reduce(1, +)))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a statement for the end of the group that fails fails its unit alone`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            let failed = Ledger<Int>()
            await withTaskGroup(of: Void.self) { group in
                for number in 10..<50 {
                    group.addTask {
                        do {
                            try await db.write { tx in
                                try tx.execute("INSERT INTO number (n) VALUES (\(number))")
                                tx.beforeCommit("INSERT INTO number (n) VALUES (\(number == 20 ? 1 : number + 1000))")
                            }
                        } catch {
                            failed.note(number)
                        }
                    }
                }
            }
            #expect(failed.entries == [20])
            let good = (10..<50).filter { $0 != 20 }
            let expected: Int = good.reduce(1, +) + good.reduce(0, +) + 1000 * good.count
            try await #expect(db.total() == Int64(expected))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what follows a commit follows only a commit`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            let happened = Ledger<String>()
            try await db.write { tx in
                tx.afterCommit { happened.note("first") }
                try tx.execute("INSERT INTO number (n) VALUES (2)")
                tx.afterCommit { happened.note("second") }
            }
            await #expect(throws: Failure.notFound) {
                try await db.write { tx in
                    tx.afterCommit { happened.note("never") }
                    tx.beforeCommit("DELETE FROM number")
                    throw Failure.notFound
                }
            }
            #expect(happened.entries == ["first", "second"])
            try await #expect(db.total() == 3)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `catching the error of a statement does not save the unit`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            await #expect(throws: StorageError.self) {
                try await db.write { tx in
                    _ = try? tx.execute("INSERT INTO number (n) VALUES (1)")
                    _ = try? tx.execute("INSERT INTO number (n) VALUES (2)")
                }
            }
            try await #expect(db.total() == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what was sent is done in its order, before the next question is answered`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            let seen = try await db.write { tx in
                for number in 2...1200 { try tx.send("INSERT INTO number (n) VALUES (\(number))") }
                try tx.send("UPDATE number SET n = -n WHERE n <= 1000")
                let seen = try tx.first("SELECT count(*) FROM number WHERE n < 0") { $0.int(0) }
                try tx.send("DELETE FROM number WHERE n < 0")
                return seen
            }
            #expect(seen == 1000)
            try await #expect(db.total() == (1001...1200).reduce(0, +))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what was sent and failed fails its unit, whatever follows`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            let wrong: [@Sendable (any Transaction) throws -> Void] = [
                { try $0.send("INSERT INTO number (n) VALUES (1)") },
                { tx in
                    try tx.send("INSERT INTO number (n) VALUES (1)")
                    for number in 2...600 { try tx.send("INSERT INTO number (n) VALUES (\(number))") }
                },
                { tx in
                    try tx.send("INSERT INTO number (n) VALUES (1)")
                    try tx.execute("INSERT INTO number (n) VALUES (2)")
                },
                { tx in
                    try tx.send("INSERT INTO number (n) VALUES (1)")
                    tx.beforeCommit("INSERT INTO number (n) VALUES (2)")
                },
            ]
            for follows in [false, true] {
                await #expect(throws: Failure.stale(version: 7)) {
                    try await db.write { tx in
                        try tx.send("INSERT INTO number (n) VALUES (2)", orFail: .notFound)
                        try tx.send("UPDATE number SET n = 3 WHERE n = 99", orFail: .stale(version: 7))
                        if follows { try tx.execute("INSERT INTO number (n) VALUES (4)") }
                    }
                }
            }
            for body in wrong { await #expect(throws: Failure.valueTaken) { try await db.write(body) } }
            await #expect(throws: (any Error).self) {
                try await db.write { tx in
                    try? tx.send("INSERT INTO number (n) VALUES (1)")
                    _ = try? tx.execute("INSERT INTO number (n) VALUES (2)")
                }
            }
            await #expect(throws: Failure.notFound) {
                try await db.write { tx in
                    try tx.send("INSERT INTO number (n) VALUES (2)")
                    throw Failure.notFound
                }
            }
            try await #expect(db.total() == 1)
        }
    }

    @Test func `a unit that makes others wait can see it`() async throws {
        try await StorageEngine.sqlite.withNumbers(1...1) { db in
            let (begun, begin) = AsyncStream<Void>.makeStream()
            async let seen = db.write { tx in
                let before = tx.isAwaited
                begin.yield()
                for _ in 0..<100_000_000 where !tx.isAwaited { sched_yield() }
                return [before, tx.isAwaited]
            }
            for await _ in begun { break }
            try await db.write { tx in try tx.send("INSERT INTO number (n) VALUES (2)") }
            try await #expect(seen == [false, true])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is kept for the end may be done before, and goes with its unit`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            let counts = try await db.write { tx in
                tx.beforeCommit("INSERT INTO number (n) VALUES (2)")
                let before = try tx.first("SELECT count(*) FROM number") { $0.int(0) }
                try tx.runKept()
                return [before, try tx.first("SELECT count(*) FROM number") { $0.int(0) }]
            }
            #expect(counts == [1, 2])
            await #expect(throws: Failure.notFound) {
                try await db.write { tx in
                    tx.beforeCommit("INSERT INTO number (n) VALUES (4)")
                    try tx.runKept()
                    throw Failure.notFound
                }
            }
            try await #expect(db.total() == 3)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an acknowledged write is there after reopening`(engine: StorageEngine) async throws {
        try await engine.withPlace { place in
            let first = try place.open()
            let d = first.dialect
            try await first.write { tx in
                try tx.execute("CREATE TABLE number (n \(d.type(.integer)))")
                try tx.execute("INSERT INTO number (n) VALUES (42)")
            }
            await first.close()
            let second = try place.open()
            try await #expect(second.total() == 42)
            await second.close()
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `broken constraints are conflicts`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...1) { db in
            let d = db.dialect
            try await db.write { tx in
                _ = try tx.execute("""
                    CREATE TABLE child (n \(d.type(.integer)) REFERENCES number (n), late \(d.type(.integer))
                    REFERENCES number (n) DEFERRABLE INITIALLY DEFERRED)
                    """)
            }
            await #expect(throws: Failure.valueTaken) {
                try await db.write { tx in _ = try tx.execute("INSERT INTO number (n) VALUES (1)") }
            }
            for statement in ["INSERT INTO child (n) VALUES (9)", "INSERT INTO child (late) VALUES (9)"] as [SQL] {
                await #expect(throws: Failure.referenceBroken) { try await db.write { tx in _ = try tx.execute(statement) } }
            }
            try await db.write { tx in _ = try tx.execute("INSERT INTO child (n, late) VALUES (1, 1)") }
            await #expect(throws: Failure.referenceBroken) {
                try await db.write { tx in _ = try tx.execute("DELETE FROM number") }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the moment of a unit never goes back`(engine: StorageEngine) async throws {
        let asked = Ledger<Void>()
        let clock = Clock {
            asked.note(())
            return Instant(milliseconds: 1000 - Int64(asked.entries.count) * 10)
        }
        try await engine.withPlace { place in
            let db = try place.open(clock: clock)
            var moments: [Instant] = []
            for _ in 0..<20 { moments.append(try await db.write { $0.now }) }
            #expect(moments == moments.sorted())
            #expect(moments.first == Instant(milliseconds: 990))
            await db.close()
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a statement says how many rows it changed`(engine: StorageEngine) async throws {
        try await engine.withNumbers(1...5) { db in
            let d = db.dialect
            let changed = try await db.write { tx in
                [
                    try tx.execute("UPDATE number SET n = n + 10 WHERE n > 3"),
                    try tx.execute("CREATE TABLE other (n \(d.type(.integer)))"),
                    try tx.execute("DELETE FROM number WHERE n = 99"),
                ]
            }
            #expect(changed == [2, 0, 0])
        }
    }
}
