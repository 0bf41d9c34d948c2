@testable import Jobs
import Kit
import Storage
import TestSupport
import Testing

struct LeaseTests {
    @Test(arguments: StorageEngine.allCases)
    func `a lease that ran out goes to another, and the one before changes nothing any more`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let id = try await shop.enqueue(.idle)
            let zombie = try await #require(shop.take(.idle))
            try await #expect(shop.take(.idle) == nil)
            shop.time.advance(seconds: 30)
            let heir = try await #require(shop.take(.idle))
            #expect(heir.id == id)
            #expect(heir.attempt == 2)
            await #expect(throws: LeaseLost.self) { try await zombie.progress(1, of: 2) }
            await #expect(throws: LeaseLost.self) { try await zombie.write { tx in try zombie.finish(in: tx) } }
            try await #expect(shop.view(id)?.done == 0)
            try await heir.write { tx in try heir.finish(in: tx) }
            try await #expect(shop.view(id)?.state == .done)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what a lost job wrote in its last unit is taken back`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let id = try await shop.enqueue(.idle)
            let zombie = try await #require(shop.take(.idle))
            shop.time.advance(seconds: 30)
            let heir = try await #require(shop.take(.idle))
            await #expect(throws: LeaseLost.self) {
                try await shop.database.write { tx in
                    try tx.execute("UPDATE job SET note = 'by the zombie' WHERE id = \(id)")
                    try zombie.finish(in: tx)
                }
            }
            try await heir.progress(3, of: 4, note: "by the heir")
            let view = try await #require(shop.view(id))
            #expect(view.note == "by the heir")
            #expect(view.percent == 75)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `whoever says how far it came keeps the lease`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            try await shop.enqueue(.idle)
            let run = try await #require(shop.take(.idle))
            for done in 1...5 as ClosedRange<Int64> {
                shop.time.advance(seconds: 29)
                try await run.progress(done, of: 5)
                try await #expect(shop.take(.idle) == nil)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what belongs to the end of a job is kept with it or not at all`(engine: StorageEngine) async throws {
        struct Cut: Error {}
        try await engine.withWorkshop { shop in
            let kind = JobKind(
                "told", .verbatim(""),
                whenOver: { run, isDone, tx in
                    try tx.execute("UPDATE job SET note = \(isDone ? "done" : "failed") WHERE id = \(run.id)")
                }
            ) { _ in }
            let id = try await shop.enqueue(kind)
            let run = try await #require(shop.take(kind))
            // The power goes before the unit is kept.
            await #expect(throws: Cut.self) {
                try await run.write { tx in
                    try run.finish(in: tx)
                    throw Cut()
                }
            }
            try await #expect(shop.view(id)?.note == nil)
            try await run.write { tx in try run.finish(in: tx) }
            let told = try await shop.view(id)
            #expect(told?.note == "done" && told?.state == .done)
            // One that ends the process each time is told of as well, when it is put aside.
            let deadly = try await shop.enqueue(kind)
            for death in 1...Lease.deadlyDeaths {
                _ = try await #require(shop.take(kind))
                try await #expect(shop.view(deadly)?.note == nil, "\(death)")
                shop.time.advance(seconds: 31)
            }
            try await #expect(shop.take(kind) == nil)
            let lost = try await shop.view(deadly)
            #expect(lost?.note == "failed" && lost?.state == .dead)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a job is completed once`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            try await shop.enqueue(.idle)
            let run = try await #require(shop.take(.idle))
            try await shop.database.write { tx in try run.finish(in: tx) }
            await #expect(throws: LeaseLost.self) { try await shop.database.write { tx in try run.finish(in: tx) } }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a job that ends the process is put aside after three deaths`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let id = try await shop.enqueue(.idle)
            for death in 1...3 as ClosedRange<Int64> {
                let run = try await #require(shop.take(.idle))
                #expect(run.attempt == death)
                shop.time.advance(seconds: 31)
            }
            try await #expect(shop.take(.idle) == nil)
            let view = try await #require(shop.view(id))
            #expect(view.state == .dead)
            #expect(view.finishedAt == shop.time.now)
            let stuck = try await shop.database.read { try JobView.stuck(in: $0) }
            #expect(stuck.map(\.id) == [id])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a job that gets on a little before each death is put aside as well`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let id = try await shop.enqueue(.idle)
            for death in 1...3 {
                let run = try await #require(shop.take(.idle))
                try await run.write { tx in try run.remember("\(death)", in: tx) }
                shop.time.advance(seconds: 31)
            }
            try await #expect(shop.take(.idle) == nil)
            try await #expect(shop.view(id)?.state == .dead)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what must not happen twice is uncertain after a death, until a person decides`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            let id = try await shop.enqueue(.mail)
            _ = try await #require(shop.take(.mail))
            shop.time.advance(seconds: 30)
            try await #expect(shop.take(.mail) == nil)
            try await #expect(shop.view(id)?.state == .uncertain)
            let queue = shop.queue
            try await shop.database.write { tx in try queue.revive(id, in: tx) }
            try await #expect(shop.take(.mail)?.attempt == 1)
            await #expect(throws: Failure.self) { try await shop.database.write { tx in try queue.revive(id, in: tx) } }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the next attempt goes on where the last one remembered`(engine: StorageEngine) async throws {
        try await engine.withWorkshop { shop in
            try await shop.enqueue(.idle, payload: "row 0")
            let run = try await #require(shop.take(.idle))
            try await run.write { tx in try run.remember("row 500", in: tx) }
            shop.time.advance(seconds: 30)
            try await #expect(shop.take(.idle)?.payload == "row 500")
        }
    }
}
