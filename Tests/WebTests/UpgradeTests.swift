import App
import Definitions
import Duplicates
import Foundation
import Identity
import Kit
import People
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct UpgradeTests {
    /// Opens a workspace as the program does at its start, and closes it again; gives what was said.
    private func start(_ place: Place, _ clock: Clock, then body: @escaping @Sendable (any Transaction) throws -> Void = { _ in })
        async throws
        -> [String]
    {
        let (database, said) = (try place.open(clock: clock), Ledger<String>())
        let files = FileManager.default.temporaryDirectory.appendingPathComponent("krug_files_\(UInt64.random(in: 0 ... .max))").path
        defer { try? FileManager.default.removeItem(atPath: files) }
        _ = try await WorkspaceStore.workspace("default", database, .init(), files: files, Passwords(), clock) { said.note($0) }
        try await database.write(body)
        await database.close()
        return said.entries
    }

    @Test(arguments: StorageEngine.allCases)
    func `a journal from a cluster that has counted further is followed without a gap`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await engine.withPlace { place in
            let foreign: Int64 = engine == .postgres ? 1 << 50 : 0
            _ = try await start(place, time.clock) { try $0.execute("UPDATE batch SET xid = \(foreign)") }
            _ = try await start(place, time.clock)
            let (database, files) = (try place.open(clock: time.clock), FileManager.default.temporaryDirectory.path)
            let workspace = try await WorkspaceStore.workspace("default", database, .init(), files: files, Passwords(), time.clock)
            let last = try await database.read {
                try $0.first("SELECT id, xid FROM batch ORDER BY id DESC LIMIT 1") { ($0.int(0), $0.int(1)) }
            }
            #expect(last?.1 == 0)
            let made = try await database.write { tx in
                let records = Records(workspace.engine, tx, .system())
                try records.create(Draft(Tag.object, ["title": .text("New here")]))
                return records.batch
            }
            // Whoever followed it there had this place.
            let place = try JournalPosition("\(foreign).\(last?.0 ?? 0)")
            var found: [Int64] = []
            // Transactions of other tests may still be under way in this cluster; the batch appears when they are over.
            while found.isEmpty {
                found = try await database.read { connection in
                    let records = Records(workspace.engine, connection, .system(), now: time.now)
                    return try records.journal(after: place).entries.map(\.batch.id)
                }
            }
            #expect(found == [made])
            // What was numbered here stays as it is at the next start.
            _ = try await WorkspaceStore.workspace("default", database, .init(), files: files, Passwords(), time.clock)
            let kept = try await database.read { try $0.first("SELECT xid FROM batch ORDER BY id DESC LIMIT 1") { $0.int(0) } }
            #expect(engine == .sqlite ? kept == 0 : kept ?? 0 > 0)
            await database.close()
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `data from before there were match keys get theirs at the first start`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await engine.withPlace { place in
            let (database, files) = (try place.open(clock: time.clock), FileManager.default.temporaryDirectory.path)
            let workspace = try await WorkspaceStore.workspace("default", database, .init(), files: files, Passwords(), time.clock)
            let id = try await database.write { tx in
                let records = Records(workspace.engine, tx, .system())
                let id = try records.create(Draft(Company.object, ["title": .text("Acme"), "phones": .list(["+79161234567"])])).id
                try tx.execute("DROP TABLE match_key")
                return id
            }
            let again = try await WorkspaceStore.workspace("default", database, .init(), files: files, Passwords(), time.clock)
            let found = try await database.read { connection in
                let records = Records(again.engine, connection, .system(), now: time.now)
                return try records.duplicates(of: Draft(Company.object, ["phones": .list(["+79161234567"])])).map(\.record.id)
            }
            #expect(found == [id])
            await database.close()
        }
    }

    private func copies(_ place: Place) throws -> [String] {
        guard place.engine == .sqlite else { return [] }
        let folder = (place.name as NSString).deletingLastPathComponent
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("test.before-") }.sorted()
            .map { "\(folder)/\($0)" }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what an earlier version had goes, and what it lacked is written down`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await engine.withPlace { place in
            _ = try await start(place, time.clock) { tx in
                try tx.execute("CREATE INDEX deal_stage_stage_since_live_idx ON deal (stage, stage_since, id, archived_at)")
                // As for a field of the workspace's own.
                try tx.execute("CREATE INDEX deal_source_live_idx ON deal (source, id, archived_at)")
                try tx.execute("DELETE FROM setting WHERE name = 'country'")
            }
            time.advance(seconds: 60)
            #expect(try await start(place, time.clock).count == 1)
            #expect(try await start(place, time.clock).isEmpty)
            let database = try place.open(clock: time.clock)
            let (indexes, countries) = try await database.read { connection in
                (
                    try connection.dialect.indexes(connection),
                    try connection.all("SELECT value FROM setting WHERE name = 'country'") { $0.text(0) }
                )
            }
            #expect(!indexes.contains("deal_stage_stage_since_live_idx") && countries == ["US"])
            #expect(indexes.isSuperset(of: ["deal_source_live_idx", "deal_stage_stage_since_amount_live_idx"]))
            await database.close()
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `before tables in use are changed a copy is made, or a dump advised`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await engine.withPlace { place in
            #expect(try await start(place, time.clock).isEmpty)
            for round in 1...5 {
                time.advance(seconds: 60)
                // An older version did not have it.
                #expect(try await start(place, time.clock) { try $0.execute("DROP INDEX deal_amount_live_idx") }.isEmpty)
                let said = try await start(place, time.clock)
                #expect(said.count == 1 && said[0].contains(engine == .sqlite ? "test.before-2027-01-15T" : "pg_dump"), "\(said)")
                #expect(try await start(place, time.clock).isEmpty)
                #expect(try copies(place).count == (engine == .sqlite ? min(round, 3) : 0))
            }
            guard let last = try copies(place).last else { return }
            #expect(last.hasSuffix("T08-05-00.krug"), "\(last)")
            // The copy is the workspace as it was.
            let copy = try place.beside(last).open(clock: time.clock)
            let (indexes, roles) = try await copy.read { connection in
                (try connection.dialect.indexes(connection), try connection.first("SELECT count(*) FROM \"role\"") { $0.int(0) })
            }
            #expect(!indexes.contains("deal_amount_live_idx") && indexes.contains("deal_title_live_idx") && roles == 4)
            await copy.close()
        }
    }
}
