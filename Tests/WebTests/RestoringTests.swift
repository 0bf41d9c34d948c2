import App
import Definitions
import Files
import Foundation
import Jobs
import Kit
import RecordEngine
import SQLiteStorage
import Storage
import TestSupport
import Testing
import Web

/// A backup in the place of what was there, and what is kept for going back.
@Suite struct RestoringTests {
    @Test func `a backup from before there were files is restored, and what it replaces keeps its own until it is removed`() async throws {
        let time = SetClock()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("krug_restored_\(UInt64.random(in: 0 ... .max))").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let configuration = Configuration(place: .folder(folder))
        let copy = folder + "/old.krug"
        let former = try await WorkspaceStore.open(configuration, clock: time.clock) { _ in }
        try await (former.all[0].database as? SQLiteDatabase)?.backup(to: copy)
        await former.close()
        let old = try SQLiteDatabase(path: copy, clock: time.clock)
        try await old.write { tx in for table in ["file", "file_past"] as [Identifier] { try tx.execute("DROP TABLE \(table)") } }
        await old.close()
        let file = folder + "/files/default/" + String(repeating: "ab", count: 32)
        #expect(FileManager.default.createFile(atPath: file, contents: Data([1])))

        let said = try await Restoring(configuration, clock: time.clock).restore(copy, files: nil).joined(separator: "\n")
        #expect(said.contains("until somebody removes it") && !said.contains("warning"), "\(said)")
        let store = try await WorkspaceStore.open(configuration, clock: time.clock) { _ in }
        let workspace = store.all[0]
        #expect(
            try await workspace.database.read {
                try Records(workspace.engine, $0, .system(), now: time.now).list(Query("file"), make: \.id).rows
            } == [])
        let kept = (workspace.database as? SQLiteDatabase)?.replaced ?? []
        #expect(kept.count == 1)
        #expect(try await Maintenance.check(workspace, configuration).contains { $0.hasPrefix("warning: \(kept[0]) was replaced") })
        try await workspace.files.sweep()
        #expect(FileManager.default.fileExists(atPath: file))
        for path in kept { try FileManager.default.removeItem(atPath: path) }
        try await workspace.files.sweep()
        #expect(!FileManager.default.fileExists(atPath: file))
        await store.close()
    }

    @Test(arguments: StorageEngine.allCases)
    func `a work that is held says so on its page, and tells administrators how it goes on`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func page(_ person: World.Person) async -> String {
                let ordered = await world.api(
                    .post, "/api/deals/bulk", as: person, #"{"filter": "amount >= 4000", "set": {"owner": \#(world.boris.id)}}"#)
                let page = await world.page("/bulk/\(ordered.header("location")?.split(separator: "/").last ?? "")", as: person)
                #expect(page.status == 200 && page.text.contains("live-progress"), "\(page.text.prefix(300))")
                return page.text
            }
            #expect(await !page(world.clara).contains("are held since"))
            try await world.workspace.database.write { try JobQueue.hold(in: $0) }
            let (hers, administrators) = (await page(world.clara), await page(world.amelia))
            #expect(hers.contains("are held since") && !hers.contains("krug release"))
            #expect(administrators.contains("are held since") && administrators.contains("krug release"))
        }
    }
}
