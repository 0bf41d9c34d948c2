import Definitions
import Identity
import Kit
import People
import RecordEngine
import Sales
import Storage
import TestSupport
import Testing
import Web

@Suite struct AsOfTests {
    @Test(arguments: StorageEngine.allCases)
    func `as of every action each list, figure and record is what it was then`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            var chance = Chance(seed: 20_261_122)
            var steps: [(at: Instant, answers: [String])] = []
            for step in 0..<60 {
                clock.advance(seconds: 60)
                let seed = chance.next()
                try? await world.write(as: nil) { records in
                    var chance = Chance(seed: seed)
                    try Self.act(step, records, &chance)
                }
                let at = clock.now
                // What stands half a minute later is still what stood then.
                clock.advance(seconds: 30)
                steps.append((at, try await world.read(as: world.amelia, Self.answers)))
            }
            #expect(Set(steps.map(\.answers)).count > 40)
            for step in steps {
                let then = try await world.read(as: world.amelia) { try Self.answers(try $0.asOf(step.at)) }
                #expect(then == step.answers)
            }
            let before = try await world.read(as: world.amelia) { records in
                try records.asOf(Instant(seconds: 1)).count(Query("deal")).value
            }
            #expect(before == 0)
        }
    }

    /// One to three changes of any kind, as one batch.
    private static func act(_ step: Int, _ records: Records, _ chance: inout Chance) throws {
        let deals = try records.list(Query("deal", limit: 100), make: \.id).rows
        let companies = try records.list(Query("company", limit: 100), make: \.id).rows
        let tags = try records.list(Query("tag", limit: 100), make: \.id).rows
        let stages = try records.list(Query("stage", filter: Filter("kind = open"), limit: 20), make: \.id).rows
        for turn in 0..<chance.below(3) + 1 {
            let deal = deals[chance.below(deals.count)]
            var draft = Draft(Deal.object)
            switch chance.below(12) {
            case 0, 1:
                draft[Deal.title] = "Made \(step) \(turn)"
                draft[Deal.company] = Reference(companies[chance.below(companies.count)])
                draft[Deal.tags] = tags.isEmpty ? nil : References([tags[chance.below(tags.count)]])
                try records.create(draft)
            case 2: try records.delete(Deal.object, deal)
            case 3: try records.create(Draft(try records.object("tag"), ["title": .text("Tag \(step) \(turn)")]))
            case 4 where !tags.isEmpty: try records.delete(try records.object("tag"), tags[chance.below(tags.count)])
            case 5:
                let company = companies[chance.below(companies.count)]
                try records.update(company, Draft(Company.object, ["title": .text("Company \(step)")]))
            case 6 where companies.count > 2: try records.delete(Company.object, companies[chance.below(companies.count)])
            case 7:
                let gone = (1...Int64(deals.count + 20)).first { id in !deals.contains(id) } ?? 0
                try records.restore(Deal.object, gone)
            default:
                draft[Deal.amount] = Money(minor: Int64(chance.below(9)) * 100_000, currency: .usd)
                if chance.below(2) == 0 { draft[Deal.stage] = Reference(stages[chance.below(stages.count)]) }
                if chance.below(2) == 0 { draft[Deal.tags] = tags.isEmpty ? nil : References(Array(tags.prefix(chance.below(3)))) }
                if chance.below(4) == 0 { draft[Deal.company] = nil }
                try records.update(deal, draft)
            }
        }
    }

    /// What lists, figures and records answer, as lines of text.
    private static func answers(_ records: Records) throws -> [String] {
        var lines: [String] = []
        let columns = ["title", "company", "company.title", "amount", "stage.title", "tags", "owner"].map { FieldPath($0) }
        for (filter, sort) in [
            ("", "id"), ("amount > 200", "-amount"), ("company.title contains \"Company\"", "company,-title"), ("tags = 1 or tags = 3", "title"),
            ("not tags in (1, 2)", "-company.title"), ("company is empty", "stage,amount"),
            ("has no activity.about where (owner = 1)", "id"),
        ] {
            // Page by page, so that keys are compared too.
            var query = Query("deal", filter: try Filter(filter), sort: Sort.parse(sort), columns: columns, withTitles: true, limit: 4)
            repeat {
                query.after = try records.list(query) { row in
                    let values = row.columns.indices.map { "\(row.value($0)) \(row.title($0) ?? "")" }
                    lines.append("\(row.id) \(row.version) \(values.joined(separator: "|"))")
                }
            } while query.after != nil
            lines.append("\(filter): \(try records.count(query).value)")
            let figures = AggregateQuery(
                "deal", filter: try Filter(filter), groups: [FieldPath("stage"), FieldPath("company.title")],
                measures: try Measure.parse("count(),sum(amount),max(amount),avg(amount)"))
            lines += try records.aggregate(figures).map { "\($0.groups) \($0.measures)" }
        }
        for filter in ["has deal.company where (amount > 300 and tags = 1)", "has no deal.company", "has deal.tags where (company.title != \"\")"] {
            let object = filter.contains("tags where") ? "tag" : "company"
            let ids = try records.list(Query(object, filter: try Filter(filter), limit: 100), make: \.id).rows.sorted()
            lines.append("\(filter): \(ids)")
        }
        for id in Int64(1)...15 { lines.append((try? records.record("deal", id)).map { "\($0.id) \($0.version) \($0.values)" } ?? "none") }
        return lines
    }

    @Test(arguments: StorageEngine.allCases)
    func `the past is read by the rights of today`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let (given, deleted, foreign) = (world.deals[0], world.deals[1], world.deals[8])
            let then = clock.now
            clock.advance(seconds: 60)
            let dmitri = world.dmitri.id
            try await world.write(as: nil) { records in
                try records.update(given, Draft(Deal.object, ["owner": .reference(dmitri)]))
                try records.delete(Deal.object, deleted)
                try records.delete(Deal.object, foreign)
            }
            // What was given away is read by whom it belongs to now; what was deleted by whom it belonged to last.
            for (person, seen) in [(world.clara, [false, true, false]), (world.dmitri, [true, false, true]), (world.olga, [true, true, true])] {
                let reads = try await world.read(as: person) { records in
                    let past = try records.asOf(then)
                    let listed = try past.list(Query("deal", limit: 100), make: \.id).rows
                    let figure = try past.aggregate(AggregateQuery("deal", measures: [.count]))[0].measures[0]
                    #expect(figure == Int64(listed.count))
                    for id in [given, deleted, foreign] { #expect((try? past.record("deal", id).id) == (listed.contains(id) ? id : nil)) }
                    return [given, deleted, foreign].map { listed.contains($0) }
                }
                #expect(reads == seen)
            }
            let links = try await world.read(as: world.clara) { records in
                try records.asOf(then).list(Query("deal", limit: 100), make: \.id).rows.count
            }
            #expect(links == 4)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a field that may not be read has no past either, and the past can't be changed`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let then = clock.now
            clock.advance(seconds: 60)
            let id = world.deals[0]
            try await world.write(as: nil) { try $0.delete(Deal.object, id) }
            _ = try await world.read(hiding: "deal.amount") { records in
                let past = try records.asOf(then)
                #expect(throws: Failure.self) { try past.list(Query("deal", filter: Filter("amount > 1"))) { _ in } }
                #expect(throws: Failure.self) { try past.aggregate(AggregateQuery("deal", measures: [Measure(.sum, FieldPath("amount"))])) }
                #expect(try past.record("deal", id)[Deal.amount] == nil)
                #expect(try past.record("deal", id)[Deal.title] == "Deal 0")
                #expect(!past.principal.role.grant("deal").create)
                #expect(try past.may(\.update, past.record("deal", id)) == false)
                #expect(throws: Failure.self) { try past.asOf(World.beginning.adding(seconds: 1 << 40)) }
                return 0
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `of units that ran beside each other never two versions stand`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock, isWhole: false) { world in
            let id = world.deals[0]
            for title in ["Second", "Third"] {
                clock.advance(seconds: 60)
                _ = try await world.write(as: nil) { records in
                    if title == "Third" {
                        // The version before was made by a unit with a later number, which was committed earlier.
                        let tx = try records.writing()
                        try tx.execute("UPDATE deal SET batch = batch + 5 WHERE id = \(id)")
                        try tx.execute("UPDATE deal_past SET ended_by = ended_by + 5 WHERE id = \(id)")
                    }
                    return try records.update(id, Draft(Deal.object, ["title": .text(title)]))
                }
            }
            let seen = try await world.read(as: nil) { records in
                let query = Query("deal", filter: .equals("id", id), columns: [FieldPath("title")])
                return try [0, 60].map { try records.asOf(clock.now.adding(seconds: -$0)).list(query) { "\($0.value(0))" }.rows }
            }
            #expect(seen.map(\.count) == [1, 1])
            #expect(seen[0][0].contains("Third"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a day means its end, today means now, words are of then`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let id = world.deals[0]
            let zone = world.workspace.engine.settings.zone
            let first = zone.day(of: clock.now)
            for number in 1...3 {
                clock.advance(seconds: 86_400)
                let day = zone.day(of: clock.now)
                _ = try await world.write(as: nil) { records in
                    try records.update(id, Draft(Deal.object, ["title": .text("Day \(number)"), "expected_close": .day(day)]))
                }
            }
            let titles = try await world.read(as: world.clara) { records in
                try (0...3).map { try records.asOf(first.adding(days: $0).iso).record("deal", id)[Deal.title] ?? "" }
            }
            #expect(titles == ["Deal 0", "Day 1", "Day 2", "Day 3"])
            let closing = try await world.read(as: world.clara) { records in
                try records.asOf(first.adding(days: 2).iso).count(Query("deal", filter: try Filter("expected_close = today"))).value
            }
            #expect(closing == 1)
            for nonsense in ["", "yesterday", "2026-02-30", first.adding(days: 4).iso, "9999-12-31T23:59:59Z"] {
                await #expect(throws: Failure.self) { try await world.read(as: world.clara) { try $0.asOf(nonsense).count(Query("deal")).value } }
            }
        }
    }
}

/// The same numbers in each run.
struct Chance: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() >> 11) % bound }
}
