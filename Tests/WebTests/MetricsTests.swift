import App
import TestSupport
import Testing
import Web

@Suite struct MetricsTests {
    private func lines(_ world: World) async -> [String] {
        await Metrics(world.site, [world.workspace]).text().split(separator: "\n").map(String.init)
    }

    private func value(_ lines: [String], _ name: String) -> Double? {
        lines.first { $0.hasPrefix(name + " ") }.flatMap { Double($0.dropFirst(name.count + 1)) }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the figures count what was answered and what the database did`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let before = await lines(world)
            _ = await world.api(.get, "/api/deals", as: world.clara)
            _ = await world.api(.get, "/api/deals", as: nil)
            _ = await world.page("/deals", as: world.clara)
            let after = await lines(world)
            #expect(value(after, #"krug_requests_total{area="api",method="GET",status="200"}"#) == 1)
            #expect(value(after, #"krug_requests_total{area="api",method="GET",status="401"}"#) == 1)
            #expect(value(after, #"krug_request_seconds_bucket{area="api",le="+Inf"}"#) == 2)
            #expect(value(after, #"krug_request_seconds_count{area="pages"}"#) == 1)
            let queue = engine == .sqlite ? "read" : "any"
            let units = #"krug_queue_units_total{workspace="default",queue="\#(queue)"}"#
            #expect((value(after, units) ?? 0) > (value(before, units) ?? 0))
            #expect(value(after, #"krug_workspace_up{workspace="default"}"#) == 1)
            #expect((value(after, #"krug_database_bytes{workspace="default"}"#) ?? 0) > 100_000)
            #expect((value(after, "process_resident_memory_bytes") ?? 0) > 1_000_000)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `every line of the figures is a comment or a name with a number, and none tells a word of the records`(engine: StorageEngine)
        async throws
    {
        try await withWorld(on: engine) { world in
            _ = await world.page("/companies/1?q=Acme&secret=hunter2", as: world.clara)
            let lines = await lines(world)
            for line in lines where !line.hasPrefix("# ") {
                #expect(
                    line.wholeMatch(of: /[a-z_]+(\{[a-z_]+="[A-Za-z0-9_.+-]*"(,[a-z_]+="[A-Za-z0-9_.+-]*")*\})? [0-9.e+-]+/) != nil,
                    "\(line)")
            }
            for word in ["acme", "hunter2", "clara", "companies"] { #expect(!lines.contains { $0.lowercased().contains(word) }) }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `nobody finds the figures among the pages`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for person in [nil, world.amelia] { #expect(await world.page("/metrics", as: person).status == 404) }
        }
    }
}
