@testable import Jobs
import Kit
import Storage
import TestSupport
import Testing

struct RunnerTests {
    @Test(arguments: StorageEngine.allCases)
    func `two runners never do one job twice`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let done = Ledger<Int64>()
            let kind = JobKind("count", .verbatim("Count")) { run in done.note(run.id) }
            var ids: [Int64] = []
            for _ in 0..<40 { ids.append(try await shop.enqueue(kind)) }
            let (first, second) = (shop.runner([kind]), shop.runner([kind]))
            async let one = first.drain()
            async let other = second.drain()
            let attempts = try await (one, other)
            #expect(attempts.0 + attempts.1 == 40)
            #expect(done.entries.sorted() == ids)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a job that fails waits longer each time, and is dead in the end`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let kind = JobKind("fail", .verbatim("Fail"), maximumAttempts: 5) { _ in throw Failure.unavailable(.verbatim("away")) }
            let runner = shop.runner([kind])
            let id = try await shop.enqueue(kind)
            var waits: [Int64] = []
            while let view = try await shop.view(id), view.state == .ready {
                try await #expect(runner.drain() == 1)
                try await #expect(runner.drain() == 0)
                guard let after = try await shop.view(id), after.state == .ready else { break }
                let wait = (after.runAt.milliseconds - shop.time.now.milliseconds) / 1000
                waits.append(wait)
                shop.time.advance(seconds: wait)
            }
            #expect(waits == [4, 8, 16, 32])
            let view = try await #require(shop.view(id))
            #expect(view.state == .dead)
            #expect(view.attempt == 5)
            #expect(view.error?.contains("away") == true)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a job that gets on between its failures is not given up, and one that stands still is`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let kind = JobKind("long", .verbatim("Long"), maximumAttempts: 3) { run in
                let done = Int64(run.payload) ?? 0
                try await run.write { tx in try run.remember("\(done + 1)", in: tx) }
                if done < 9 { throw Failure.overloaded }
            }
            let stuck = JobKind("stuck", .verbatim("Stuck"), maximumAttempts: 3) { _ in throw Failure.overloaded }
            let ids = [try await shop.enqueue(kind, payload: "0"), try await shop.enqueue(stuck)]
            for _ in 0..<20 {
                try await shop.runner([kind, stuck]).drain()
                shop.time.advance(seconds: 60)
            }
            try await #expect(shop.view(ids[0])?.state == .done)
            try await #expect(shop.view(ids[1])?.state == .dead)
            try await #expect(shop.view(ids[1])?.attempt == 3)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a hopeless job is dead at once, an unrepeatable one that fails is uncertain`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let hopeless = JobKind("hopeless", .verbatim("")) { _ in throw GiveUp("The file is empty.") }
            let once = JobKind("once", .verbatim(""), isRepeatable: false) { _ in throw Failure.storageFull }
            let ids = [try await shop.enqueue(hopeless), try await shop.enqueue(once)]
            try await shop.runner([hopeless, once]).drain()
            try await #expect(shop.view(ids[0])?.state == .dead)
            try await #expect(shop.view(ids[0])?.error == "The file is empty.")
            try await #expect(shop.view(ids[1])?.state == .uncertain)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a handler may finish the job with its last effect`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let reports = Ledger<String>()
            let kind = JobKind("effect", .verbatim("Effect")) { run in
                try await run.progress(10, of: 10, note: "all")
                try await run.write { tx in try run.finish(in: tx) }
            }
            let id = try await shop.enqueue(kind)
            try await JobRunner(shop.database, queue: shop.queue, kinds: [kind], clock: shop.time.clock) { reports.note($0) }.drain()
            let view = try await #require(shop.view(id))
            #expect(view.state == .done)
            #expect(view.percent == 100)
            #expect(view.note == "all")
            #expect(reports.entries.isEmpty)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a running runner hears of a new job, and ends when it is cancelled`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let (done, signal) = AsyncStream<Int64>.makeStream()
            let kind = JobKind("signal", .verbatim("Signal")) { run in signal.yield(run.id) }
            let runner = shop.runner([kind])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await runner.run() }
                var finished = done.makeAsyncIterator()
                for _ in 0..<3 {
                    let id = try await shop.enqueue(kind)
                    let heard = await finished.next()
                    #expect(heard == id)
                }
                group.cancelAll()
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a runner that stops hands its job back as if it had not been tried`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let (begun, signal) = AsyncStream<Void>.makeStream()
            let kind = JobKind("long", .verbatim("Long")) { _ in
                signal.yield()
                try await Task.sleep(for: .seconds(3600))
            }
            let runner = shop.runner([kind])
            let id = try await shop.enqueue(kind)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await runner.run() }
                var iterator = begun.makeAsyncIterator()
                await iterator.next()
                group.cancelAll()
            }
            let view = try await #require(shop.view(id))
            #expect(view.state == .ready)
            #expect(view.attempt == 0)
            try await #expect(shop.take(kind)?.id == id)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a schedule fires once a period on any number of runners, and what was missed comes once`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let fired = Ledger<String>()
            let kind = JobKind("tick", .verbatim("Tick")) { run in fired.note(run.payload) }
            let schedule = Schedule.every(60, "minute", kind: "tick", payload: "{\"a\":1}")
            let runners = [shop.runner([kind], schedules: [schedule]), shop.runner([kind], schedules: [schedule])]
            for (seconds, total) in [(0, 1), (59, 1), (1, 2), (600, 3), (60, 4)] as [(Int64, Int)] {
                shop.time.advance(seconds: seconds)
                for runner in runners { try await runner.drain() }
                #expect(fired.entries.count == total)
            }
            #expect(Set(fired.entries) == ["{\"a\":1}"])
        }
    }
}
