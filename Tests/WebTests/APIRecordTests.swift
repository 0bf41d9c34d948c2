import Kit
import TestSupport
import Testing
import Web

@Suite struct APIRecordTests {
    @Test(arguments: StorageEngine.allCases)
    func `a record is made, read, changed and deleted`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let made = await world.api(
                .post, "/api/deals", as: world.clara,
                """
                {"title": "Pumps", "company": \(world.companies[0]), "amount": {"minor": 1250050, "currency": "USD"}, "expected_close": "2026-12-24"}
                """)
            #expect(made.status == 201)
            #expect(made.etag == "\"1\"")
            let id = made.data.id
            #expect(made.header("location") == "/api/deals/\(id)")
            #expect(made.data["amount"] == ["minor": 1_250_050, "currency": "USD"])
            #expect(made.data["owner"]?.int == world.clara.id)
            #expect(made.data["created_at"] == "2026-11-22T08:00:00Z")

            let read = await world.api(.get, "/api/deals/\(id)", as: world.clara)
            #expect(read.data == made.data)
            let known = await world.api(.get, "/api/deals/\(id)", as: world.clara, headers: ["if-none-match": read.etag])
            #expect(known.status == 304)
            #expect(known.bytes.isEmpty)

            let changed = await world.api(
                .patch, "/api/deals/\(id)", as: world.clara, #"{"title": "Big pumps", "amount": null}"#, headers: ["if-match": read.etag])
            #expect(changed.status == 200)
            #expect(changed.etag == "\"2\"")
            #expect(changed.data["title"] == "Big pumps")
            #expect(changed.data["amount"] == .null)
            #expect(changed.data["expected_close"] == "2026-12-24")

            let deleted = await world.api(.delete, "/api/deals/\(id)", as: world.clara, headers: ["if-match": changed.etag])
            #expect(deleted.status == 204)
            #expect(await world.api(.get, "/api/deals/\(id)", as: world.clara).status == 404)
            let restored = await world.api(.post, "/api/deals/\(id)/restore", as: world.clara)
            #expect(restored.status == 200)
            #expect(restored.data["title"] == "Big pumps")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a change names the version it was made on`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let target = "/api/deals/\(world.deals[0])"
            let body = #"{"title": "Mine"}"#
            for method in [WebRequest.Method.patch, .delete] {
                let sent = method == .patch ? body : nil
                #expect(await world.api(method, target, as: world.clara, sent).status == 428)
                for tag in ["\"7\"", "W/\"1\"", "1", "\"x\"", "\"99999999999999999999\""] {
                    #expect(await world.api(method, target, as: world.clara, sent, headers: ["if-match": tag]).status == 412)
                }
            }
            let unchanged = await world.api(.get, target, as: world.clara)
            #expect(unchanged.data["title"] == "Deal 0")
            #expect(unchanged.etag == "\"1\"")
            #expect(await world.api(.patch, target, as: world.clara, body, headers: ["if-match": "*"]).status == 200)
            let won = await world.api(.post, target + "/win", as: world.clara, headers: ["if-match": "\"1\""])
            #expect(won.status == 412)
            #expect(won.json["detail"]?.string?.contains("2") ?? false)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `everything that is wrong is said at once`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let refused = await world.api(
                .post, "/api/deals", as: world.clara,
                """
                {"titel": "Pumps", "amount": "much", "company": "Acme", "expected_close": "soon", "id": 4, "owner": 999999}
                """)
            #expect(refused.status == 422)
            #expect(refused.header("content-type") == "application/problem+json")
            #expect(Set(refused.fields) == ["titel", "amount", "company", "expected_close", "id", "owner", "title"])
            #expect(refused.fields.count == 7)
            let lost = await world.api(.post, "/api/deals/\(world.deals[0])/lose", as: world.clara, #"{"why": 1, "lost_reason": 7}"#)
            #expect(lost.status == 422)
            #expect(lost.fields.sorted() == ["lost_reason", "why"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a body that is no JSON object is refused`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deep = String(repeating: "[", count: 100_000)
            for body in ["", "{", "[1]", "7", "{\"title\": \"\\ud800\"}", "{\"title\": 1} x", "{\"title\": \"a\", \"title\": \"b\"}", deep]
            {
                #expect(await world.api(.post, "/api/deals", as: world.clara, body).status == 400, "\(body.prefix(20))")
            }
            for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
                #expect(await world.api(.post, "/api/deals", as: world.clara, "{}", headers: ["content-type": type]).status == 415)
            }
            let long = "{\"title\": \"\(String(repeating: "a", count: 1 << 20))\"}"
            #expect(await world.api(.post, "/api/deals", as: world.clara, long).status == 413)
            let charset = ["content-type": "application/json; charset=utf-8"]
            #expect(await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Pumps"}"#, headers: charset).status == 201)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `verbs of deals change them by their own rules`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let target = "/api/deals/\(world.deals[0])"
            #expect(await world.api(.post, target + "/win", as: world.clara).data["status"] == "won")
            #expect(await world.api(.post, target + "/win", as: world.clara).status == 409)
            #expect(await world.api(.post, target + "/reopen", as: world.clara, "{}").data["status"] == "open")
            #expect(await world.api(.post, target + "/lose", as: world.clara, "{}").fields == ["lost_reason"])
            let lost = await world.api(.post, target + "/lose", as: world.clara, #"{"lost_reason": "Price"}"#)
            #expect(lost.data["lost_reason"] == "Price")
            #expect(await world.api(.post, target + "/dance", as: world.clara).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is given away is named and not shown`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let given = await world.api(.post, "/api/deals/\(world.deals[0])/assign", as: world.clara, #"{"owner": \#(world.dmitri.id)}"#)
            #expect(given.status == 200)
            #expect(given.data == ["id": .number("\(world.deals[0])"), "version": 2])
            #expect(await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).status == 404)
        }
    }
    @Test func `an address says which methods it takes`() async throws {
        try await withWorld(on: .sqlite) { world in
            let refused = await world.api(.put, "/api/deals/\(world.deals[0])", as: world.clara, "{}")
            #expect(refused.status == 405)
            #expect(refused.header("allow") == "DELETE, GET, PATCH")
            #expect(await world.api(.get, "/api/nothing", as: world.clara).status == 404)
            #expect(await world.api(.get, "/api/deals/x", as: world.clara).status == 404)
        }
    }
}
