import Definitions
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct RuleTests {
    @Test(arguments: StorageEngine.allCases)
    func `a rule is obeyed by the API and by forms, with all violations at once`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let rule = await world.rule("amount > 20000 and source is empty", #", "message_ru": "Укажите источник", "field": "source""#)
            #expect(rule.status == 201, "\(rule.text)")
            #expect(await world.rule("company.title = \"Acme\" and expected_close < today", #", "field": "expected_close""#).status == 201)
            let sent = #"{"title": "Big", "amount": {"minor": 3000000, "currency": "USD"}, "company": \#(world.companies[0]), "expected_close": "2026-01-01"}"#
            let refused = await world.api(.post, "/api/deals", as: world.clara, sent)
            let fields = refused.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? []
            #expect(refused.status == 422 && Set(fields) == ["source", "expected_close"], "\(refused.text)")
            let form: [(String, String)] = [("title", "Big"), ("amount", "30000"), ("amount_currency", "USD")]
            let page = await world.send("/deals/new", as: world.clara, form)
            #expect(page.status == 422 && page.text.contains("Not so.") && page.text.contains("value=\"30000\""), "\(page.text)")
            #expect(await world.send("/deals/new", as: world.clara, form + [("source", "Fair")]).status == 303)
            // What looks at nothing that the rule looks at is changed freely; what does, is not.
            let deal = "/api/deals/\(world.deals[0])"
            func set(_ body: String) async -> Int { await world.api(.patch, deal, as: world.clara, body, headers: ["if-match": "*"]).status }
            #expect(await set(#"{"title": "Other"}"#) == 200)
            #expect(await set(#"{"amount": {"minor": 2500000, "currency": "USD"}}"#) == 422)
            #expect(await set(#"{"amount": {"minor": 2500000, "currency": "USD"}, "source": "Fair"}"#) == 200)
            #expect(await set(#"{"source": null}"#) == 422)
            // Out of force, it is none; a deleted one too.
            let id = rule.json["data"]?["id"]?.int ?? 0
            #expect(await world.api(.patch, "/api/validation_rules/\(id)", as: world.amelia, #"{"active": false}"#, headers: ["if-match": "*"]).status == 200)
            #expect(await set(#"{"source": null}"#) == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a rule that records break is put in force only by who has seen how many`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let refused = await world.rule("title is not empty")
            #expect(refused.status == 422 && refused.json["errors"]?.array?.first?["field"] == "accept_violations")
            #expect(refused.text.contains("All 10 of 10 deals"), "\(refused.text)")
            let page = await world.send("/validation_rules/new", as: world.amelia, [
                ("object", "deal"), ("message", "Not so."), ("condition", "amount >= 9000 USD"), ("active", "1"),
            ])
            #expect(page.status == 422 && page.text.contains("2 of 10") && page.text.contains("name=\"accept_violations\""), "\(page.text)")
            let accepted = await world.rule("amount >= 9000 USD", #", "accept_violations": true"#)
            #expect(accepted.status == 201)
            let view = await world.page("/validation_rules/\(accepted.json["data"]?["id"]?.int ?? 0)", as: world.amelia).text
            #expect(view.contains("2 break the rule"), "\(view)")
            for wrong in ["amount >", "nothing = 1", "amount contains 5", "company.nothing = 1"] {
                let answer = await world.rule(wrong)
                #expect(answer.status == 422 && answer.json["errors"]?.array?.first?["field"] == "condition", "\(answer.text)")
            }
            #expect(await world.rule("title = \"x\"", #", "field": "nothing""#).status == 422)
            for person in [world.boris, world.clara, world.olga] {
                #expect(await world.api(.get, "/api/validation_rules", as: person).status == 404)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a field is required when its condition is met, and forms leave it out when they need not ask`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.make("deal", "Partner", "text", #", "required": true, "visible_if": "source = \"Partner\"""#).status == 201)
            #expect(await world.make("deal", "Reason", "text", #", "required_if": "amount > 50000""#).status == 201)
            let wrong = await world.make("deal", "Wrong", "text", #", "required_if": "amount >""#)
            #expect(wrong.json["errors"]?.array?.first?["field"] == "required_if", "\(wrong.text)")
            func make(_ more: String) async -> [String] {
                let answer = await world.api(.post, "/api/deals", as: world.clara, #"{"title": "New"\#(more)}"#)
                return answer.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? []
            }
            #expect(await make("") == [])
            #expect(await make(#", "source": "partner""#) == ["partner"])
            #expect(await make(#", "source": "Partner", "partner": "Acme""#) == [])
            #expect(await make(#", "amount": {"minor": 6000000, "currency": "USD"}"#) == ["reason"])
            let form = await world.page("/deals/new", as: world.clara).text
            #expect(form.contains("data-hidden=\"partner\""), "\(form)")
            let shown = await world.send("/deals/conditions", as: world.clara, [("title", "x"), ("source", "Partner"), ("amount", "nonsense")])
            #expect(shown.status == 200 && shown.text.contains("data-hidden=\"\""), "\(shown.text)")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a stage asks for what must be filled, on the move`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.make("deal", "Budget", "money")
            let stages = await world.list("/api/stages", ["sort": "position"], as: world.amelia).json["data"]?.array ?? []
            let stage = stages.dropFirst().first?["id"]?.int ?? 0
            let asked = #"{"required_fields": ["source", "budget"]}"#
            let changed = await world.api(.patch, "/api/stages/\(stage)", as: world.amelia, asked, headers: ["if-match": "*"])
            #expect(changed.status == 200 && changed.json["data"]?["required_fields"]?.array?.count == 2, "\(changed.text)")
            let deal = "/deals/\(world.deals[0])"
            let moved = await world.api(.post, "/api\(deal)/move", as: world.clara, #"{"stage": \#(stage)}"#)
            #expect(moved.status == 422 && moved.json["errors"]?.array?.count == 2, "\(moved.text)")
            let script = await world.send("\(deal)/move", as: world.clara, [("stage", "\(stage)")], headers: ["x-requested-with": "fetch"])
            #expect(script.status == 422 && script.text.contains("with=source&amp;with=budget"), "\(script.text)")
            let form = await world.page("\(deal)/move?stage=\(stage)&with=source&with=budget", as: world.clara).text
            #expect(form.contains("name=\"source\"") && form.contains("name=\"budget\"") && form.contains("value=\"\(stage)\" selected"), "\(form)")
            let again = await world.send("\(deal)/move", as: world.clara, [("stage", "\(stage)")])
            #expect(again.status == 422 && again.text.contains("name=\"budget\"") && again.text.contains("Fill this in for the stage"), "\(again.text)")
            let filled = await world.send("\(deal)/move", as: world.clara, [
                ("stage", "\(stage)"), ("_with", "source"), ("_with", "budget"), ("source", "Fair"), ("budget", "100"), ("budget_currency", "USD"),
            ])
            #expect(filled.status == 303, "\(filled.text)")
            let record = await world.api(.get, "/api\(deal)", as: world.clara).json["data"]
            #expect(record?["stage"]?.int == stage && record?["source"] == "Fair" && record?["budget"]?["minor"]?.int == 10_000)
            // A stage of the usual kind asks for nothing.
            let other = stages.dropFirst(2).first?["id"]?.int ?? 0
            #expect(await world.api(.post, "/api\(deal)/move", as: world.clara, #"{"stage": \#(other)}"#).status == 200)
        }
    }
}

extension World {
    fileprivate func rule(_ condition: String, _ more: String = "") async -> WebResponse {
        let text = condition.replacing("\"", with: "\\\"")
        return await api(
            .post, "/api/validation_rules", as: amelia, "{\"object\": \"deal\", \"message\": \"Not so.\", \"condition\": \"\(text)\"\(more)}")
    }
}
