import App
import Definitions
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct FormulaFieldTests {
    @Test(arguments: StorageEngine.allCases)
    func `a formula is computed for the records that are there and with every write, and is a field as any other`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let made = await world.formula("deal", "Bonus", #"IF(status = \"won\", amount * 0.1, amount * 0.05)"#)
            #expect(made.status == 201 && made.data["result"] == "money", "\(made.text)")
            #expect(await world.formula("deal", "Days", "expected_close - started_on").data["result"] == "integer")
            #expect(await world.formula("deal", "Share", "AMOUNT(bonus) / 3", #", "digits": 3"#).data["result"] == "decimal")
            try await world.compute()
            let deal = world.deals[0]
            func read() async -> JSON { await world.api(.get, "/api/deals/\(deal)", as: world.clara).data }
            #expect(await read()["bonus"]?["minor"]?.int == 5_000)
            #expect(await read()["share"] == .number("16.667"))
            let version = await read()["version"]
            let changed = await world.change(
                deal, #"{"amount": {"minor": 20000, "currency": "USD"}, "expected_close": "2026-12-02", "started_on": "2026-11-22"}"#)
            #expect(changed.data["bonus"]?["minor"]?.int == 1_000 && changed.data["days"]?.int == 10, "\(changed.text)")
            #expect(await read() == changed.data)
            #expect(version?.int == 1, "computing what was not there before makes no version")
            #expect(await world.api(.post, "/api/deals/\(deal)/win", as: world.clara, "{}", headers: ["if-match": "*"]).data["bonus"]?["minor"]?.int == 2_000)
            #expect(await world.change(deal, #"{"amount": null}"#).data["share"] == .null)
            let list = await world.list("/api/deals", ["filter": "bonus >= 400", "sort": "-bonus", "fields": "bonus,share"], as: world.amelia)
            #expect(list.rows.compactMap { $0["bonus"]?["minor"]?.int } == [50_000, 45_000, 40_000], "\(list.text)")
            let sum = await world.list("/api/deals/aggregate", ["measures": "sum(days)"], as: world.clara)
            #expect(sum.status == 200)
            let refused = await world.change(deal, #"{"bonus": {"minor": 1, "currency": "USD"}}"#)
            #expect(refused.status == 422 && refused.fields == ["bonus"])
            #expect(await world.api(.post, "/api/deals", as: world.clara, #"{"title": "X", "share": 5}"#).fields == ["share"])
            let document = await world.api(.get, "/api/openapi.json", as: world.clara).json["components"]?["schemas"]
            #expect(document?["Deal"]?["properties"]?["share"]?["readOnly"] == true)
            #expect(document?["DealInput"]?["properties"]?["share"] == nil)
            let history = await world.api(.get, "/api/deals/\(deal)/history", as: world.clara)
            #expect(history.text.contains("expected_close") && !history.text.contains("bonus"), "\(history.text)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a formula across a reference follows the other record in the same unit, and the past keeps what was`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            #expect(await world.formula("deal", "Where", #"COALESCE(company.city, \"nowhere\") & \"/\" & title"#).status == 201)
            try await world.compute()
            let (deal, company) = (world.deals[0], world.companies[0])
            func place(_ moment: String? = nil) async -> String? {
                let past = moment.map { "&as_of=\($0)" } ?? ""
                return await world.api(.get, "/api/deals?fields=where&filter=id=\(deal)\(past)", as: world.clara).rows.first?["where"]?.string
            }
            #expect(await place() == "nowhere/Deal 0")
            let before = await world.api(.get, "/api/deals/\(deal)", as: world.clara)
            time.advance(seconds: 60)
            let moment = time.now.iso
            time.advance(seconds: 60)
            let moved = await world.api(.patch, "/api/companies/\(company)", as: world.clara, #"{"city": "Kazan"}"#, headers: ["if-match": "*"])
            #expect(moved.status == 200, "\(moved.text)")
            let after = await world.api(.get, "/api/deals/\(deal)", as: world.clara)
            #expect(after.data["where"] == "Kazan/Deal 0" && after.etag != before.etag)
            #expect(after.data["updated_at"] == before.data["updated_at"])
            #expect(await place(moment) == "nowhere/Deal 0")
            // Who saw the deal before is not told that somebody changed it: nobody did.
            let named = await world.api(.patch, "/api/deals/\(deal)", as: world.clara, #"{"title": "Big"}"#, headers: ["if-match": before.etag])
            #expect(named.status == 200 && named.data["where"] == "Kazan/Big", "\(named.text)")
            #expect(await world.api(.patch, "/api/deals/\(deal)", as: world.clara, #"{"title": "No"}"#, headers: ["if-match": before.etag]).status == 412)
            let history = await world.api(.get, "/api/deals/\(deal)/history", as: world.clara)
            #expect(history.rows.count == 2, "\(history.text)")
            // The move is undone although the deals have followed it.
            let batch = await world.api(.get, "/api/companies/\(company)/history", as: world.clara).rows.first?["batch"]?["id"]?.int ?? 0
            let undone = await world.api(.post, "/api/batches/\(batch)/undo", as: world.clara, "{}")
            #expect(undone.status < 300, "\(undone.text)")
            #expect(await place() == "nowhere/Big")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what can't be is refused beside its field, and nothing is taken away that a formula reads`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let bad = [
                "", "1 +", "nope * 2", "TODAY()", "title + 1", "company", String(repeating: "1+", count: 5_000) + "1",
                String(repeating: "(", count: 60) + "1" + String(repeating: ")", count: 60),
            ]
            for text in bad {
                let answer = await world.formula("deal", "Bad", text)
                #expect(answer.status == 422 && answer.fields == ["formula"], "\(text.prefix(40)): \(answer.text)")
            }
            let filled = await world.formula("deal", "Bad", "1", #", "required": true, "unique": true, "default": "2""#)
            #expect(filled.fields.sorted() == ["default", "required", "unique"])
            let plain = await world.make("deal", "Weight", "decimal").data.id
            #expect(await world.formula("deal", "Double", "weight * 2").status == 201)
            let double = await world.list("/api/custom_fields", ["filter": "name = \"double\""], as: world.amelia).rows.first?.id ?? 0
            #expect(await world.formula("deal", "Quad", "double * 2").status == 201)
            let circle = await world.set(double, #"{"formula": "quad / 2"}"#)
            #expect(circle.fields == ["formula"] && circle.text.contains("deal.double → deal.quad → deal.double"), "\(circle.text)")
            #expect(await world.set(double, #"{"formula": "double + 1"}"#).fields == ["formula"])
            #expect(await world.set(double, #"{"formula": "title"}"#).text.contains("Make another field"))
            let hidden = await world.set(plain, #"{"hidden": true}"#)
            #expect(hidden.status == 409 && hidden.text.contains("deal.double"), "\(hidden.text)")
            let deleted = await world.api(.delete, "/api/custom_fields/\(plain)", as: world.amelia, headers: ["if-match": "*"])
            #expect(deleted.status == 409, "\(deleted.text)")
            #expect(await world.set(plain, #"{"label": "Mass"}"#).status == 200)
            #expect(await world.set(double, #"{"hidden": true}"#).status == 409)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `who may not read what a formula reads may not read the formula`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.formula("deal", "Half", "amount / 2").status == 201)
            #expect(await world.formula("deal", "Quarter", "half / 2").status == 201)
            #expect(await world.formula("deal", "Place", "company.city").status == 201)
            #expect(await world.formula("deal", "Plain", "title").status == 201)
            try await world.compute()
            let deal = world.deals[0]
            func seen(_ role: Role) async throws -> Set<String> {
                let principal = Principal(user: nil, name: "X", role: role, team: [], language: .en, via: Via(.page))
                let names = try await world.read(with: principal) { records in
                    let record = try records.record("deal", deal)
                    return record.object.fields.map(\.name).filter { name in
                        (try? records.count(Query("deal", filter: Filter("\(name) is not empty")))) != nil
                    }
                }
                return Set(names).intersection(["half", "quarter", "place", "plain"])
            }
            #expect(try await seen(Role("a", Label("A", ru: "A"), standard: .reading)) == ["half", "quarter", "place", "plain"])
            #expect(try await seen(Role("b", Label("B", ru: "B"), standard: .reading, fields: ["deal.amount": .none])) == ["place", "plain"])
            #expect(try await seen(Role("c", Label("C", ru: "C"), standard: .reading, fields: ["company.city": .none])) == ["half", "quarter", "plain"])
            let some = Grant(create: false, read: .rows("city = \"Kazan\""), update: .none, delete: .none, export: false)
            #expect(try await seen(Role("d", Label("D", ru: "D"), standard: .reading, grants: ["company": some])) == ["half", "quarter", "plain"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `rules may ask for what is computed, and a changed formula leaves the past as it was`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            let start = time.now.iso
            time.advance(seconds: 60)
            let field = await world.formula("deal", "Bonus", "AMOUNT(amount) * 0.1").data.id
            try await world.compute()
            let rule = #"{"object": "deal", "condition": "bonus > 900", "message": "Too much", "active": true, "accept_violations": true}"#
            #expect(await world.api(.post, "/api/validation_rules", as: world.amelia, rule).status == 201)
            let refused = await world.change(world.deals[0], #"{"amount": {"minor": 1000000, "currency": "USD"}}"#)
            #expect(refused.status == 422 && refused.text.contains("Too much"), "\(refused.text)")
            #expect(await world.api(.post, "/api/deals", as: world.clara, #"{"title": "X", "amount": {"minor": 1000000, "currency": "USD"}}"#).status == 422)
            time.advance(seconds: 60)
            let moment = time.now.iso
            time.advance(seconds: 60)
            #expect(await world.set(field, #"{"formula": "AMOUNT(amount) * 0.2"}"#).status == 200)
            try await world.compute()
            func sum(_ items: KeyValuePairs<String, String>) async -> String { await world.list("/api/deals/aggregate", items, as: world.amelia).text }
            #expect(await sum(["measures": "sum(bonus)"]).contains("11000"))
            #expect(await sum(["measures": "sum(bonus)", "as_of": moment]).contains("5500"))
            // Before the field was made it held nothing.
            let early = await world.list("/api/deals", ["filter": "bonus is not empty", "as_of": start], as: world.amelia)
            #expect(early.status == 200 && early.rows.isEmpty)
        }
    }
}

extension World {
    /// Makes a formula as the administrator.
    func formula(_ object: String, _ label: String, _ text: String, _ more: String = "") async -> WebResponse {
        await make(object, label, "formula", ", \"formula\": \"\(text)\"\(more)")
    }

    func change(_ deal: Int64, _ json: String) async -> WebResponse {
        await api(.patch, "/api/deals/\(deal)", as: amelia, json, headers: ["if-match": "*"])
    }

    /// Does what was left to the job that computes.
    func compute() async throws {
        try await JobRunner(workspace.database, queue: workspace.jobs, kinds: [workspace.computing, workspace.rating], clock: workspace.clock).drain()
    }
}
