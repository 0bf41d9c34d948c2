import App
import Definitions
import Exchange
import Files
import Foundation
import Identity
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

struct ImportResumptionTests {
    @Test(arguments: StorageEngine.allCases)
    func `an import that was killed half way goes on exactly where it was`(_ engine: StorageEngine) async throws {
        let time = SetClock()
        try await ImportDesk.open(on: engine, clock: time.clock) { desk in
            let rows = (1...900).map { "Насос № \($0);\($0)" }.joined(separator: "\n")
            let file = try await desk.table("Товар;Артикул\n\(rows)\n")
            let id = try await desk.start(file, desk.guess(file))
            let chunks = Ledger<Int64>()
            // The principal is asked once a unit; the second one never comes to it, as if the power had gone.
            let dying = ImportJob.kind(engine: { try desk.workspace.engines.engine(for: $0) }, files: desk.workspace.files) { _, via, _ in
                chunks.note(via.id ?? 0)
                guard chunks.entries.count < 2 else { throw PowerFailure() }
                return Principal.system(.ru).acting(via: via)
            }
            try await JobRunner(desk.workspace.database, queue: desk.workspace.jobs, kinds: [dying], clock: time.clock).drain()
            let half = try await desk.find(id)
            #expect(half.state == .running)
            #expect((1..<900).contains(half.counts.created))
            #expect(try await desk.list("product", ["title"]).count == half.counts.created)

            time.advance(seconds: 60)
            try await desk.work()
            let whole = try await desk.find(id)
            #expect(whole.state == .done)
            #expect(whole.counts.created == 900)
            #expect(try await desk.read { try $0.count(Query("product")).value } == 900)
        }
    }

    @Test func `an import ends its unit as soon as somebody else wants to write`() async throws {
        try await ImportDesk.open(on: .sqlite) { desk in
            let rows = (1...900).map { "Насос № \($0);\($0)" }.joined(separator: "\n")
            let file = try await desk.table("Товар;Артикул\n\(rows)\n")
            let id = try await desk.start(file, desk.guess(file))
            let (units, others) = (Ledger<Int64>(), Ledger<Int64>())
            let watched = ImportJob.kind(engine: { try desk.workspace.engines.engine(for: $0) }, files: desk.workspace.files) { _, via, connection in
                units.note(via.id ?? 0)
                Task { try await desk.workspace.database.write { others.note($0.now.milliseconds) } }
                for _ in 0..<100_000_000 where (connection as? any Transaction)?.isAwaited == false { sched_yield() }
                return Principal.system(.ru).acting(via: via)
            }
            try await JobRunner(desk.workspace.database, queue: desk.workspace.jobs, kinds: [watched], clock: desk.workspace.clock).drain()
            let whole = try await desk.find(id)
            #expect(whole.state == .done)
            #expect(whole.counts.created == 900)
            #expect(units.entries.count == 6)
            #expect(others.entries.count >= 5)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the file is thrown away once it has served`(engine: StorageEngine) async throws {
        try await ImportDesk.open(on: engine) { desk in
            let run = try await desk.bring("Товар\nНасос\n")
            await #expect(throws: Failure.notFound) { _ = try await desk.workspace.files.open(run.file) }
        }
    }

    @Test func `an import that one server has taken is done by another one over the same PostgreSQL`() async throws {
        try await StorageEngine.postgres.withPlace { place in
            let clock = Clock { World.beginning }
            let (first, second) = (try place.open(clock: clock), try place.open(clock: clock))
            let desk = try await ImportDesk(of: WorkspaceStore.workspace("desk", first, .russian, files: "", Passwords(), clock))
            let other = try await WorkspaceStore.workspace("desk", second, .russian, files: "", Passwords(), clock)
            let table = try await desk.table("Товар;Артикул\nНасос;1\nКран;2\n")
            let id = try await desk.start(table, desk.guess(table))
            try await desk.workspace.files.discard(table.received)
            try await JobRunner(second, queue: other.jobs, kinds: [other.importing], clock: clock).drain()
            let run = try await desk.find(id)
            #expect((run.state, run.counts.created) == (.done, 2))
            await #expect(throws: Failure.notFound) { _ = try await desk.workspace.files.open(run.file) }
            await first.close()
            await second.close()
        }
    }
}

private struct PowerFailure: Error {}
