import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Views
import Web

/// What a shared view looks at is indexed behind the scenes, for as long as somebody wants it.
@Suite struct ViewIndexTests {
    @Test(arguments: StorageEngine.allCases)
    func `a shared view gets an index, and it goes with the view`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func indexes() async throws -> [String] {
                let kind = JobKind("view_indexes", .verbatim("")) { run in
                    try await ViewIndexes.build(world.workspace.engine, run.database, now: World.beginning)
                }
                try await JobRunner(world.workspace.database, queue: world.workspace.jobs, kinds: [kind], clock: world.workspace.clock)
                    .drain()
                return try await world.workspace.database.read { try $0.dialect.indexes($0) }.filter { $0.hasSuffix("_view_idx") }.sorted()
            }
            func make(_ audience: String, _ filter: String, _ sort: String) async -> Int64 {
                let body = #"{"object": "deal", "title": "V", "audience": "\#(audience)", "filter": "\#(filter)", "sort": "\#(sort)"}"#
                return await world.api(.post, "/api/saved_views", as: world.amelia, body).data.id
            }
            _ = await make("personal", #"lost_reason = \"Price\""#, "-amount")
            #expect(try await indexes() == [])
            let shared = await make("everyone", #"source = \"Fair\" and amount > 5"#, "-amount")
            let other = await make("team", "", "source,amount")
            // What is indexed by declaration, and what is no field of the deal itself, asks for nothing.
            _ = await make("everyone", "owner = me", "")
            _ = await make("everyone", "", "company.title")
            #expect(try await indexes() == ["deal_source_amount_live_view_idx", "deal_source_live_view_idx"])
            if engine == .sqlite {
                let query = Query("deal", filter: try Filter(#"source = "Fair""#), sort: Sort.parse("-amount"))
                let plan = try await world.read(as: nil) { try $0.plan(query) }
                #expect(plan.contains { $0.contains("deal_source_amount_live_view_idx") }, "\(plan)")
                #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
            }
            #expect(
                await world.api(
                    .patch, "/api/saved_views/\(shared)", as: world.amelia, #"{"audience": "personal"}"#, headers: ["if-match": "*"]
                ).status == 200)
            #expect(await world.api(.delete, "/api/saved_views/\(other)", as: world.amelia, headers: ["if-match": "*"]).status == 204)
            #expect(try await indexes() == [])
        }
    }

    @Test func `an index whose making was broken off is made anew`() async throws {
        try await withWorld(on: .postgres) { world in
            let view = #"{"object": "deal", "title": "V", "audience": "everyone", "sort": "source"}"#
            #expect(await world.api(.post, "/api/saved_views", as: world.amelia, view).status == 201)
            let database = world.workspace.database
            try await ViewIndexes.build(world.workspace.engine, database, now: World.beginning)
            let spoil: SQL = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'deal_source_live_view_idx'::regclass"
            _ = try await database.write { try $0.execute(spoil) }
            #expect(try await !database.read { try $0.dialect.indexes($0) }.contains("deal_source_live_view_idx"))
            try await ViewIndexes.build(world.workspace.engine, database, now: World.beginning)
            #expect(try await database.read { try $0.dialect.indexes($0) }.contains("deal_source_live_view_idx"))
        }
    }
}
