import Definitions
import Identity
import Jobs
import Kit
import RecordEngine
import TestSupport
import Testing
import Upkeep
import Web

@Suite struct QualityTests {
    @Test(arguments: StorageEngine.allCases)
    func `every number is that of the rows it opens, within the rights of the reader`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.write(as: nil) { records in
                let deal = try records.object("deal")
                try records.update(world.deals[0], Draft(deal, ["owner": .empty]))
                try records.update(world.deals[1], Draft(deal, ["company": .empty]))
                try records.update(world.dmitri.id, Draft(try records.object("user"), ["is_active": .boolean(false)]))
            }
            let rule = #"{"object": "deal", "message": "Too large.", "condition": "amount > 9000", "accept_violations": true}"#
            #expect(await world.api(.post, "/api/validation_rules", as: world.amelia, rule).status == 201)
            for (person, all) in [(world.amelia, 10), (world.boris, 7), (world.clara, 4)] {
                let quality = await world.api(.get, "/api/quality?object=deal", as: person)
                #expect(quality.json["all"]?.int == Int64(all))
                for finding in quality.rows {
                    let rows = await world.list("/api/deals", ["filter": finding["filter"]?.string ?? "?", "limit": "100"], as: person)
                    #expect(rows.status == 200 && rows.rows.count == Int(finding["count"]?.int ?? -1), "\(finding.text)")
                }
            }
            let found = await world.api(.get, "/api/quality?object=deal", as: world.amelia).rows
            func count(_ filter: String) -> Int64? { found.first { $0["filter"]?.string?.hasPrefix(filter) ?? false }?["count"]?.int }
            #expect(
                count("owner is empty") == 1 && count("owner.is_active = false") == 2 && count("company is empty") == 1
                    && count("amount > 9000") == 1)
            #expect(count("updated_at") == nil, "nothing is stale yet")
            let page = await world.page("/quality?object=deal", as: world.amelia).text
            #expect(
                page.contains("Too large.") && page.contains("/deals?filter=owner%20is%20empty")
                    && page.contains("Of somebody who has left"))
            #expect(await world.page("/quality", as: world.olga).status == 200)
            #expect(await world.api(.get, "/api/quality?object=nothing", as: world.amelia).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `each finding leads to the change of all its records, for those who may`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.write(as: nil) { records in
                try records.update(world.deals[1], Draft(try records.object("deal"), ["company": .empty]))
            }
            let rule = #"{"object": "deal", "message": "Too large.", "condition": "amount > 9000", "accept_violations": true}"#
            #expect(await world.api(.post, "/api/validation_rules", as: world.amelia, rule).status == 201)
            let findings = await world.api(.get, "/api/quality?object=deal", as: world.amelia).rows
            #expect(findings.contains { $0["kind"]?.string == "missing" && $0["field"]?.string == "company" })
            let page = await world.page("/quality?object=deal", as: world.amelia).text
            let links = page.split(separator: "href=\"").map { String($0.prefix { $0 != "\"" }).replacing("&amp;", with: "&") }
            let fill = try #require(links.first { $0.contains("do=set%3Acompany") })
            let form = await world.page(fill, as: world.amelia).text
            #expect(form.contains("name=\"company\"") && form.contains("name=\"all\" value=\"1\"") && form.contains("company is empty"))
            #expect(links.contains { $0.hasPrefix("/deals/bulk?all=1&filter=amount") && !$0.contains("do=") })
            #expect(await world.page(fill.replacing("set%3Acompany", with: "set%3Anothing"), as: world.amelia).status == 403)
            #expect(await world.page(fill, as: world.olga).status == 403)
            #expect(!(await world.page("/quality?object=deal", as: world.olga).text.contains("/bulk?")))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a task is made about each of many records, for whoever answers for it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let made = await world.api(.post, "/api/deals/\(world.deals[0])/plan", as: world.amelia, #"{"subject": "Call them"}"#)
            #expect(made.status == 200)
            let tasks = await world.list("/api/activities", ["filter": "subject = \"Call them\""], as: world.amelia)
            let owner = try await world.read(as: nil) { try $0.record("deal", world.deals[0])["owner"] }
            #expect(tasks.rows.count == 1 && tasks.rows.first?["about"]?["id"]?.int == world.deals[0])
            #expect(owner == .reference(tasks.rows.first?["owner"]?.int ?? tasks.rows.first?["owner"]?["id"]?.int ?? 0))
            #expect(await world.api(.post, "/api/users/\(world.clara.id)/plan", as: world.amelia, #"{"subject": "Call"}"#).status == 409)
            #expect(await world.api(.post, "/api/deals/\(world.deals[0])/plan", as: world.amelia, "{}").status == 422)
            let form = await world.page("/deals/bulk?all=1&filter=&do=verb%3Aplan", as: world.amelia)
            #expect(form.status == 200 && form.text.contains("name=\"subject\""))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what is nobody's is given to somebody in one go and taken back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.write(as: nil) { records in
                for deal in world.deals.prefix(3) { try records.update(deal, Draft(try records.object("deal"), ["owner": .empty])) }
            }
            let form = [("object", "deal"), ("filter", "owner is empty"), ("owner", "\(world.boris.id)")]
            let given = await world.send("/quality/assign", as: world.amelia, form)
            #expect(given.status == 303)
            func work() async throws {
                let workspace = world.workspace
                let kinds = Reassignment.kinds(engine: workspace.engines.engine(for:)) { try Principals.load(user: $0, via: $1, in: $2) }
                try await JobRunner(workspace.database, queue: workspace.jobs, kinds: kinds + [workspace.turning], clock: workspace.clock).drain()
            }
            try await work()
            func count(_ filter: String) async -> Int { await world.list("/api/deals", ["filter": filter], as: world.amelia).rows.count }
            #expect(await count("owner = \(world.boris.id)") == 6)
            #expect(await count("owner is empty") == 0)
            #expect(await world.send("\(given.header("location") ?? "")/undo", as: world.amelia).status == 303)
            try await work()
            #expect(await count("owner is empty") == 3)
            #expect(
                await world.send(
                    "/quality/assign", as: world.amelia, [("object", "deal"), ("filter", "owner is"), ("owner", "\(world.boris.id)")]
                ).status == 400)
            #expect(
                await world.send("/quality/assign", as: world.amelia, [("object", "deal"), ("owner", "\(world.boris.id)")]).status == 409)
            #expect(await world.send("/quality/assign", as: world.amelia, form.dropLast() + [("owner", "99")]).status == 404)
        }
    }

    @Test func `one statement counts everything`() async throws {
        let ledger = Ledger<String>()
        try await withWorld(on: .sqlite, trace: { ledger.note($0) }) { world in
            _ = await world.page("/quality?object=deal", as: world.amelia)
            let before = ledger.entries.count
            #expect(await world.page("/quality?object=deal", as: world.amelia).status == 200)
            let statements = ledger.entries[before...].filter { $0.hasPrefix("SELECT") }
            #expect(statements.count { $0.contains("FROM deal ") || $0.contains("FROM \"deal\" ") } == 1, "\(statements)")
            #expect(statements.count <= 10, "\(statements.count)")
        }
    }
}
