import Definitions
import Kit
import Sales
import Storage
import TestSupport
import Testing

@testable import RecordEngine

/// Forms that were filled from a version which is not the present one any more.
@Suite struct FilledFormTests {
    @Test(arguments: StorageEngine.allCases)
    func `two who change different fields of one version both succeed`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = world.deals[0]
            let first = try await world.read(as: world.boris) { try $0.record("deal", id) }
            _ = try await world.write(as: world.boris) { try $0.update(id, Draft(Deal.object, ["title": .text("By Boris")])) }
            let merged = try await world.write(as: world.clara) { records in
                let form = Draft(Deal.object, ["title": first["title"], "source": .text("Fair")])
                return try records.update(id, form, filledFrom: first.version)
            }
            #expect(merged.title == "By Boris" && merged["source"] == .text("Fair") && merged.version == first.version + 2)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the same field changed twice is refused, unless both mean the same`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = world.deals[0]
            let version = try await world.read(as: world.boris) { try $0.record("deal", id).version }
            _ = try await world.write(as: world.boris) { try $0.update(id, Draft(Deal.object, ["title": .text("By Boris")])) }
            let form = Draft(Deal.object, ["title": .text("By Clara")])
            await #expect(throws: Failure.stale(version: version + 1)) {
                try await world.write(as: world.clara) { try $0.update(id, form, filledFrom: version) }
            }
            let same = try await world.write(as: world.clara) {
                try $0.update(id, Draft(Deal.object, ["title": .text("By Boris")]), filledFrom: version)
            }
            #expect(same.version == version + 1)
            await #expect(throws: Failure.stale(version: version + 1)) {
                try await world.write(as: world.clara) { try $0.update(id, form, filledFrom: 99) }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `whether a record was changed since is asked of the batches since, however often it was changed before`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let steps = try await world.write(as: world.boris) { records in
                let tx = try records.writing()
                let settings: [SQL] = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_bitmapscan"]
                // With few rows PostgreSQL would rather read them all.
                if engine == .postgres { for setting in settings { try tx.execute("SET LOCAL \(setting) = off") } }
                return try tx.dialect.plan(records.changes(of: try records.record("deal", world.deals[0]), since: 1), tx)
            }
            let touched = steps.filter { $0.contains("SEARCH c ") || $0.contains("Index Cond") && $0.contains("record") }
            #expect(!touched.isEmpty && touched.allSatisfy { $0.contains("batch") }, "\(steps)")
        }
    }
}
