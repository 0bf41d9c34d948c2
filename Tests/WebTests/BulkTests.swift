import Bulk
import Definitions
import Identity
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Testing
import Web

/// What a list does with many of its records at once.
@Suite struct BulkTests {
    private struct PowerFailure: Error {}

    private func work(_ world: World, _ kinds: [JobKind]? = nil) async throws {
        let workspace = world.workspace
        try await JobRunner(
            workspace.database, queue: workspace.jobs, kinds: kinds ?? workspace.bulk + [workspace.turning], clock: workspace.clock
        ).drain()
    }

    private func owners(_ world: World) async -> [Int64?] {
        await world.api(.get, "/api/deals?sort=id&fields=owner", as: world.amelia).rows.map { $0["owner"]?.int }
    }

    /// Makes companies in one unit.
    private func found(_ count: Int, _ world: World) async throws {
        try await world.write(as: world.clara) { records in
            let company = try records.object("company")
            for number in 1...count {
                try records.create(Draft(company, ["title": .text("Bulk \(number)"), "owner": .reference(world.clara.id)]))
            }
        }
    }

    private func cities(_ world: World) async throws -> [String: Int] {
        try await world.read(as: nil) { records in
            let query = Query("company", filter: try Filter("title starts with \"Bulk\""), columns: [FieldPath("city")], limit: 5_000)
            let all = try records.list(query) { String($0.value(0)) ?? "" }.rows
            return Dictionary(all.map { ($0, 1) }, uniquingKeysWith: +)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `all that a filter finds is changed as one work, with the rights of whoever ordered it, and taken back as one`(
        engine: StorageEngine
    ) async throws {
        try await withWorld(on: engine) { world in
            let before = await owners(world)
            let order = #"{"filter": "amount >= 4000", "set": {"owner": \#(world.boris.id)}}"#
            let ordered = await world.api(.post, "/api/deals/bulk", as: world.clara, order)
            #expect(ordered.status == 202, "\(ordered.text)")
            let path = ordered.header("location") ?? ""
            #expect(ordered.data["state"] == "running")
            #expect(await owners(world) == before, "it is a work of its own")
            try await work(world)
            let done = await world.api(.get, path, as: world.clara)
            // Of the seven deals two are Clara's; she sees no other.
            #expect(done.data["state"] == "done" && done.data["changed"]?.int == 2 && done.data["total"]?.int == 2, "\(done.text)")
            #expect(await owners(world) == before.enumerated().map { [3, 4].contains($0) ? world.boris.id : $1 })
            #expect(await world.api(.get, path, as: world.dmitri).status == 404)
            // One that somebody changed since stays.
            let newer = #"{"title": "Newer"}"#
            #expect(
                await world.api(.patch, "/api/deals/\(world.deals[3])", as: world.boris, newer, headers: ["if-match": "*"]).status == 200)
            #expect(await world.api(.post, "\(path)/undo", as: world.clara).status == 202)
            try await work(world)
            #expect(await owners(world) == before.enumerated().map { $0 == 3 ? world.boris.id : $1 })
            let undone = await world.api(.get, path, as: world.clara)
            #expect(undone.data["undo"]?["kept"]?.int == 1 && undone.data["undone"] == .bool(true))
            #expect(await world.api(.get, "\(path)/skipped?by=undo", as: world.clara).rows.map { $0["id"]?.int } == [world.deals[3]])
            #expect(await world.api(.post, "\(path)/redo", as: world.clara).status == 202)
            try await work(world)
            #expect(await owners(world)[4] == world.boris.id)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what one may see but not change is skipped, with the reason`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let own = #"{"owner": \#(world.dmitri.id)}"#
            _ = await world.api(.patch, "/api/companies/\(world.companies[1])", as: world.clara, own, headers: ["if-match": "*"])
            let order = #"{"filter": "", "delete": true}"#
            let path = await world.api(.post, "/api/companies/bulk", as: world.dmitri, order).header("location") ?? ""
            try await work(world)
            let done = await world.api(.get, path, as: world.dmitri)
            #expect(done.data["changed"]?.int == 1 && done.data["skipped"]?.int == 2, "\(done.text)")
            #expect(done.data["reasons"]?.array == [["reason": "You may see this company but not change it.", "count": 2]])
            let first = await world.api(.get, "\(path)/skipped?limit=1", as: world.dmitri)
            #expect(
                first.rows.map { $0["id"]?.int } == [world.companies[0]] && first.json["next"]?.string == "company:\(world.companies[0])")
            let next = await world.api(.get, "\(path)/skipped?after=company:\(world.companies[0])", as: world.dmitri)
            #expect(next.rows.map { $0["id"]?.int } == [world.companies[2]] && next.json["next"] == .null)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a page tries it first, does a few at once, and offers the way back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let list = await world.page("/deals", as: world.clara).text
            #expect(list.contains("<form id=\"chosen\" method=\"post\" action=\"/deals/bulk\">") && list.contains("value=\"verb:lose\""))
            let ids = world.deals[0...2].map { ("id", "\($0)") }
            #expect(await world.send("/deals/1/lose", as: world.clara, [("lost_reason", "Price"), ("_version", "1")]).status == 303)
            let asked = await world.send("/deals/bulk", as: world.clara, ids + [("do", "verb:lose")])
            #expect(
                asked.status == 200 && asked.text.contains("name=\"lost_reason\"") && asked.text.contains("Change 3 deals"), "\(asked.text)"
            )
            let missing = await world.send(
                "/deals/bulk", as: world.clara, ids + [("do", "verb:lose"), ("_asked", "1"), ("lost_reason", "")])
            #expect(missing.status == 422 && missing.text.contains("Fill this in."))
            let form = ids + [("do", "verb:lose"), ("_asked", "1"), ("lost_reason", "Silence")]
            let tried = await world.send("/deals/bulk", as: world.clara, form)
            let url = tried.header("location") ?? ""
            #expect(tried.status == 303 && url.hasPrefix("/bulk/"), "\(tried.text)")
            let preview = await world.page(url, as: world.clara).text
            #expect(preview.contains("Will change: 2 deals") && preview.contains("The deal is already closed."), "\(preview)")
            #expect(
                await world.api(.get, "/api/deals/\(world.deals[1])", as: world.clara).data["status"] == "open", "nothing is changed yet")
            let started = await world.send("\(url)/start", as: world.clara)
            #expect(started.header("location") == url, "what was skipped is shown")
            let report = await world.page(url, as: world.clara).text
            #expect(report.contains("Changed: 2 deals") && report.contains("Take all of it back"))
            let table = await world.page("\(url)/skipped.csv", as: world.clara).text
            #expect(table.contains("\(world.deals[0]),Deal 0,The deal is already closed."), "\(table)")
            #expect(await world.api(.get, "/api/deals/\(world.deals[2])", as: world.clara).data["status"] == "lost")
            #expect(await world.send("\(url)/start", as: world.clara).status == 409)
            let undone = await world.send("\(url)/undo", as: world.clara)
            #expect(undone.header("location")?.hasPrefix("\(url)?done=") ?? false)
            let reopened = await world.api(.get, "/api/deals/\(world.deals[2])", as: world.clara)
            #expect(reopened.data["status"] == "open", "what follows from the stage goes back with it: \(reopened.text)")
            #expect(await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara).data["status"] == "lost")
            #expect(await world.page(url, as: world.clara).text.contains("All of it was taken back."))
            #expect(await world.page(url, as: world.dmitri).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what goes as ordered leads back to the list with its undo`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let form = [("all", "1"), ("filter", "owner = me"), ("do", "set:source"), ("_asked", "1"), ("source", "Fair")]
            let url = await world.send("/deals/bulk", as: world.clara, form).header("location") ?? ""
            let done = await world.send("\(url)/start", as: world.clara).header("location") ?? ""
            #expect(done.hasPrefix("/deals?filter=owner%20%3D%20me&done="), "\(done)")
            let page = await world.page(done, as: world.clara).text
            #expect(page.contains("Changed: 5 deals") && page.contains("action=\"\(url)/undo"))
            // The same once more changes nothing, and says so.
            let again = await world.send("/deals/bulk", as: world.clara, form).header("location") ?? ""
            #expect(await world.page(again, as: world.clara).text.contains("So already: 5"))
            #expect(await world.send("/deals/bulk", as: world.clara, [("do", "delete")]).status == 409, "nothing is chosen")
            #expect(await world.send("/deals/bulk", as: world.olga, form).status == 403)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a killed change goes on where it was, and does nothing twice`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            try await found(450, world)
            let order = #"{"filter": "title starts with \"Bulk\"", "set": {"city": "Tver"}}"#
            let path = await world.api(.post, "/api/companies/bulk", as: world.clara, order).header("location") ?? ""
            let units = Ledger<Int64>()
            let dying = BulkJobs.kinds(engine: world.workspace.engines.engine(for:)) { user, via, connection in
                units.note(user)
                guard units.entries.count < 3 else { throw PowerFailure() }
                return try Principals.load(user: user, via: via, in: connection)
            }
            try await work(world, dying)
            let half = try await cities(world)["Tver"] ?? 0
            #expect(half > 0 && half < 450)
            // Whoever comes meanwhile was not there when it was ordered.
            _ = try await world.write(as: world.clara) { try $0.create(Draft(try $0.object("company"), ["title": .text("Bulk late")])) }
            time.advance(seconds: 60)
            try await work(world)
            let all = try await cities(world)
            #expect(all == ["Tver": 450, "": 1])
            let versions = try await world.read(as: nil) { records in
                try records.connection.all("SELECT version FROM company WHERE title LIKE 'Bulk %' AND city = 'Tver'") { $0.int(0) }
            }
            #expect(Set(versions) == [2])
            #expect(await world.api(.post, "\(path)/undo", as: world.clara).status == 202)
            try await work(world)
            let back = try await cities(world)
            #expect(back == ["": 451])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a record that fails half way is left whole, and the others go on`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            #expect(await world.api(.post, "/api/deals/\(world.deals[1])/win", as: world.clara).status == 200)
            // Each is renamed before the verb, which a closed deal refuses.
            let order = #"{"filter": "owner = me", "set": {"source": "Bulk"}, "verb": "win"}"#
            let path = await world.api(.post, "/api/deals/bulk", as: world.clara, order).header("location") ?? ""
            try await work(world)
            let done = await world.api(.get, path, as: world.clara)
            #expect(done.data["changed"]?.int == 4 && done.data["skipped"]?.int == 1, "\(done.text)")
            let deals = await world.api(.get, "/api/deals?sort=id&filter=owner%20%3D%20\(world.clara.id)", as: world.amelia).rows
            #expect(deals.map { $0["source"]?.string } == ["Bulk", nil, "Bulk", "Bulk", "Bulk"])
            #expect(deals.allSatisfy { $0["status"] == "won" })
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `labels come and go without the others`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            var tags: [Int64] = []
            for name in ["A", "B"] { tags.append(await world.api(.post, "/api/tags", as: world.amelia, #"{"title": "\#(name)"}"#).data.id) }
            let mine = #"{"tags": [\#(tags[0])]}"#
            _ = await world.api(.patch, "/api/companies/\(world.companies[0])", as: world.clara, mine, headers: ["if-match": "*"])
            let ids = world.companies.map { "\($0)" }.joined(separator: ",")
            func order(_ change: String) async throws -> [[Int64]] {
                let ordered = await world.api(.post, "/api/companies/bulk", as: world.clara, #"{"ids": [\#(ids)], \#(change)}"#)
                #expect(ordered.status == 202, "\(ordered.text)")
                try await work(world)
                return await world.api(.get, "/api/companies?sort=id&fields=tags", as: world.amelia).rows.map { row in
                    (row["tags"]?.array ?? []).compactMap { $0.int ?? $0["id"]?.int }
                }
            }
            var tagged = try await order(#""add": {"tags": [\#(tags[1])]}"#)
            #expect(tagged == [tags, [tags[1]], [tags[1]]])
            tagged = try await order(#""remove": {"tags": [\#(tags[0])]}"#)
            #expect(tagged == [[tags[1]], [tags[1]], [tags[1]]])
            tagged = try await order(#""add": {"tags": [\#(tags[0])]}, "remove": {"tags": [\#(tags[1])]}"#)
            #expect(tagged == [[tags[0]], [tags[0]], [tags[0]]])
            tagged = try await order(#""delete": true"#)
            #expect(tagged == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a dry run and a senseless order change nothing`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let before = await owners(world)
            let wishes: [(String, Int)] = [
                ("[]", 400), (#"{"ids": [1]}"#, 400), (#"{"delete": true}"#, 400), (#"{"ids": [], "delete": true}"#, 422),
                (#"{"ids": [1], "delete": false}"#, 400), (#"{"ids": [1], "filter": "", "delete": true}"#, 400),
                (#"{"ids": [1], "set": {"nothing": 1}}"#, 422), (#"{"ids": [1], "set": {"amount": "much"}}"#, 422),
                (#"{"ids": [1], "set": {"title": null}}"#, 422), (#"{"ids": [1], "add": {"owner": 1}}"#, 422),
                (#"{"ids": [1], "verb": "lose"}"#, 422), (#"{"ids": [1], "verb": "fly"}"#, 404),
                (#"{"ids": [1], "set": {}, "delete": true}"#, 400),
                (#"{"filter": "nothing = 1", "delete": true}"#, 400), (#"{"ids": [1], "delete": true, "dry_run": 1}"#, 422),
                (#"{"ids": [1], "sett": {}}"#, 422),
                (#"{"ids": [\#((1...1_001).map { "\($0)" }.joined(separator: ","))], "delete": true}"#, 422),
            ]
            for (wish, status) in wishes {
                let answer = await world.api(.post, "/api/deals/bulk", as: world.clara, wish)
                #expect(answer.status == status, "\(wish.prefix(80)): \(answer.text)")
            }
            #expect(await world.api(.post, "/api/deals/bulk", as: world.olga, #"{"ids": [1], "delete": true}"#).status == 403)
            let dry = await world.api(.post, "/api/deals/bulk", as: world.clara, #"{"filter": "", "delete": true, "dry_run": true}"#)
            let path = dry.header("location") ?? ""
            #expect(dry.data["state"] == "trying")
            #expect(await world.api(.post, "\(path)/undo", as: world.clara).status == 409)
            try await work(world)
            let tried = await world.api(.get, path, as: world.clara)
            #expect(tried.data["state"] == "tried" && tried.data["total"]?.int == 5, "\(tried.text)")
            #expect(tried.data["changed"]?.int == 5 && tried.data["skipped"]?.int == 0, "\(tried.text)")
            #expect(await owners(world) == before)
            #expect(await world.api(.post, "\(path)/start", as: world.clara).status == 202)
            try await work(world)
            #expect(await owners(world).count == 5)
            #expect(await world.api(.post, "\(path)/start", as: world.clara).status == 409)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the name of a work tells what was filled in, and nothing of what was not`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let stage = await world.api(.get, "/api/stages?filter=kind%20%3D%20open&sort=-position&limit=1", as: world.amelia).rows.first?.id ?? 0
            let order = #"{"filter": "owner = \#(world.clara.id)", "verb": "move", "values": {"stage": \#(stage), "lost_reason": null}}"#
            let ordered = await world.api(.post, "/api/deals/bulk", as: world.clara, order)
            #expect(ordered.status == 202, "\(ordered.text)")
            let page = await world.page("/bulk/\(ordered.data.id)", as: world.clara).text
            #expect(page.contains("Move, Stage → ") && !page.contains("Why is it lost?"), "\(page.prefix(3_000))")
        }
    }
}
