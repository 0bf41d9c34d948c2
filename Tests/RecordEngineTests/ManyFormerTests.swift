import Definitions
import Kit
import RecordEngine
import Sales
import Storage
import TestSupport
import Testing
import Web

/// A moment since which so much has gone that lists of it take the former versions in their order.
@Suite struct ManyFormerTests {
    /// So many deals stood then and are deleted now.
    private static let gone = 2_100

    @Test(arguments: StorageEngine.allCases)
    func `a list of the past is whole and in order, however much has gone since`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock, isWhole: false) { world in
            let moment = clock.now
            clock.advance(seconds: 60)
            try await world.write(as: nil) { try $0.update(world.deals[0], Draft(Deal.object, ["title": .text("Renamed")])) }
            let stage = try await world.read(as: nil) { try $0.record("deal", world.deals[1])[Deal.stage]?.id ?? 0 }
            var query = Query("deal", filter: .equals("stage", stage), sort: [Sort(FieldPath("expected_close"))], limit: 150)
            let before = try await ids(query, moment, world)
            #expect(before.sorted() == world.deals)
            try await bury(world)
            let all = try await ids(query, moment, world)
            #expect(all.count == world.deals.count + ManyFormerTests.gone)
            #expect(Set(all).count == all.count)
            #expect(Set(all).isSuperset(of: before))
            query.sort = [Sort(FieldPath("id"), descending: true)]
            #expect(try await ids(query, moment, world) == all.sorted(by: >))
            let count = try await world.read(as: nil) { [query] in try $0.asOf(moment).count(query).value }
            #expect(count == all.count)
            // Those who went are not Clara's.
            #expect(try await ids(query, moment, world, as: world.clara).sorted() == Array(world.deals[0..<5]))
            guard engine == .sqlite else { return }
            query.sort = [Sort(FieldPath("expected_close"))]
            let plan = try await world.read(as: nil) { [query] in try $0.asOf(moment).plan(query) }
            #expect(plan.contains { $0.contains("deal_past_stage_expected_close_idx") })
        }
    }

    private func ids(_ query: Query, _ moment: Instant, _ world: World, as person: World.Person? = nil) async throws -> [Int64] {
        try await world.read(as: person) { records in
            let past = try records.asOf(moment)
            var (query, ids) = (query, [Int64]())
            while true {
                let page = try past.list(query, make: \.id)
                ids += page.rows
                guard let next = page.next else { return ids }
                query.after = next
            }
        }
    }

    /// Former versions of deals that stood with Dmitri's, each with another day, and went with the last batch.
    private func bury(_ world: World) async throws {
        let (first, owner) = (world.deals[1], world.dmitri.id)
        let columns = Deal.object.storedColumns.filter { !["id", "version", "batch", "owner", "expected_close"].contains($0.name) }
        let copied = columns.map { ", \($0)" as SQL }.joined(separator: "")
        let values = columns.map { ", t.\($0)" as SQL }.joined(separator: "")
        try await world.workspace.database.write { tx in
            _ = try tx.execute(
                """
                WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < \(ManyFormerTests.gone))
                INSERT INTO deal_past (id, version, batch, ended_by, owner, expected_close\(copied))
                SELECT 100000 + n.k, 1, t.batch, (SELECT max(id) FROM batch), \(owner), 20000 + n.k * 7919 % 1000\(values)
                FROM n CROSS JOIN deal t WHERE t.id = \(first)
                """)
        }
    }
}
