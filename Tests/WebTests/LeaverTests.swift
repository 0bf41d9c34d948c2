import Definitions
import Identity
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Upkeep
import Web

@Suite struct LeaverTests {
    /// Does what was ordered.
    private func work(_ world: World) async throws {
        let workspace = world.workspace
        let kinds =
            [workspace.turning, Reassignment.formerUndo(workspace.turning, workspace.jobs)]
            + Reassignment.kinds(engine: workspace.engines.engine(for:)) { try Principals.load(user: $0, via: $1, in: $2) }
        try await JobRunner(workspace.database, queue: workspace.jobs, kinds: kinds, clock: workspace.clock).drain()
    }

    private func owners(_ world: World, _ path: String) async -> [Int64?] {
        await world.api(.get, "/api/\(path)?sort=id&limit=200", as: world.amelia).rows.map { $0["owner"]?.int }
    }

    @Test(arguments: StorageEngine.allCases)
    func `one action hands everything over, ends the sessions, and is taken back as a whole`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for subject in ["Call", "Write", "Visit"] {
                #expect(await world.api(.post, "/api/activities", as: world.clara, #"{"subject": "\#(subject)"}"#).status == 201)
            }
            _ = await world.api(
                .patch, "/api/activities/1", as: world.clara, #"{"done_at": "2026-11-20T08:00:00Z"}"#, headers: ["if-match": "*"])
            #expect(await world.send("/deals/views", as: world.clara, [("title", "Hers"), ("audience", "team")]).status == 303)
            let (before, deals) = (await owners(world, "companies"), await owners(world, "deals"))
            let preview = await world.page("/users/\(world.clara.id)/leave", as: world.amelia).text
            #expect(
                preview.contains("<a href=\"/deals?filter=owner%20%3D%20\(world.clara.id)%20and%20%28archived_at")
                    && preview.contains("done_at%20is%20empty"))
            let boris = "user:\(world.boris.id)"
            let team = try await world.read(as: nil) {
                try $0.list(Query("team", filter: try Filter("name = \"North\"")), make: \.id).rows[0]
            }
            #expect(await world.send("/teams/\(team)/edit", as: world.amelia, [("_version", "1"), ("name", "North")]).status == 303)
            let form = [
                ("to", boris), ("to:deal", "same"), ("to:company", "user:\(world.dmitri.id)"), ("to:activity", "team:\(team)"),
                ("to:saved_view", "same"),
            ]
            let left = await world.send("/users/\(world.clara.id)/leave", as: world.amelia, form)
            #expect(left.status == 303, "\(left.text)")
            let url = left.header("location") ?? ""
            // She is out at once; the rest follows.
            #expect(await world.api(.get, "/api/me", as: world.clara).status == 401)
            #expect(await world.page("/deals", as: world.clara).status == 303)
            #expect(await world.page(url, as: world.amelia).text.contains("live-progress"))
            try await work(world)
            #expect(await owners(world, "deals") == deals.map { $0 == world.clara.id ? world.boris.id : $0 })
            #expect(await owners(world, "companies") == before.map { $0 == world.clara.id ? world.dmitri.id : $0 })
            #expect(
                await owners(world, "activities") == [world.clara.id, world.boris.id, world.boris.id],
                "what is done stays with whoever did it")
            #expect(await owners(world, "saved_views") == [world.boris.id])
            let page = await world.page(url, as: world.amelia).text
            #expect(page.contains("Handed over: 11 records") && page.contains("Take all of it back"), "\(page)")
            // What was changed since stays; everything else is as it was.
            let newer = #"{"title": "Newer"}"#
            #expect(
                await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.boris, newer, headers: ["if-match": "*"]).status == 200)
            let undo = await world.send("\(url)/undo", as: world.amelia)
            #expect(undo.status == 303)
            try await work(world)
            #expect(await owners(world, "deals") == [world.boris.id] + deals.dropFirst())
            #expect(await owners(world, "companies") == before)
            #expect(await owners(world, "saved_views") == [world.clara.id])
            #expect(await world.api(.get, "/api/me", as: world.clara).status == 200, "her token counts again")
            let left2 = await world.page(undo.header("location") ?? "", as: world.amelia).text
            #expect(
                left2.contains("Left as they are") && left2.contains("href=\"/deals/\(world.deals[0])\"")
                    && left2.contains("changed later: Boris"))
            #expect(await world.api(.get, "/api\(url)", as: world.amelia).data["undone"] == .bool(true))
            // All of it once more, and that as a whole.
            #expect(await world.send("\(url)/redo", as: world.dmitri).status == 404)
            #expect(await world.send("\(url)/redo", as: world.amelia).status == 303)
            #expect(await world.send("\(url)/undo", as: world.amelia).status == 409, "one after the other")
            try await work(world)
            #expect(await owners(world, "companies") == before.map { $0 == world.clara.id ? world.dmitri.id : $0 })
            #expect(await world.api(.get, "/api/me", as: world.clara).status == 401)
            #expect(await world.api(.get, "/api\(url)", as: world.amelia).data["undone"] == .bool(false))
            #expect(await world.page(url, as: world.amelia).text.contains("Handed over again"))
        }
    }

    /// Hands the deals of Clara over to Boris. - Returns: the number of that.
    private func handOver(_ world: World) async throws -> Int64 {
        let order = #"{"to": {"deal": [\#(world.boris.id)]}}"#
        let left = await world.api(.post, "/api/users/\(world.clara.id)/leave", as: world.amelia, order)
        #expect(left.status == 202, "\(left.text)")
        try await work(world)
        return left.data.id
    }

    @Test(arguments: StorageEngine.allCases)
    func `taking back ends each time, when everything stays as it is too`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = try await handOver(world)
            for deal in await world.api(.get, "/api/deals?limit=200", as: world.amelia).rows where deal["owner"]?.int == world.boris.id {
                let path = "/api/deals/\(deal.id)"
                #expect(await world.api(.patch, path, as: world.boris, #"{"title": "Newer"}"#, headers: ["if-match": "*"]).status == 200)
            }
            for _ in 1...3 {
                #expect(await world.api(.post, "/api/reassignments/\(id)/undo", as: world.amelia).status == 202)
                try await work(world)
                let page = await world.page("/reassignments/\(id)", as: world.amelia).text
                #expect(page.contains("Taken back.") && !page.contains("live-progress"), "\(page)")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what a former version was to take back is taken back, and what it took back is known`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (id, jobs, amelia) = (try await handOver(world), world.workspace.jobs, world.amelia.id)
            try await world.workspace.database.write { tx in
                let former = JobKind("reassignment_undo", Label("Undo", ru: "Отмена")) { _ in }
                _ = try jobs.enqueue(former, payload: "{\"run\":\(id)}", by: amelia, in: tx)
            }
            try await work(world)
            #expect(await owners(world, "deals").prefix(5).allSatisfy { $0 == world.clara.id })
            // It noted no turns.
            try await world.workspace.database.write { _ = try $0.execute("DELETE FROM turn") }
            let page = await world.page("/reassignments/\(id)", as: world.amelia).text
            #expect(page.contains("Taken back.") && !page.contains("Take all of it back"), "\(page)")
            #expect(await world.api(.post, "/api/reassignments/\(id)/undo", as: world.amelia).status == 409)
            #expect(await world.api(.get, "/api/reassignments/\(id)", as: world.amelia).data["undone"] == .bool(true))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `records are spread in turn, and programs do it too`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let order = #"{"to": {"deal": [\#(world.boris.id), \#(world.dmitri.id)], "*": [\#(world.boris.id)]}}"#
            let left = await world.api(.post, "/api/users/\(world.clara.id)/leave", as: world.amelia, order)
            #expect(left.status == 202, "\(left.text)")
            try await work(world)
            let (b, d) = (world.boris.id, world.dmitri.id)
            #expect(await owners(world, "deals").prefix(5) == [b, d, b, d, b])
            #expect(await owners(world, "companies") == [b, b, b])
            let path = "/api/reassignments/\(left.data.id)"
            let state = await world.api(.get, path, as: world.amelia)
            #expect(state.data["state"] == "done" && state.data["records"]?.int == 8 && state.data["undone"] == .bool(false))
            #expect(await world.api(.get, path, as: world.boris).status == 404)
            #expect(await world.api(.post, "\(path)/undo", as: world.amelia).status == 202)
            try await work(world)
            #expect(await owners(world, "deals").prefix(5).allSatisfy { $0 == world.clara.id })
            #expect(await world.api(.get, path, as: world.amelia).data["undone"] == .bool(true))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `nobody is handed to who is not there, and an administrator stays`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let before = try await world.digest()
            func leave(_ id: Int64, _ body: String) async -> WebResponse {
                await world.api(.post, "/api/users/\(id)/leave", as: world.amelia, body)
            }
            let clara = world.clara.id
            #expect(await leave(clara, #"{"to": {"*": [\#(clara)]}}"#).status == 422)
            #expect(await leave(clara, #"{"to": {"*": [9999]}}"#).status == 422)
            #expect(await leave(clara, #"{"to": {"pipeline": [\#(world.boris.id)]}}"#).status == 422)
            #expect(await leave(clara, #"{"to": {"deal": []}}"#).status == 422)
            #expect(await leave(9999, "{}").status == 404)
            #expect(await leave(world.amelia.id, "{}").status == 409)
            let self1 = await world.send("/users/\(world.amelia.id)/leave", as: world.amelia, [("to", "user:\(world.boris.id)")])
            #expect(self1.status == 422 && self1.text.contains("another administrator"))
            let wrong = await world.send("/users/\(clara)/leave", as: world.amelia, [("to", "user:\(clara)")])
            #expect(wrong.status == 422 && wrong.text.contains("somebody else who works here"))
            #expect(World.changed(before, try await world.digest()) == [])
        }
    }
}
