import Exchange
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
            let folder = desk.workspace.files
            func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
            func sweep() async throws { try await desk.workspace.database.write { try Imports.sweep(files: folder, in: $0) } }
            func note(_ name: String) async throws -> Int64 {
                let file = try await desk.table("Название\nАльфа\n", name)
                return try await desk.workspace.database.write { tx in
                    try Imports.create(file, fileName: name, storedAs: name, by: desk.author, in: tx)
                }
            }
            let left = try await note("left.csv")
            let waiting = try await {
                let file = try await desk.table("Название\nБета\n", "waiting.csv")
                return try await desk.start(file, desk.guess(file, object: "company"), "waiting.csv")
            }()
            time.advance(seconds: 7 * 86_400)
            let fresh = try await note("fresh.csv")
            try await sweep()
            #expect(try files() == ["fresh.csv", "left.csv", "waiting.csv"])
            time.advance(seconds: 1)
            try await sweep()
            #expect(try files() == ["fresh.csv", "waiting.csv"])
            await #expect(throws: Failure.notFound) { _ = try await desk.find(left) }
            #expect(try await desk.find(fresh).state == .new)
            // What was started goes on, however long it has waited.
            try await desk.work()
            #expect(try await desk.find(waiting).state == .done)
        }
    }
}
