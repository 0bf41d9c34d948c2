import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct FollowTests {
    private func change(_ deal: Int64, _ body: String, as person: World.Person, _ world: World) async {
        #expect(await world.api(.patch, "/api/deals/\(deal)", as: person, body, headers: ["if-match": "*"]).status == 200)
    }

    private func told(_ person: World.Person, _ world: World) async -> [JSON] {
        await world.api(.get, "/api/notifications?waiting=true", as: person).rows
    }

    private func follow(_ deal: Int64, as person: World.Person, _ world: World) async -> WebResponse {
        await world.send("/followers/new", as: person, [("about", "deal:\(deal)"), ("_next", "/deals/\(deal)")])
    }

    @Test(arguments: StorageEngine.allCases)
    func `who follows a record, and whose it is, hears of changes, stages, notes and comments of others`(engine: StorageEngine) async throws
    {
        try await withWorld(on: engine) { world in
            let deal = world.deals[0]
            #expect(await follow(deal, as: world.boris, world).status == 303)
            await change(deal, #"{"title": "Other"}"#, as: world.amelia, world)
            #expect(await told(world.boris, world).map { $0["kind"]?.string } == ["changed"])
            #expect(await told(world.clara, world).map { $0["kind"]?.string } == ["changed"], "it is hers")
            #expect(await told(world.amelia, world).isEmpty)
            #expect(await told(world.dmitri, world).isEmpty)
            // Saved as it is, nothing happened; more of the same is told once.
            await change(deal, #"{"title": "Other"}"#, as: world.amelia, world)
            await change(deal, #"{"title": "Third"}"#, as: world.amelia, world)
            #expect(await told(world.boris, world).map { $0["times"]?.int } == [2])
            let stages = try await world.read(as: nil) {
                try $0.list(Query("stage", sort: [Sort(FieldPath("id"))], limit: 2), make: \.id).rows
            }
            await change(deal, "{\"stage\": \(stages[1])}", as: world.clara, world)
            #expect(await told(world.boris, world).map { $0["kind"]?.string } == ["moved", "changed"])
            let about = "\"about\": {\"object\": \"deal\", \"id\": \(deal)}"
            let note = await world.api(.post, "/api/activities", as: world.clara, "{\"kind\": \"note\", \"body\": \"News\", \(about)}").data
                .id
            #expect(await told(world.boris, world).first?["kind"]?.string == "noted")
            #expect(await world.api(.post, "/api/comments", as: world.boris, "{\"text\": \"Why?\", \(about)}").status == 201)
            #expect(await told(world.clara, world).first?["kind"]?.string == "commented")
            // Whoever has said something hears the answer.
            let page = await world.page("/notifications", as: world.boris).text
            #expect(page.contains("href=\"/deals/\(deal)#activity-\(note)\"") && page.contains("moved it to another stage"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a follower hears nothing of what is closed, nor of a kind that is switched off, nor after letting go`(
        engine: StorageEngine
    ) async throws {
        try await withWorld(on: engine) { world in
            let deal = world.deals[9]
            #expect(await follow(deal, as: world.amelia, world).status == 303)
            #expect(await follow(deal, as: world.clara, world).status != 303, "it is closed to her")
            // Dmitri follows, then the deal is closed to him.
            #expect(await follow(deal, as: world.dmitri, world).status == 303)
            await change(deal, "{\"owner\": \(world.clara.id)}", as: world.amelia, world)
            await change(deal, #"{"title": "Secret pumps"}"#, as: world.clara, world)
            let text = await world.page("/notifications", as: world.dmitri).text
            #expect(!text.contains("Secret pumps") && !text.contains("Clara"))
            let closed = await told(world.dmitri, world)
            #expect(closed.allSatisfy { $0["record"] == .null && $0["author"] == .null }, "\(closed)")
            // A note that he may not read is not told of at all.
            let before = closed.count
            let note = "{\"kind\": \"note\", \"body\": \"Secret\", \"about\": {\"object\": \"deal\", \"id\": \(deal)}}"
            _ = await world.api(.post, "/api/activities", as: world.clara, note)
            #expect(await told(world.dmitri, world).count == before)
            #expect(await told(world.amelia, world).map { $0["kind"]?.string } == ["noted", "changed"])
            _ = await world.send("/notifications/read", as: world.amelia)
            #expect(await world.send("/notifications/settings", as: world.amelia, [("kind", "noted")]).status == 303)
            await change(deal, #"{"title": "Again"}"#, as: world.clara, world)
            #expect(await told(world.amelia, world).isEmpty)
            // The button turns round; letting go is undone like anything else.
            let page = await world.page("/deals/\(deal)", as: world.amelia).text
            let number =
                await world.api(.get, "/api/followers", as: world.amelia).rows.first { $0["user"]?.int == world.amelia.id }?["id"]?.int ?? 0
            #expect(page.contains("/followers/\(number)/delete") && page.contains("Unfollow"))
            #expect(await world.send("/followers/\(number)/delete", as: world.amelia, [("_next", "/deals/\(deal)")]).status == 303)
            #expect(await world.page("/deals/\(deal)", as: world.amelia).text.contains("/followers/new"))
            #expect(await world.send("/actions/undo", as: world.amelia).status == 303)
            #expect(await world.page("/deals/\(deal)", as: world.amelia).text.contains("Unfollow"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `who followed two records that are one now hears of it once`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (kept, gone) = (world.companies[0], world.companies[1])
            for company in [kept, gone] {
                let fields = [("about", "company:\(company)"), ("_next", "/companies/\(company)")]
                #expect(await world.send("/followers/new", as: world.boris, fields).status == 303)
            }
            let merged = await world.api(
                .post, "/api/companies/\(kept)/merge", as: world.amelia, "{\"with\": [\(gone)]}", headers: ["if-match": "*"])
            #expect(merged.status == 200, "\(merged.text)")
            let changed = await world.api(
                .patch, "/api/companies/\(kept)", as: world.amelia, #"{"title": "One"}"#, headers: ["if-match": "*"])
            #expect(changed.status == 200, "\(changed.text)")
            #expect(await told(world.boris, world).filter { $0["record"]?.int == kept }.count == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what one follows is a filter, and one follows once and for oneself`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await follow(world.deals[0], as: world.boris, world).status == 303)
            #expect(await follow(world.deals[0], as: world.boris, world).status == 422)
            #expect(await follow(world.deals[5], as: world.clara, world).status != 303)
            let mine = "/api/deals?filter=has%20follower.about%20where%20(user%20%3D%20me)"
            #expect(await world.api(.get, mine, as: world.boris).rows.compactMap { $0["id"]?.int } == [world.deals[0]])
            #expect(await world.api(.get, mine, as: world.clara).rows.isEmpty)
            #expect(await world.page("/deals", as: world.boris).text.contains("I follow"))
            let others = "{\"about\": {\"object\": \"deal\", \"id\": \(world.deals[1])}, \"user\": \(world.clara.id)}"
            #expect(await world.api(.post, "/api/followers", as: world.boris, others).fields == ["user"])
            #expect(await world.api(.get, "/api/followers", as: world.clara).rows.isEmpty)
            // Looked up by the person, not row by row.
            let steps = try await world.read(as: world.amelia) {
                try $0.plan(Query("deal", filter: try Filter("has follower.about where (user = me)"), sort: [Sort(FieldPath("id"))]))
            }
            #expect(!steps.contains { $0.contains("CORRELATED") }, "\(steps)")
        }
    }
}
