import Exchange
import Files
import Foundation
import Kit
import Storage
import TestSupport
import Testing
import Web

struct ImportSweepTests {
    @Test(arguments: StorageEngine.allCases)
    func `a file that is never imported is forgotten after a week, and nothing else is`(_ engine: StorageEngine) async throws {
        let time = SetClock()
        try await ImportDesk.open(on: engine, clock: time.clock) { desk in
            let tables = try await [desk.table("Название\nАльфа\n"), desk.table("Название\nБета\n"), desk.table("Название\nГамма\n")]
            func kept() async -> [Bool] {
                var kept: [Bool] = []
                for table in tables { kept.append((try? await desk.workspace.files.open(table.received.name)) != nil) }
                return kept
            }
            func sweep() async throws {
                try await desk.workspace.database.write { try Imports.sweep(in: $0) }
                try await desk.workspace.files.sweep()
            }
            let left = try await desk.note(tables[0])
            let waiting = try await desk.start(tables[1], desk.guess(tables[1], object: "company"))
            time.advance(seconds: 7 * 86_400)
            let fresh = try await desk.note(tables[2])
            try await sweep()
            #expect(await kept() == [true, true, true])
            time.advance(seconds: 1)
            try await sweep()
            #expect(await kept() == [false, true, true])
            await #expect(throws: Failure.notFound) { _ = try await desk.find(left) }
            #expect(try await desk.find(fresh).state == .new)
            // What was started goes on, however long it has waited.
            try await desk.work()
            #expect(try await desk.find(waiting).state == .done)
            #expect(await kept() == [false, false, true])
        }
    }
}
