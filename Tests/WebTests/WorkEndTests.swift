import App
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

@Suite struct WorkEndTests {
    private func work(_ kinds: [JobKind], _ world: World) async throws {
        let workspace = world.workspace
        try await JobRunner(workspace.database, queue: workspace.jobs, kinds: kinds.map(WorkEnds.telling), clock: workspace.clock).drain()
    }

    @Test(arguments: StorageEngine.allCases)
    func `whoever ordered a bulk change hears that it is over, and that its undo is, with the counts`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let order = "{\"ids\": [\(world.deals[0]), \(world.deals[1])], \"set\": {\"source\": \"Fair\"}}"
            let run = await world.api(.post, "/api/deals/bulk", as: world.clara, order)
            #expect(run.status == 202 || run.status == 200 || run.status == 201, "\(run.text)")
            try await work(world.workspace.bulk, world)
            let undo = await world.api(.post, "/api/bulk/\(run.data.id)/undo", as: world.clara)
            #expect(undo.status < 300, "\(undo.text)")
            try await work([world.workspace.turning], world)
            let told = await world.api(.get, "/api/notifications?waiting=true", as: world.clara).rows
            #expect(told.first?["kind"] == "worked" && told.first?["object"] == "bulk" && told.first?["record"]?.int == run.data.id, "\(told)")
            let page = await world.page("/notifications", as: world.clara).text
            #expect(page.contains("href=\"/bulk/\(run.data.id)\"") && page.contains("records: 2"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what fails for good is told once, what is tried again is not`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            struct Weather: Error {}
            let workspace = world.workspace
            let hopeless = JobKind("bulk", .verbatim("Bulk")) { _ in throw GiveUp("No") }
            let hesitant = JobKind("turn", .verbatim("Turn")) { _ in throw Weather() }
            try await workspace.database.write { tx in
                _ = try workspace.jobs.enqueue(hopeless, payload: #"{"run": 7, "after": 0}"#, by: world.clara.id, in: tx)
                _ = try workspace.jobs.enqueue(hesitant, payload: #"{"via": "bulk", "work": 8}"#, by: world.clara.id, in: tx)
            }
            try await work([hopeless, hesitant], world)
            let told = await world.api(.get, "/api/notifications", as: world.clara).rows
            #expect(told.map { $0["kind"]?.string } == ["failed"] && told.first?["record"]?.int == 7, "\(told)")
            #expect(await world.page("/notifications", as: world.clara).text.contains("It has failed"))
        }
    }
}
