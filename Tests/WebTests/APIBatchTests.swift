import Kit
import RecordEngine
import TestSupport
import Testing
import Web

struct APIBatchTests {
    private func send(_ world: World, _ operations: String, as person: World.Person, headers: [String: String] = [:]) async -> WebResponse {
        await world.api(.post, "/api/batch", as: person, "{\"operations\": [\(operations)]}", headers: headers)
    }

    @Test(arguments: StorageEngine.allCases)
    func `operations of all kinds are one action, and refer to what earlier ones made`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            let answer = await send(world, """
                {"op": "create", "object": "company", "values": {"title": "Delta"}, "as": "delta"},
                {"op": "create", "object": "deals", "values": {"title": "Pumps", "company": {"made": "delta"}}, "as": "pumps"},
                {"op": "update", "object": "deal", "id": \(deal), "version": 1, "values": {"title": "Renamed", "company": {"made": "delta"}}},
                {"op": "verb", "object": "deal", "id": {"made": "pumps"}, "verb": "win"},
                {"op": "delete", "object": "deal", "id": \(world.deals[1])}
                """, as: world.amelia)
            #expect(answer.status == 200, "\(answer.text)")
            let made = try #require(answer.json["data"]?.array)
            #expect(made.count == 5)
            let company = try #require(made[0]["id"]?.int)
            let pumps = await world.api(.get, "/api/deals/\(made[1]["id"]?.int ?? 0)", as: world.amelia).json["data"]
            #expect(pumps?["company"]?.int == company)
            #expect(pumps?["status"]?.string == "won")
            #expect(await world.api(.get, "/api/deals/\(deal)", as: world.amelia).json["data"]?["company"]?.int == company)
            #expect(await world.api(.get, "/api/deals/\(world.deals[1])", as: world.amelia).status == 404)
            let batch = try #require(answer.json["batch"]?.int)
            #expect(await world.api(.post, "/api/batches/\(batch)/undo", as: world.amelia).status == 200)
            #expect(await world.api(.get, "/api/companies/\(company)", as: world.amelia).status == 404)
            #expect(await world.api(.get, "/api/deals/\(world.deals[1])", as: world.amelia).status == 200)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `everything that stands against it is said at once, and nothing changes`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let before = try await world.read(as: world.amelia) { try $0.count(Query("company")).value }
            let answer = await send(world, """
                {"op": "create", "object": "company", "values": {"title": "Delta"}},
                {"op": "create", "object": "company", "values": {"city": "Rome"}},
                {"op": "update", "object": "deal", "id": 999, "values": {"title": "x"}},
                {"op": "update", "object": "deal", "id": \(world.deals[0]), "version": 9, "values": {"title": "x"}},
                {"op": "create", "object": "deal", "values": {"title": "x", "company": {"made": "nobody"}}},
                {"op": "melt", "object": "deal"}, {"op": "delete", "object": "deal"}, {"op": "delete", "object": "nothing", "id": 1, "colour": 2}, 7
                """, as: world.amelia)
            #expect(answer.status == 422)
            let places = answer.json["errors"]?.array?.compactMap { $0["field"]?.string } ?? []
            #expect(Set(places) == [
                "operations/1/title", "operations/2", "operations/3/version", "operations/4/company", "operations/5/op",
                "operations/6/id", "operations/7/colour", "operations/8",
            ], "\(answer.text)")
            let after = try await world.read(as: world.amelia) { try $0.count(Query("company")).value }
            #expect(after == before)
        }
    }

    @Test func `what one may not do alone, one may not do in a batch`() async throws {
        try await withWorld(on: .sqlite) { world in
            let foreign = world.deals[8]
            let answer = await send(world, "{\"op\": \"update\", \"object\": \"deal\", \"id\": \(foreign), \"values\": {\"title\": \"Mine\"}}", as: world.clara)
            #expect(answer.status == 422)
            #expect(answer.json["errors"]?.array?.first?["field"]?.string == "operations/0")
            #expect(await send(world, "{\"op\": \"delete\", \"object\": \"deal\", \"id\": 1}", as: world.olga).status == 422)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `sent again with its key, it is answered and not carried out again`(_ engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let operation = "{\"op\": \"create\", \"object\": \"company\", \"values\": {\"title\": \"Once\"}}"
            let first = await send(world, operation, as: world.amelia, headers: ["idempotency-key": "k1"])
            let second = await send(world, operation, as: world.amelia, headers: ["idempotency-key": "k1"])
            #expect(first.json == second.json)
            let count = try await world.read(as: world.amelia) { records in
                try records.count(Query("company", filter: try Filter("title = \"Once\""))).value
            }
            #expect(count == 1)
        }
    }

    @Test func `no operations and too many are refused`() async throws {
        try await withWorld(on: .sqlite) { world in
            #expect(await send(world, "", as: world.amelia).status == 400)
            let many = Array(repeating: "{}", count: 1_001).joined(separator: ",")
            #expect(await send(world, many, as: world.amelia).status == 413)
        }
    }
}
