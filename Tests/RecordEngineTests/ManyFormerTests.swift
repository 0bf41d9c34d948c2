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

    @Test(arguments: StorageEngine.allCases)
    func `the past of one's own is whole and in order, whoever owned it then and owns it now`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock, isWhole: false) { world in
            var chance = Chance(seed: 20_261_126)
            var moments: [Instant] = []
            let stage = try await world.read(as: nil) { try $0.record("deal", world.deals[1])[Deal.stage]?.id ?? 0 }
            for step in 0..<30 {
                moments.append(clock.now)
                clock.advance(seconds: 60)
                let seed = chance.next()
                // Who is refused, such as who deletes what is gone, has changed nothing.
                try? await world.write(as: nil) { records in
                    var chance = Chance(seed: seed)
                    for _ in 0...chance.below(2) { try Self.act(step, stage, world, records, &chance) }
                }
            }
            try await bury(world)
            let clara = world.clara.id
            let owned = try await world.workspace.database.read { connection in
                let sql: SQL = """
                    SELECT id, owner FROM deal UNION ALL SELECT p.id, p.owner FROM deal_past p WHERE NOT EXISTS (SELECT 1 FROM deal d WHERE d.id = p.id)
                    AND p.version = (SELECT max(l.version) FROM deal_past l WHERE l.id = p.id)
                    """
                return Set(try connection.all(sql) { ($0.int(0), $0.optionalInt(1)) }.filter { $0.1 == clara }.map(\.0))
            }
            let filters = try ["stage = \(stage)", "stage = \(stage) and archived_at is not empty"].map { try Filter($0) }
            #expect(try await ownPast(filters, moments, owned, world).count > 10)
            let noted = try await changedOwners(world)
            try await world.write(as: nil) { try $0.renoteOwners() }
            // Who had it twice within one action, or made and gave it, need not be known.
            let again = try await changedOwners(world)
            #expect(again.count > 5)
            #expect(again.isSubset(of: noted))
            _ = try await ownPast([filters[0]], moments, owned, world)
            guard engine == .sqlite else { return }
            let query = Query("deal", filter: .equals("stage", stage), sort: [Sort(FieldPath("expected_close"))], limit: 50)
            let (moment, person) = (moments[15], world.clara)
            let plan = try await world.read(as: person) { try $0.asOf(moment).plan(query) }
            #expect(plan.contains { $0.contains("deal_past_owner_stage_expected_close_idx") })
            #expect(plan.contains { $0.contains("changed_owner_idx") })
            #expect(!plan.contains { $0.contains("deal_past_span_idx") || $0.contains("SCAN t") })
        }
    }

    /// What Clara's lists hold at each moment, compared with what all of them hold that is in her hands now.
    private func ownPast(_ filters: [Filter], _ moments: [Instant], _ owned: Set<Int64>, _ world: World) async throws -> Set<[Int64]> {
        var answers = Set<[Int64]>()
        for filter in filters {
            var query = Query("deal", filter: filter, sort: [Sort(FieldPath("expected_close"))])
            for moment in moments {
                query.limit = 5_000
                let all = try await ids(query, moment, world)
                query.limit = 5
                let own = try await ids(query, moment, world, as: world.clara)
                #expect(own == all.filter(owned.contains))
                answers.insert(own)
            }
        }
        return answers
    }

    /// One change that may bring a deal into somebody's past, or take it away from there. The deal that `bury` copies is left alone.
    private static func act(_ step: Int, _ stage: Int64, _ world: World, _ records: Records, _ chance: inout Chance) throws {
        let deals = try records.list(Query("deal", limit: 100), make: \.id).rows.filter { $0 != world.deals[1] }
        let owner = [world.clara.id, world.dmitri.id][chance.below(2)]
        let deal = deals.isEmpty ? 0 : deals[chance.below(deals.count)]
        switch deals.count < 6 ? 0 : chance.below(8) {
        case 0:
            var draft = Draft(Deal.object, ["title": .text("Made \(step)"), "stage": .reference(stage), "owner": .reference(owner)])
            draft[Deal.expectedClose] = Day(iso: "2026-01-01")?.adding(days: chance.below(400))
            try records.create(draft)
        case 1: try records.delete(Deal.object, deal)
        case 2: try records.restore(Deal.object, (1...Int64(deals.count + 20)).first { !deals.contains($0) && $0 != world.deals[1] } ?? 0)
        case 3: try records.update(deal, Draft(Deal.object, ["archived_at": .instant(records.now)]))
        case 4: try records.update(deal, Draft(Deal.object, ["title": .text("Changed \(step)")]))
        default: try records.update(deal, Draft(Deal.object, ["owner": chance.below(5) == 0 ? .empty : .reference(owner)]))
        }
    }

    private func changedOwners(_ world: World) async throws -> Set<[Int64]> {
        try await world.workspace.database.read { connection in
            try Set(connection.all("SELECT batch, record, owner FROM changed_owner WHERE object = 'deal'") { (0..<3).map($0.int) })
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
