import Definitions
import Kit
import RecordEngine
import Sales
import SQLiteStorage
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
            let filters = try ["stage = \(stage)", "stage = \(stage) and archived_at is not empty"].map { try Filter($0) }
            let few = try await ownPast(filters, moments, world)
            #expect(few.count > 10)
            // So many that the own ones are taken in their order.
            try await bury(world, of: world.clara, from: 200_000, count: 320)
            let some = moments.indices.filter { $0 % 3 == 0 }.map { moments[$0] }
            #expect(try await ownPast(filters, some, pages: 60, world).count > 5)
            let noted = try await changedOwners(world)
            try await world.write(as: nil) { try $0.renoteOwners() }
            // Who had it twice within one action, or made and gave it, need not be known.
            let again = try await changedOwners(world)
            #expect(again.count > 5)
            #expect(again.isSubset(of: noted))
            _ = try await ownPast([filters[0]], some, pages: 60, world)
            guard engine == .sqlite else { return }
            let query = Query("deal", filter: .equals("stage", stage), sort: [Sort(FieldPath("expected_close"))], limit: 50)
            let (moment, person) = (moments[15], world.clara)
            let plan = try await world.read(as: person) { try $0.asOf(moment).plan(query) }
            #expect(plan.contains { $0.contains("deal_past_owner_stage_expected_close_idx") })
            #expect(plan.contains { $0.contains("changed_owner_idx") })
            #expect(!plan.contains { $0.contains("deal_past_span_idx") || $0.contains("SCAN t") })
        }
    }

    @Test
    func `a page of the past takes a page's steps, whoever reads, however much has gone and however long the own past is`() async throws {
        let clock = SetClock()
        try await withWorld(on: .sqlite, clock: clock.clock, isWhole: false) { world in
            let stage = try await world.read(as: nil) { try $0.record("deal", world.deals[1])[Deal.stage]?.id ?? 0 }
            let people = [world.amelia, world.boris, world.clara]
            let query = Query("deal", filter: .equals("stage", stage), sort: [Sort(FieldPath("expected_close"))], limit: 50)
            try await fill(world)
            let moment = clock.now
            clock.advance(seconds: 60)
            try await world.write(as: nil) { try $0.update(world.deals[0], Draft(Deal.object, ["title": .text("Renamed")])) }
            try await bury(world)
            for ownGone in [0, 20, 400] {
                if ownGone > 0 { try await bury(world, of: world.clara, from: 1_000_000 + Int64(ownGone) * 1_000, count: ownGone) }
                for person in people {
                    let (now, then) = try await world.read(as: person) { records in
                        // Asked twice, since how many have gone is asked once.
                        for _ in 0..<2 { _ = try records.asOf(moment).list(query, make: \.id) }
                        return (
                            try records.connection.steps(of: try records.statement(query).sql) ?? 0,
                            try records.connection.steps(of: try records.asOf(moment).statement(query).sql) ?? 0
                        )
                    }
                    #expect(now > 300)
                    #expect(then < 6_000, "\(person.id) with \(ownGone) gone")
                }
            }
        }
    }

    /// Many deals of everybody that are as they are since long ago, with many former versions that had gone before that.
    private func fill(_ world: World) async throws {
        let first = world.deals[1]
        let given: Set<String> = ["id", "version", "owner", "expected_close"]
        let (columns, values) = others(than: given)
        let owners = [world.dmitri.id, world.clara.id, world.boris.id]
        try await world.workspace.database.write { tx in
            let deals: SQL = """
                SELECT 500000 + n.k AS id, n.v AS version, CASE n.k % 10 WHEN 1 THEN \(owners[1]) WHEN 2 THEN \(owners[2]) ELSE \(owners[0]) END AS owner,
                20000 + n.k * 7919 % 1000 AS expected_close\(values) FROM n CROSS JOIN deal t WHERE t.id = \(first)
                """
            let numbers: SQL = "n(k, v) AS (SELECT 1, 1 UNION ALL SELECT k + v / 6, 1 + v % 6 FROM n WHERE k <= 3000)"
            try tx.execute(
                """
                WITH RECURSIVE \(numbers) INSERT INTO deal (id, version, owner, expected_close\(columns)) SELECT * FROM (\(deals)) d WHERE d.version = 6
                """)
            try tx.execute(
                """
                WITH RECURSIVE \(numbers) INSERT INTO deal_past (id, version, owner, expected_close\(columns), ended_by)
                SELECT d.*, d.batch FROM (\(deals)) d WHERE d.version < 6
                """)
        }
    }

    /// What Clara's lists and those of her head hold at each moment, compared with what all of them hold that is in their hands now.
    private func ownPast(_ filters: [Filter], _ moments: [Instant], pages limit: Int = 5, _ world: World) async throws -> Set<[Int64]> {
        var answers = Set<[Int64]>()
        let (own, team) = (try await owned(by: [world.clara.id], world), try await owned(by: [world.boris.id, world.clara.id], world))
        for filter in filters {
            var query = Query("deal", filter: filter, sort: [Sort(FieldPath("expected_close"))])
            for moment in moments {
                query.limit = 5_000
                let all = try await ids(query, moment, world)
                query.limit = limit
                #expect(try await ids(query, moment, world, as: world.boris) == all.filter(team.contains))
                let mine = try await ids(query, moment, world, as: world.clara)
                #expect(mine == all.filter(own.contains))
                answers.insert(mine)
            }
        }
        return answers
    }

    /// The deals that somebody has now, or had at last.
    private func owned(by people: Set<Int64>, _ world: World) async throws -> Set<Int64> {
        try await world.workspace.database.read { connection in
            let sql: SQL = """
                SELECT id, owner FROM deal UNION ALL SELECT p.id, p.owner FROM deal_past p WHERE NOT EXISTS (SELECT 1 FROM deal d WHERE d.id = p.id)
                AND p.version = (SELECT max(l.version) FROM deal_past l WHERE l.id = p.id)
                """
            return Set(try connection.all(sql) { ($0.int(0), $0.optionalInt(1)) }.filter { people.contains($0.1 ?? 0) }.map(\.0))
        }
    }

    /// One change that may bring a deal into somebody's past, or take it away from there. The deal that `bury` copies is left alone.
    private static func act(_ step: Int, _ stage: Int64, _ world: World, _ records: Records, _ chance: inout Chance) throws {
        let deals = try records.list(Query("deal", limit: 100), make: \.id).rows.filter { $0 != world.deals[1] }
        let owner = [world.clara.id, world.dmitri.id, world.boris.id][chance.below(3)]
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

    /// Former versions of deals that stood with somebody, each with another day, and went with the last batch.
    private func bury(_ world: World, of person: World.Person? = nil, from start: Int64 = 100_000, count: Int = gone) async throws {
        let (first, owner) = (world.deals[1], (person ?? world.dmitri).id)
        let (columns, values) = others(than: ["id", "version", "batch", "owner", "expected_close"])
        try await world.workspace.database.write { tx in
            _ = try tx.execute(
                """
                WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < \(count))
                INSERT INTO deal_past (id, version, batch, ended_by, owner, expected_close\(columns))
                SELECT \(start) + n.k, 1, t.batch, (SELECT max(id) FROM batch), \(owner), 20000 + n.k * 7919 % 1000\(values)
                FROM n CROSS JOIN deal t WHERE t.id = \(first)
                """)
        }
    }

    /// The columns that copies of a deal share with it, and their values.
    private func others(than given: Set<String>) -> (columns: SQL, values: SQL) {
        let copied = Deal.object.storedColumns.filter { !given.contains($0.name) }
        return (copied.map { ", \($0)" as SQL }.joined(separator: ""), copied.map { ", t.\($0)" as SQL }.joined(separator: ""))
    }
}
