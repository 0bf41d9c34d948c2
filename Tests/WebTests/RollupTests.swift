import App
import Definitions
import Duplicates
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct RollupTests {
    @Test(arguments: StorageEngine.allCases)
    func `a rollup is right after every kind of write, and is a field as any other`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let made = await world.rollup("company", "Deals", "deal.company", "count")
            #expect(made.status == 201 && made.data["result"] == "integer", "\(made.text)")
            #expect(await world.rollup("company", "Open sum", "deal.company", "sum", "amount", "status = open").data["result"] == "money")
            #expect(await world.rollup("company", "Mean", "deal.company", "avg", "amount").status == 201)
            #expect(await world.rollup("company", "Last", "deal.company", "max", "expected_close").data["result"] == "day")
            #expect(await world.rollup("company", "To do", "activity.about", "count", "", "done_at is empty").status == 201)
            #expect(await world.rollup("person", "Deals", "deal.people", "count").status == 201)
            try await world.compute()
            let (acme, borealis) = (world.companies[0], world.companies[1])
            func company(_ id: Int64) async -> JSON { await world.api(.get, "/api/companies/\(id)", as: world.amelia).data }
            // Deals 0, 3, 6 and 9 of 1,000, 4,000, 7,000 and 10,000 USD.
            let first = await company(acme)
            #expect(first["deals"]?.int == 4 && first["open_sum"]?["minor"]?.int == 2_200_000 && first["mean"]?["minor"]?.int == 550_000, "\(first.text)")
            #expect(first["last"] == .null && first["to_do"]?.int == 0 && first["version"]?.int == 1)
            _ = await world.change(world.deals[0], "{\"company\": \(borealis), \"expected_close\": \"2026-12-24\"}")
            #expect(await company(acme)["deals"]?.int == 3)
            #expect(await company(borealis)["deals"]?.int == 4)
            #expect(await company(borealis)["last"] == "2026-12-24")
            #expect(await world.api(.post, "/api/deals/\(world.deals[3])/win", as: world.clara, "{}", headers: ["if-match": "*"]).status == 200)
            #expect(await company(acme)["open_sum"]?["minor"]?.int == 1_700_000)
            let task = await world.api(
                .post, "/api/activities", as: world.clara, "{\"subject\": \"Call\", \"about\": {\"object\": \"company\", \"id\": \(acme)}}")
            #expect(await company(acme)["to_do"]?.int == 1, "\(task.text)")
            let done = #"{"done_at": "2026-11-22T08:00:00Z"}"#
            #expect(await world.api(.patch, "/api/activities/\(task.data.id)", as: world.clara, done, headers: ["if-match": "*"]).status == 200)
            #expect(await company(acme)["to_do"]?.int == 0)
            let deleted = await world.api(.delete, "/api/deals/\(world.deals[6])", as: world.amelia, headers: ["if-match": "*"])
            #expect(deleted.status == 204)
            #expect(await company(acme)["deals"]?.int == 2)
            try await world.write(as: world.amelia) { records in
                guard let deals = records.schema.object("deal") else { return }
                _ = try records.restore(deals, world.deals[6])
            }
            #expect(await company(acme)["deals"]?.int == 3)
            let person = await world.api(.post, "/api/people", as: world.clara, #"{"name": "Orlova"}"#).data.id
            _ = await world.change(world.deals[1], "{\"people\": [\(person)]}")
            #expect(await world.api(.get, "/api/people/\(person)", as: world.clara).data["deals"]?.int == 1)
            let found = await world.list("/api/companies", ["filter": "deals >= 3", "sort": "-deals", "fields": "deals"], as: world.amelia)
            #expect(found.rows.compactMap { $0["deals"]?.int } == [4, 3, 3], "\(found.text)")
            let refused = await world.api(.patch, "/api/companies/\(acme)", as: world.amelia, #"{"deals": 9}"#, headers: ["if-match": "*"])
            #expect(refused.fields == ["deals"])
            let history = await world.api(.get, "/api/companies/\(acme)/history", as: world.amelia)
            #expect(history.rows.count == 1, "\(history.text)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `figures over figures follow all the way, in both directions`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.formula("deal", "Bonus", "AMOUNT(amount) * 0.1").status == 201)
            #expect(await world.rollup("company", "Bonuses", "deal.company", "sum", "bonus").data["result"] == "decimal")
            #expect(await world.formula("company", "Grade", #"IF(bonuses > 2000, \"A\", \"B\")"#).status == 201)
            #expect(await world.formula("deal", "Class", #"company.grade & LEFT(title, 1)"#).status == 201)
            #expect(await world.rollup("company", "A deals", "deal.company", "count", "", #"class = \"AD\""#).status == 201)
            try await world.compute()
            func texts(_ path: String, _ field: String) async -> [String] {
                await world.list(path, ["fields": field, "sort": "id"], as: world.amelia).rows.compactMap { $0[field]?.text }
            }
            #expect(await texts("/api/companies", "bonuses") == ["2200.00", "1500.00", "1800.00"])
            #expect(await texts("/api/companies", "a_deals") == ["4", "0", "0"])
            _ = await world.change(world.deals[1], #"{"amount": {"minor": 900000, "currency": "USD"}}"#)
            #expect(await texts("/api/companies", "grade") == ["\"A\"", "\"A\"", "\"B\""])
            #expect(await texts("/api/deals", "class") == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0].map { $0 == 2 ? "\"BD\"" : "\"AD\"" })
            #expect(await texts("/api/companies", "a_deals") == ["4", "3", "0"])
            let field = await world.list("/api/custom_fields", ["filter": #"name = "bonus""#], as: world.amelia).rows.first?.id ?? 0
            let circle = await world.set(field, #"{"formula": "IF(company.a_deals > 3, 1.5, 2.5)"}"#)
            #expect(circle.fields == ["formula"] && circle.text.contains("in a circle"), "\(circle.text)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a condition on the day is reckoned anew each day, and the past stays as it was`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            #expect(await world.rollup("company", "Won", "deal.company", "sum", "amount", "status = won and closed_on in this_year").status == 201)
            try await world.compute()
            let acme = world.companies[0]
            func won(_ moment: String? = nil) async -> Int64? {
                let past = moment.map { "?as_of=\($0)" } ?? ""
                return await world.api(.get, "/api/companies/\(acme)\(past)", as: world.amelia).data["won"]?["minor"]?.int
            }
            let start = time.now.iso
            time.advance(seconds: 60)
            #expect(await world.api(.post, "/api/deals/\(world.deals[0])/win", as: world.amelia, "{}", headers: ["if-match": "*"]).status == 200)
            #expect(await won() == 100_000)
            #expect(await won(start) == 0)
            let then = time.now.iso
            time.advance(seconds: 86_400 * 366)
            #expect(await won() == 100_000)
            try await world.workspace.database.write { tx in
                _ = try world.workspace.jobs.enqueue(world.workspace.rating, in: tx)
            }
            try await world.compute()
            #expect(await won() == 0)
            #expect(await won(then) == 100_000)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what can't be kept right is refused, beside its field`(engine: StorageEngine) async throws {
        try await withWorld(on: engine, isWhole: false) { world in
            func fields(_ of: String, _ function: String, _ measured: String = "", _ condition: String = "") async -> [String] {
                await world.rollup("company", "Bad", of, function, measured, condition).fields
            }
            #expect(await fields("deal.stage", "count") == ["rollup_of"])
            #expect(await fields("person.city", "count") == ["rollup_of"])
            #expect(await fields("deal.company", "median") == ["rollup_function"])
            #expect(await fields("deal.company", "sum") == ["rollup_field"])
            #expect(await fields("deal.company", "sum", "title") == ["rollup_field"])
            #expect(await fields("deal.company", "avg", "closed_on") == ["rollup_field"])
            #expect(await fields("deal.company", "count", "amount") == ["rollup_field"])
            let conditions = ["owner = me", "company.city = 1", "nope = 1", "created_at < now", "amount >", "status = gone", "amount > 5 EUR", "segment = 1"]
            for condition in conditions { #expect(await fields("deal.company", "count", "", condition) == ["rollup_condition"], "\(condition)") }
            let field = await world.make("deal", "Weight", "integer").data.id
            #expect(await world.rollup("company", "Total", "deal.company", "sum", "weight").status == 201)
            #expect(await world.set(field, #"{"hidden": true}"#).status == 409)
            // What does not fit is empty, and stops nobody.
            for deal in [world.deals[0], world.deals[3]] { #expect(await world.change(deal, #"{"weight": 9000000000000000000}"#).status == 200) }
            #expect(await world.api(.get, "/api/companies/\(world.companies[0])", as: world.amelia).data["total"] == .null)
            #expect(await world.change(world.deals[0], #"{"weight": -9000000000000000000}"#).status == 200)
            #expect(await world.api(.get, "/api/companies/\(world.companies[0])", as: world.amelia).data["total"]?.int == 0)
        }
    }

    /// Any writes in any order: the figures are always those of a recount.
    @Test(arguments: StorageEngine.allCases)
    func `rollups equal a recount after any writes`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.rollup("company", "Deals", "deal.company", "count").status == 201)
            #expect(await world.rollup("company", "Open", "deal.company", "sum", "amount", "status = open").status == 201)
            #expect(await world.rollup("company", "Least", "deal.company", "min", "amount", #"title contains \"7\" or title contains \"1\""#).status == 201)
            #expect(await world.rollup("company", "Tasks", "activity.about", "count", "", "done_at is empty").status == 201)
            #expect(await world.formula("company", "Sum text", #"deals & \" / \" & AMOUNT(open)"#).status == 201)
            #expect(await world.formula("deal", "Near", "company.sum_text").status == 201)
            try await world.compute()
            var dice = Dice(state: 7)
            for round in 0..<40 {
                let numbers = (0..<8).map { _ in dice.next(1_000) }
                _ = try? await world.write(as: world.amelia) { records in try Self.write(records, numbers) }
                if numbers[0] % 5 == 0 {
                    _ = try? await world.write(as: world.amelia) { records in
                        let last = try records.ownActions(limit: 3).map(\.batch.id)
                        if let batch = last.dropFirst(numbers[1] % 2).first { try records.undo(batch) }
                    }
                }
                let wrong = try await world.read(as: nil) { records in try Self.wrong(records) }
                #expect(wrong.isEmpty, "round \(round): \(wrong)")
            }
        }
    }

    /// Several writes of one unit.
    private static func write(_ records: Records, _ numbers: [Int]) throws {
        guard let deals = records.schema.object("deal"), let companies = records.schema.object("company"), let activities = records.schema.object("activity")
        else { return }
        func ids(_ object: String) throws -> [Int64] { try records.list(Query(object, sort: [Sort(FieldPath("id"))], limit: 200), make: \.id).rows }
        func one(_ object: String, _ number: Int) throws -> Int64 {
            let all = try ids(object)
            return all.isEmpty ? 0 : all[number % all.count]
        }
        for (step, number) in numbers.prefix(4).enumerated() {
            let other = numbers[(step + 3) % numbers.count]
            switch number % 10 {
            case 0: _ = try records.create(Draft(companies, ["title": .text("New \(number)")]))
            case 1, 2:
                let amount = FieldValue.money(Money(minor: Int64(other) * 100, currency: .usd))
                _ = try records.create(Draft(deals, ["title": .text("Deal \(number)"), "company": .reference(try one("company", other)), "amount": amount]))
            case 3: try records.update(try one("deal", other), Draft(deals, ["company": .reference(try one("company", number))]))
            case 4: try records.update(try one("deal", other), Draft(deals, ["title": .text("\(number)"), "amount": .empty]))
            case 5: try records.delete(deals, try one("deal", other))
            case 6:
                let link = FieldValue.link(RecordLink(object: "company", id: try one("company", other)))
                _ = try records.create(Draft(activities, ["subject": .text("Task"), "about": link]))
            case 7:
                let (stays, goes) = (try one("company", number), try one("company", other))
                if stays != goes { try records.merge(companies, MergeOrder(.init(stays), with: [.init(goes)])) }
            case 8: if try ids("company").count > 3 { try records.delete(companies, try one("company", other)) }
            default: try records.perform("win", on: deals, try one("deal", other), Draft(deals))
            }
        }
    }

    /// The figures that are not what a recount gives.
    private static func wrong(_ records: Records) throws -> [String] {
        let companies = try records.list(Query("company", limit: 200), make: \.id).rows.map { try records.record("company", $0) }
        let deals = try records.list(Query("deal", limit: 200), make: \.id).rows.map { try records.record("deal", $0) }
        let tasks = try records.list(Query("activity", limit: 200), make: \.id).rows.map { try records.record("activity", $0) }
        var wrong: [String] = []
        func expect(_ record: Record, _ field: String, _ value: FieldValue) {
            if record[field] != value { wrong.append("\(record.object.name) \(record.id) \(field): \(record[field]), not \(value)") }
        }
        for company in companies {
            let own = deals.filter { $0["company"] == .reference(company.id) }
            func minor(_ deal: Record) -> Int64? { if case .money(let money) = deal["amount"] { money.minor } else { nil } }
            let open = own.filter { $0["status"] == .text("open") }.compactMap(minor).reduce(0, +)
            let least = own.filter { $0.title.contains("7") || $0.title.contains("1") }.compactMap(minor).min()
            expect(company, "deals", .integer(Int64(own.count)))
            expect(company, "open", .money(Money(minor: open, currency: .usd)))
            expect(company, "least", least.map { .money(Money(minor: $0, currency: .usd)) } ?? .empty)
            let link = FieldValue.link(RecordLink(object: "company", id: company.id))
            expect(company, "tasks", .integer(Int64(tasks.count { $0["about"] == link && $0["done_at"].isEmpty })))
            for deal in own { expect(deal, "near", company["sum_text"]) }
        }
        for deal in deals where deal["company"].isEmpty { expect(deal, "near", .empty) }
        return wrong
    }

    @Test(arguments: StorageEngine.allCases)
    func `writes at the same time leave the right figures`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.rollup("company", "Deals", "deal.company", "count").status == 201)
            #expect(await world.formula("deal", "Near", #"company.city & company.deals"#).status == 201)
            try await world.compute()
            let (acme, borealis) = (world.companies[0], world.companies[1])
            try await withThrowingTaskGroup { group in
                for number in 0..<24 {
                    group.addTask {
                        switch number % 4 {
                        case 0: return await world.api(.post, "/api/deals", as: world.amelia, "{\"title\": \"N\", \"company\": \(acme)}").status
                        case 1: return await world.change(world.deals[number % 10], "{\"company\": \([acme, borealis][number / 4 % 2])}").status
                        case 2:
                            return await world.api(
                                .patch, "/api/companies/\(acme)", as: world.amelia, "{\"city\": \"City \(number)\"}", headers: ["if-match": "*"]
                            ).status
                        default: return await world.change(world.deals[number % 10], "{\"title\": \"T \(number)\"}").status
                        }
                    }
                }
                for try await status in group { #expect(status < 300) }
            }
            let wrong = try await world.read(as: nil) { records in
                let deals = try records.list(Query("deal", limit: 200), make: \.id).rows.map { try records.record("deal", $0) }
                return try [acme, borealis].flatMap { id -> [String] in
                    let (company, own) = (try records.record("company", id), deals.filter { $0["company"] == .reference(id) })
                    let near = "\(String(company["city"]) ?? "")\(own.count)"
                    return (company["deals"] == .integer(Int64(own.count)) ? [] : ["company \(id): \(company["deals"]), not \(own.count)"])
                        + own.filter { $0["near"] != .text(near) }.map { "deal \($0.id): \($0["near"]), not \(near)" }
                }
            }
            #expect(wrong.isEmpty, "\(wrong)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what only followed others is no change that an undo would lose`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.rollup("company", "Deals", "deal.company", "count").status == 201)
            try await world.compute()
            let (company, batch) = try await world.write(as: world.amelia) { records -> (Int64, Int64) in
                guard let companies = records.schema.object("company") else { return (0, 0) }
                let id = try records.create(Draft(companies, ["title": .text("Imported")])).id
                try records.update(world.companies[0], Draft(companies, ["city": .text("Kazan")]))
                return (id, records.batch ?? 0)
            }
            for target in [company, world.companies[0]] {
                let deal = await world.api(.post, "/api/deals", as: world.boris, "{\"title\": \"D\", \"company\": \(target)}").data.id
                #expect(await world.api(.delete, "/api/deals/\(deal)", as: world.boris, headers: ["if-match": "*"]).status == 204)
            }
            #expect(await world.api(.get, "/api/companies/\(company)", as: world.amelia).data["version"]?.int == 3)
            let kept = try await world.write(as: world.amelia) { records in
                var reversal = try Reversal(batch, records)
                return try reversal.perform(0..<reversal.count, records).count
            }
            #expect(kept == 0)
            #expect(await world.api(.get, "/api/companies/\(company)", as: world.amelia).status == 404)
            #expect(await world.api(.get, "/api/companies/\(world.companies[0])", as: world.amelia).data["city"] == .null)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what changes too much at once is left to a job`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.formula("deal", "Place", "company.city").status == 201)
            let acme = world.companies[0]
            for _ in 0..<14 {
                try await world.write(as: world.amelia) { records in
                    guard let deals = records.schema.object("deal") else { return }
                    for number in 0..<150 { try records.create(Draft(deals, ["title": .text("N \(number)"), "company": .reference(acme)])) }
                }
            }
            try await world.compute()
            let moved = await world.api(.patch, "/api/companies/\(acme)", as: world.amelia, #"{"city": "Kazan"}"#, headers: ["if-match": "*"])
            #expect(moved.status == 200)
            func there() async -> Int64? {
                await world.list("/api/deals/aggregate", ["measures": "count()", "filter": #"place = "Kazan""#], as: world.amelia).rows.first?["count()"]?.int
            }
            #expect(await there() == 0)
            try await world.compute()
            #expect(await there() == 2_104)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a unit settles all records that follow from it together, and objects without figures ask nothing more`(engine: StorageEngine) async throws {
        let heard = Statements()
        try await withWorld(on: engine, trace: { heard.note($0) }) { world in
            @Sendable func deals(_ records: Records, _ count: Int) throws {
                guard let object = records.schema.object("deal") else { return }
                for index in 0..<count {
                    let company = world.companies[index % 3]
                    _ = try records.create(Draft(object, ["title": .text("More \(index)"), "company": .reference(company)]))
                }
            }
            func statements(_ count: Int) async throws -> Int {
                let before = heard.count
                try await world.write(as: world.amelia) { try deals($0, count) }
                return heard.count - before
            }
            let (few, many) = (try await statements(3), try await statements(30))
            #expect(await world.rollup("company", "Deals", "deal.company", "count").status == 201)
            try await world.compute()
            #expect(try await statements(3) <= few + 7)
            #expect(try await statements(30) <= many + 7)
        }
    }
}

/// How many statements there were.
private final class Statements: Sendable {
    private let heard = Ledger<String>()
    var count: Int { heard.entries.count }
    func note(_ text: String) { heard.note(text) }
}

/// The same numbers each time.
private struct Dice {
    var state: UInt64

    mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(count, 1)
    }
}

extension World {
    func rollup(
        _ object: String, _ label: String, _ path: String, _ function: String, _ measured: String = "", _ condition: String = ""
    ) async -> WebResponse {
        let parts = [("rollup_of", path), ("rollup_function", function), ("rollup_field", measured), ("rollup_condition", condition)]
        return await make(object, label, "rollup", parts.filter { !$0.1.isEmpty }.map { ", \"\($0.0)\": \"\($0.1)\"" }.joined())
    }
}
