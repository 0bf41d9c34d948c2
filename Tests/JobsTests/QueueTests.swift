@testable import Jobs
import Kit
import Storage
import TestSupport
import Testing

struct QueueTests {
    @Test(arguments: StorageEngine.allCases)
    func `a job exists only if what it follows from does`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let queue = shop.queue
            await #expect(throws: Failure.notFound) {
                try await shop.database.write { tx in
                    try queue.enqueue(.idle, in: tx)
                    throw Failure.notFound
                }
            }
            try await #expect(shop.take(.idle) == nil)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `one effect has one job, however often it is asked for`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let first = try await shop.enqueue(.idle, uniqueKey: "campaign 1, person 5")
            let second = try await shop.enqueue(.idle, uniqueKey: "campaign 1, person 5")
            let other = try await shop.enqueue(.idle, uniqueKey: "campaign 1, person 6")
            #expect(first == second)
            #expect(first != other)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `jobs come in the order of their time, and of their kinds only`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let late = try await shop.enqueue(.idle, delay: 20)
            let early = try await shop.enqueue(.idle)
            try await shop.enqueue(.mail)
            try await #expect(shop.take(.idle)?.id == early)
            try await #expect(shop.take(.idle) == nil)
            let wait = try await shop.database.read { [now = shop.time.now] in try JobView.longestWait(now: now, in: $0) }
            #expect(wait == 0)
            shop.time.advance(seconds: 20)
            try await #expect(shop.take(.idle)?.id == late)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a user sees the own jobs, the newest first`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let ids = [try await shop.enqueue(.idle), try await shop.enqueue(.mail)]
            let mine = try await shop.database.read { try JobView.latest(of: 7, in: $0) }
            #expect(mine.map(\.id) == ids.reversed())
            #expect(mine.allSatisfy { $0.createdBy == 7 && $0.state == .ready && $0.percent == nil })
            let others = try await shop.database.read { try JobView.latest(of: 8, in: $0) }
            #expect(others.isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `done jobs are forgotten after a while`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            try await shop.enqueue(.idle)
            let waiting = try await shop.enqueue(.idle, delay: 100 * 86_400)
            try await shop.runner([.idle]).drain()
            shop.time.advance(seconds: 31 * 86_400)
            let forgotten = try await shop.database.write { tx in try JobQueue.sweep(in: tx) }
            #expect(forgotten == 1)
            try await #expect(shop.view(waiting) != nil)
        }
    }

    @Test func `waits double up to the longest`() {
        let backoff = Backoff(first: 4, longest: 60)
        #expect((1...7).map { backoff.ceiling(attempt: $0) } == [4, 8, 16, 32, 60, 60, 60])
        #expect(backoff.ceiling(attempt: .max) == 60)
        for attempt in 1...20 as ClosedRange<Int64> { #expect((1...60).contains(backoff.delay(attempt: attempt))) }
    }

    @Test(arguments: StorageEngine.allCases)
    func `while jobs are held none is begun, and released they go on`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let id = try await shop.enqueue(.idle)
            let runner = shop.runner([.idle], schedules: [.every(3600, "hourly", kind: "idle")])
            try await shop.database.write { try JobQueue.hold(in: $0) }
            try await #expect(runner.drain() == 0)
            try await #expect(shop.take(.idle) == nil)
            try await #expect(shop.view(id)?.state == .ready)
            try await #expect(shop.database.write { try shop.queue.release(in: $0) })
            try await #expect(runner.drain() == 2)
            try await #expect(!shop.database.write { try shop.queue.release(in: $0) })
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `who has opened a workspace alone need not wait for the leases of those who are gone`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let id = try await shop.enqueue(.idle)
            _ = try await shop.take(.idle)
            let runner = shop.runner([.idle])
            try await #expect(runner.drain() == 0)
            try await shop.database.write { try JobQueue.takeBack(in: $0) }
            try await #expect(runner.drain() == 1)
            try await #expect(shop.view(id)?.state == .done)
        }
    }
}
