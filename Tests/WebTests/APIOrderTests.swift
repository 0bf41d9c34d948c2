import Kit
import TestSupport
import Testing
import Web

@Suite struct APIOrderTests {
    @Test(arguments: StorageEngine.allCases)
    func `an order that is sent again is carried out once`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let key = ["idempotency-key": "order-1"]
            let first = await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Pumps"}"#, headers: key)
            let again = await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Pumps"}"#, headers: key)
            #expect(first.status == 201)
            #expect(again.status == 201)
            #expect(again.bytes == first.bytes)
            #expect(again.etag == first.etag)
            #expect(again.header("location") == first.header("location"))
            #expect(first.header("idempotent-replayed") == nil)
            #expect(again.header("idempotent-replayed") == "true")
            #expect(await world.list("/api/deals", ["filter": "title = \"Pumps\""], as: world.clara).rows.count == 1)

            let other = await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Valves"}"#, headers: key)
            #expect(other.status == 422)
            #expect(other.fields == ["Idempotency-Key"])
            #expect(await world.api(.post, "/api/companies", as: world.clara, #"{"title": "Pumps"}"#, headers: key).status == 422)
            // Another user's keys are that user's own.
            #expect(
                await world.api(.post, "/api/deals", as: world.dmitri, #"{"title": "Pumps"}"#, headers: key).header("idempotent-replayed")
                    == nil)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `of orders sent at the same time one is carried out`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let answers = await withTaskGroup(of: WebResponse.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Pumps"}"#, headers: ["idempotency-key": "same"])
                    }
                }
                return await group.reduce(into: [WebResponse]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(Set(answers.map(\.bytes)).count == 1)
            #expect(answers.count { $0.header("idempotent-replayed") == nil } == 1)
            #expect(await world.list("/api/deals", ["filter": "title = \"Pumps\""], as: world.clara).rows.count == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an order that failed may be sent again`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let key = ["idempotency-key": "order-1"]
            #expect(await world.api(.post, "/api/deals", as: world.clara, "{}", headers: key).status == 422)
            #expect(await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Pumps"}"#, headers: key).status == 201)
            let long = ["idempotency-key": String(repeating: "k", count: 256)]
            #expect(await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Pumps"}"#, headers: long).status == 400)
            let undo = ["idempotency-key": "undo"]
            let batch = await world.api(.get, "/api/deals/\(world.deals[0])/history", as: world.clara).rows[0]["batch"]?.id ?? 0
            #expect(await world.api(.post, "/api/batches/\(batch)/undo", as: world.clara, headers: undo).status == 403)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a record that the sender has named is made once`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let key = ["krug-client-key": "phone-7/note-1"]
            let first = await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Pumps"}"#, headers: key)
            let again = await world.api(.post, "/api/deals", as: world.clara, #"{"title": "Other"}"#, headers: key)
            #expect(first.status == 201)
            #expect(again.status == 200)
            #expect(again.data == first.data)
            #expect(again.header("location") == first.header("location"))
        }
    }
}
