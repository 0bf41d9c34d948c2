import App
import Definitions
import Foundation
import Identity
import Jobs
import Kit
import RecordEngine
import Sales
import Storage
import TestSupport
import Testing
import Web

@Suite struct NextStepTests {
    @Test(arguments: StorageEngine.allCases)
    func `the next step follows every write of what is planned`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (deal, other) = (world.deals[0], world.deals[1])
            func step(_ id: Int64) async -> String? {
                await world.api(.get, "/api/deals/\(id)", as: world.amelia).data["next_step"]?.string
            }
            func plan(_ subject: String, _ due: String?, about id: Int64) async -> Int64 {
                let due = due.map { ", \"due_at\": \"\($0)\"" } ?? ""
                let body = "{\"subject\": \"\(subject)\", \"kind\": \"task\", \"about\": {\"object\": \"deal\", \"id\": \(id)}\(due)}"
                return await world.api(.post, "/api/activities", as: world.clara, body).data.id
            }
            func change(_ id: Int64, _ body: String) async -> Int {
                await world.api(.patch, "/api/activities/\(id)", as: world.clara, body, headers: ["if-match": "*"]).status
            }
            #expect(await step(deal) == nil)
            let late = await plan("Offer", "2026-12-01T09:00:00Z", about: deal)
            #expect(await step(deal) == "2026-12-01T09:00:00Z")
            let soon = await plan("Call", "2026-11-24T09:00:00Z", about: deal)
            _ = await plan("Some day", nil, about: deal)
            #expect(await step(deal) == "2026-11-24T09:00:00Z")
            #expect(await change(soon, #"{"due_at": "2026-12-05T09:00:00Z"}"#) == 200)
            #expect(await step(deal) == "2026-12-01T09:00:00Z")
            #expect(
                await world.api(.post, "/api/activities/\(late)/complete", as: world.clara, "{}", headers: ["if-match": "*"]).status == 200)
            #expect(await step(deal) == "2026-12-05T09:00:00Z")
            #expect(await change(soon, "{\"about\": {\"object\": \"deal\", \"id\": \(other)}}") == 200)
            #expect(await step(deal) == nil)
            #expect(await step(other) == "2026-12-05T09:00:00Z")
            #expect(await world.api(.delete, "/api/activities/\(soon)", as: world.clara, headers: ["if-match": "*"]).status == 204)
            #expect(await step(other) == nil)
            let refused = await world.api(
                .patch, "/api/deals/\(deal)", as: world.clara, #"{"next_step": "2026-12-05T09:00:00Z"}"#, headers: ["if-match": "*"])
            #expect(refused.fields == ["next_step"])
            // What follows is nobody's change: the deal's history tells of its making alone.
            #expect(await world.api(.get, "/api/deals/\(deal)/history", as: world.amelia).rows.count == 1)
            // Taking an earlier change of the deal back leaves what has followed since.
            _ = await world.api(.patch, "/api/deals/\(deal)", as: world.clara, #"{"title": "Other"}"#, headers: ["if-match": "*"])
            let batch = await world.api(.get, "/api/deals/\(deal)/history", as: world.clara).rows[0]["batch"]?.id ?? 0
            _ = await plan("Later", "2026-12-09T09:00:00Z", about: deal)
            #expect(await world.api(.post, "/api/batches/\(batch)/undo", as: world.clara).status == 200)
            #expect(await world.api(.get, "/api/deals/\(deal)", as: world.clara).data["title"] == "Deal 0")
            #expect(await step(deal) == "2026-12-09T09:00:00Z")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `deals are found and ordered by their next step`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for (index, day) in [(2, "2026-11-25"), (5, "2026-11-20"), (8, "2026-12-03")] {
                let about = "{\"object\": \"deal\", \"id\": \(world.deals[index])}"
                let body = "{\"subject\": \"Step\", \"about\": \(about), \"due_at\": \"\(day)T09:00:00Z\"}"
                #expect(await world.api(.post, "/api/activities", as: world.amelia, body).status == 201)
            }
            func found(_ filter: String, sort: String = "id") async -> [Int64] {
                await world.list("/api/deals", ["filter": filter, "sort": sort, "fields": "id"], as: world.amelia).rows.map(\.id)
            }
            let planned = [5, 2, 8].map { world.deals[$0] }
            #expect(await found("next_step is not empty", sort: "next_step") == planned)
            #expect(await found("next_step < now") == [world.deals[5]])
            #expect(await found("status = open and next_step is empty") == world.deals.filter { !planned.contains($0) })
            let list = await world.page("/deals?filter=status+%3D+open&sort=id", as: world.amelia).text
            #expect(list.contains("next-step--overdue") && list.contains("next-step--planned") && list.contains("Nothing planned"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `data from before there was a next step gets it, and since when deals stand where they stand`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await engine.withPlace { place in
            let database = try place.open(clock: time.clock)
            let files = FileManager.default.temporaryDirectory.path
            func open() async throws -> Workspace {
                try await WorkspaceStore.workspace("default", database, .init(), files: files, Passwords(), time.clock)
            }
            let (workspace, began) = (try await open(), time.now)
            let ids = try await database.write { tx in
                let records = Records(workspace.engine, tx, .system())
                return try ["Moved", "New"].map { try records.create(Draft(Deal.object, ["title": .text($0)])).id }
            }
            time.advance(seconds: 3_600)
            let moved = time.now
            try await database.write { tx in
                let records = Records(workspace.engine, tx, .system())
                let stages = try records.list(Query("stage", sort: [Sort(FieldPath("position"))], limit: 2), make: \.id).rows
                try records.set(try records.record("deal", ids[0])) { $0[Deal.stage] = Reference(stages[1]) }
                guard let activity = records.schema.object("activity") else { return }
                let about = FieldValue.link(RecordLink(object: "deal", id: ids[0]))
                _ = try records.create(Draft(activity, ["subject": .text("Call"), "about": about, "due_at": .instant(began)]))
            }
            time.advance(seconds: 3_600)
            try await database.write { tx in
                let indexes: [Identifier] = [
                    "deal_stage_next_step_live_idx", "deal_next_step_status_live_idx", "deal_stage_stage_since_amount_live_idx",
                ]
                for index in indexes { try tx.execute("DROP INDEX \(index)") }
                for table in ["deal", "deal_past"] as [Identifier] {
                    for column in ["next_step", "stage_since"] as [Identifier] {
                        try tx.execute("ALTER TABLE \(table) DROP COLUMN \(column)")
                    }
                }
            }
            let again = try await open()
            try await JobRunner(database, queue: again.jobs, kinds: [again.computing], clock: time.clock).drain()
            let kept = try await database.read { connection in
                let records = Records(again.engine, connection, .system(), now: time.now)
                return try ids.map { try records.record("deal", $0) }.map { ($0[Deal.nextStep], $0[Deal.stageSince]) }
            }
            #expect(kept.map(\.0) == [began, nil])
            #expect(kept.map(\.1) == [moved, began])
            await database.close()
        }
    }
}
