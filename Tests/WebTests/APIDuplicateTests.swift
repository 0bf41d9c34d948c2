import Kit
import TestSupport
import Testing
import Web

@Suite struct APIDuplicateTests {
    private func company(_ world: World, _ json: String) async -> Int64 { await world.api(.post, "/api/companies", as: world.clara, json).data.id }

    @Test(arguments: StorageEngine.allCases)
    func `a program asks before it makes a record, and is told whom it would double`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = await company(world, #"{"title": "OOO \"Romashka\"", "inn": "7707083893", "phones": ["+79161234567"]}"#)
            let asked = await world.api(.post, "/api/companies/duplicates/check", as: world.clara, #"{"title": "Other", "phones": ["+7 916 123-45-67"]}"#)
            #expect(asked.status == 200 && asked.json["outcome"] == "free")
            #expect(asked.rows.map { $0.id } == [id] && asked.rows.first?["certainty"] == "possible")
            #expect(asked.rows.first?["reasons"]?.array?.first?["kind"] == "phone")
            let same = await world.api(.post, "/api/companies/duplicates/check", as: world.clara, #"{"inn": "7707083893"}"#)
            #expect(same.json["outcome"] == "asks" && same.rows.first?["certainty"] == "certain" && same.rows.first?["title"] == "OOO \"Romashka\"")
            let wrong = await world.api(.post, "/api/companies/duplicates/check", as: world.clara, #"{"inn": "!!", "nonsense": 2}"#)
            #expect(wrong.status == 422 && Set(wrong.fields) == ["inn", "nonsense"])

            let twin = #"{"title": "Twin", "inn": "7707083893"}"#
            let refused = await world.api(.post, "/api/companies", as: world.clara, twin, headers: ["krug-duplicates": "refuse"])
            #expect(refused.status == 409 && refused.text.contains("company \(id)") && refused.text.contains("the same INN 7707083893"))
            #expect(await world.api(.post, "/api/companies", as: world.clara, twin, headers: ["krug-duplicates": "maybe"]).status == 400)
            #expect(await world.api(.post, "/api/companies", as: world.clara, twin).status == 201)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `where the rule refuses, nobody makes a double, by no way`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let rule = #"{"object": "company", "warn_from": "possible", "refuse_from": "certain"}"#
            #expect(await world.api(.post, "/api/duplicate_rules", as: world.clara, rule).status == 403)
            #expect(await world.api(.post, "/api/duplicate_rules", as: world.amelia, rule).status == 201)
            _ = await company(world, #"{"title": "First", "inn": "7707083893"}"#)
            let other = await company(world, #"{"title": "Second"}"#)
            let twin = #"{"title": "Twin", "inn": "7707083893"}"#
            #expect(await world.api(.post, "/api/companies", as: world.clara, twin, headers: ["krug-duplicates": "allow"]).status == 409)
            let change = await world.api(
                .patch, "/api/companies/\(other)", as: world.clara, #"{"inn": "7707083893"}"#, headers: ["if-match": "*"])
            #expect(change.status == 409)
            // What does not make it any more alike is changed as ever.
            #expect(await world.api(.patch, "/api/companies/\(other)", as: world.clara, #"{"sector": "Ice"}"#, headers: ["if-match": "*"]).status == 200)
            let form = [("title", "Twin"), ("inn", "7707083893"), ("_duplicates", "allow")]
            let page = await world.send("/companies/new", as: world.clara, form)
            #expect(page.status == 409 && page.text.contains("duplicates are not saved") && !page.text.contains("Save anyway"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `sets are listed page by page, and a set that is none is remembered`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            var ids: [Int64] = []
            for number in [1, 1, 2, 2, 3, 3] { ids.append(await company(world, #"{"title": "Firm \#(number)", "emails": ["one@firm\#(number).example"]}"#)) }
            let first = await world.api(.get, "/api/companies/duplicates?limit=2", as: world.olga)
            #expect(first.rows.count == 2 && first.rows.first?["certainty"] == "certain")
            #expect(first.rows.first?["records"]?.array?.map(\.id) == [ids[0], ids[1]])
            let next = first.json["next"]?.string ?? ""
            let second = await world.api(.get, "/api/companies/duplicates?after=\(next)", as: world.olga)
            #expect(second.rows.count == 1 && second.json["next"] == .null)
            #expect(await world.api(.get, "/api/companies/duplicates?after=nowhere", as: world.olga).status == 400)

            let pair = #"{"records": [\#(ids[0]), \#(ids[1])]}"#
            #expect(await world.api(.post, "/api/companies/duplicates/dismiss", as: world.olga, pair).status == 403)
            #expect(await world.api(.post, "/api/companies/duplicates/dismiss", as: world.clara, pair).status == 204)
            #expect(await world.api(.get, "/api/companies/duplicates", as: world.olga).rows.count == 2)
            let kept = await world.api(.get, "/api/companies/duplicates/dismissed", as: world.olga)
            #expect(kept.rows.map { $0["records"]?.array?.compactMap(\.int) } == [[ids[0], ids[1]]])
            #expect(await world.api(.post, "/api/companies/duplicates/recall", as: world.clara, pair).status == 204)
            #expect(await world.api(.get, "/api/companies/duplicates", as: world.olga).rows.count == 3)
            for body in [#"{}"#, #"{"records": [1]}"#, #"{"records": ["a", 2]}"#, #"{"records": [1, 1]}"#, #"{"records": [1, 2], "x": 1}"#] {
                #expect(await world.api(.post, "/api/companies/duplicates/dismiss", as: world.clara, body).status == 422, "\(body)")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `merged by one order, found under the old address for ever, taken back by another`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (acme, borealis, cirrus) = (world.companies[0], world.companies[1], world.companies[2])
            let order = #"{"with": [\#(borealis), {"id": \#(cirrus), "version": 1}], "take": {"title": \#(cirrus)}}"#
            let merged = await world.api(.post, "/api/companies/\(acme)/merge", as: world.clara, order, headers: ["if-match": "\"1\"", "idempotency-key": "m1"])
            #expect(merged.status == 200 && merged.data["title"] == "Cirrus" && merged.etag == "\"2\"")
            let again = await world.api(.post, "/api/companies/\(acme)/merge", as: world.clara, order, headers: ["if-match": "\"1\"", "idempotency-key": "m1"])
            #expect(again.status == 200 && again.data.id == acme)

            let old = await world.api(.get, "/api/companies/\(borealis)?as_of=2026-11-22", as: world.olga)
            #expect(old.status == 301 && old.header("location") == "/api/companies/\(acme)?as_of=2026-11-22")
            #expect(await world.api(.get, "/api/companies/\(borealis)/history", as: world.olga).header("location") == "/api/companies/\(acme)/history")
            let change = await world.api(.patch, "/api/companies/\(borealis)", as: world.clara, #"{"city": "Oslo"}"#, headers: ["if-match": "*"])
            #expect(change.status == 409 && change.text.contains("/api/companies/\(acme)"))
            let page = await world.page("/companies/\(borealis)?x=1", as: world.olga)
            #expect(page.status == 301 && page.header("location") == "/companies/\(acme)?x=1")
            let history = await world.api(.get, "/api/companies/\(acme)/history", as: world.olga).rows
            #expect(Set(history.compactMap { $0["merged"]?["title"]?.string }) == ["Borealis", "Cirrus"])
            #expect(await world.page("/companies/\(acme)", as: world.olga).text.contains("“Borealis”"))

            let batch = history.first?["batch"]?.id ?? 0
            #expect(await world.api(.post, "/api/batches/\(batch)/undo", as: world.clara).status == 200)
            #expect(await world.api(.get, "/api/companies/\(borealis)", as: world.olga).data["title"] == "Borealis")
            #expect(await world.api(.get, "/api/companies/\(acme)", as: world.olga).data["title"] == "Acme")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `fields that administrators add take part as long as they are not hidden`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let field = await world.api(.post, "/api/custom_fields", as: world.amelia, #"{"object": "person", "label": "Private phone", "type": "phones"}"#).data
            let id = await world.api(.post, "/api/people", as: world.clara, #"{"name": "Anna", "private_phone": ["+79161234567"]}"#).data.id
            func found() async -> [Int64] {
                await world.api(.post, "/api/people/duplicates/check", as: world.clara, #"{"phones": ["+79161234567"]}"#).rows.map(\.id)
            }
            func set(_ json: String) async -> Int {
                await world.api(.patch, "/api/custom_fields/\(field.id)", as: world.amelia, json, headers: ["if-match": "*"]).status
            }
            #expect(await found() == [id])
            #expect(await set(#"{"hidden": true}"#) == 200)
            #expect(await found().isEmpty)
            #expect(await set(#"{"hidden": false}"#) == 200)
            #expect(await found() == [id])
            #expect(await world.api(.delete, "/api/custom_fields/\(field.id)", as: world.amelia, headers: ["if-match": "*"]).status == 204)
            #expect(await found().isEmpty)
            #expect(await world.api(.post, "/api/custom_fields/\(field.id)/restore", as: world.amelia).status == 200)
            #expect(await found() == [id])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a wrong order is answered with all that is wrong, and nothing changes`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.api(.get, "/api/me", as: world.clara)
            let before = try await world.digest()
            let target = "/api/companies/\(world.companies[0])/merge"
            let bodies: [(String, Int, [String])] = [
                ("{}", 422, ["with"]), (#"{"with": []}"#, 422, ["with"]), (#"{"with": [\#(world.companies[0])]}"#, 422, ["with"]),
                (#"{"with": ["x"], "take": 5, "other": 1}"#, 422, ["other", "with", "take"]), (#"{"with": [999]}"#, 422, ["with"]),
                (#"{"with": [\#(world.companies[1])], "take": {"nonsense": 1, "city": 77}}"#, 422, ["city", "nonsense"]),
                (#"{"with": [{"id": \#(world.companies[1]), "version": 9}]}"#, 409, []), ("[]", 400, []),
            ]
            for (body, status, fields) in bodies {
                let answer = await world.api(.post, target, as: world.clara, body)
                #expect(answer.status == status && answer.fields == fields, "\(body): \(answer.text)")
            }
            let one = #"{"with": [\#(world.companies[1])]}"#
            #expect(await world.api(.post, target, as: world.clara, one, headers: ["if-match": "\"7\""]).status == 412)
            #expect(await world.api(.post, "/api/companies/999/merge", as: world.clara, one).status == 404)
            #expect(await world.api(.post, "/api/deals/\(world.deals[0])/merge", as: world.clara, #"{"with": [\#(world.deals[9])]}"#).status == 422)
            #expect(await world.api(.post, "/api/tags/1/merge", as: world.amelia, #"{"with": [2]}"#).status == 404)
            #expect(World.changed(before, try await world.digest()) == [])
        }
    }
}
