import Definitions
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct ViewTests {
    @Test(arguments: StorageEngine.allCases)
    func `a list is kept as a view, changed, set back and kept again`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let shown = [("filter", "amount >= 3000"), ("sort", "-amount"), ("columns", "title,amount")]
            let kept = await world.send("/deals/views", as: world.clara, shown + [("title", "Large"), ("pinned", "1")])
            #expect(kept.status == 303)
            let url = "/deals?view=1&filter=amount%20%3E%3D%203000&sort=-amount&columns=title%2Camount"
            #expect(kept.header("location")?.hasPrefix(url) ?? false, "\(kept.header("location") ?? "")")
            let page = await world.page(url, as: world.clara).text
            #expect(page.contains("Large") && page.contains("Deal 4") && !page.contains("Deal 1<") && !page.contains("Save as…"))
            // The name of a view alone leads to all that it shows.
            #expect(await world.page("/deals?view=1", as: world.clara).header("location") == url)
            // What differs can be kept or taken back, and a view without its filter is something else than the view.
            let changed = await world.page("/deals?view=1&filter=&sort=-amount&columns=title,amount", as: world.clara).text
            #expect(changed.contains("Deal 0") && changed.contains("Save as…") && changed.contains("Reset"))
            #expect(await world.send("/deals/views/1", as: world.clara, [("sort", "title"), ("_version", "1")]).status == 303)
            #expect(await world.page("/deals?view=1", as: world.clara).header("location") == "/deals?view=1&filter=&sort=title")
            #expect(await world.send("/deals/views/1", as: world.clara, [("sort", "amount"), ("_version", "1")]).status == 412)
            #expect(await world.send("/companies/views/1", as: world.clara, [("_version", "2")]).status == 404)
            let history = await world.api(.get, "/api/saved_views/1/history", as: world.clara).rows
            #expect(history.count == 2)
            let undo = history.first?["batch"]?.id ?? 0
            #expect(await world.send("/batches/\(undo)/undo", as: world.clara).status == 303)
            #expect(await world.page("/deals?view=1", as: world.clara).header("location") == url)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a view is seen by those it is meant for`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for (title, audience) in [("Own", "personal"), ("North", "team")] {
                #expect(
                    await world.send("/deals/views", as: world.clara, [("title", title), ("audience", audience), ("pinned", "1")]).status
                        == 303)
            }
            #expect(
                await world.send("/deals/views", as: world.amelia, [("title", "All of us"), ("audience", "everyone"), ("pinned", "1")])
                    .status == 303)
            func seen(_ person: World.Person) async -> [String] {
                let text = await world.page("/deals?filter=", as: person).text
                return ["Own", "North", "All of us"].filter { text.contains("<span>\($0)</span>") }
            }
            #expect(await seen(world.clara) == ["Own", "North", "All of us"])
            #expect(await seen(world.boris) == ["North", "All of us"])
            for person in [world.dmitri, world.olga, world.amelia] { #expect(await seen(person) == ["All of us"]) }
            #expect(await world.api(.get, "/api/saved_views/1", as: world.boris).status == 404)
            #expect(await world.api(.get, "/api/saved_views/2", as: world.boris).status == 200)
            // Everybody's views, and what opens first, are for administrators.
            let sent = await world.send(
                "/deals/views", as: world.boris, [("title", "Mine for you"), ("audience", "everyone"), ("filter", "owner = me")])
            #expect(sent.status == 422 && sent.text.contains("value=\"Mine for you\"") && sent.text.contains("owner = me"))
            let first = await world.api(.patch, "/api/saved_views/2", as: world.clara, #"{"roles": [2]}"#, headers: ["if-match": "*"])
            #expect(first.status == 422 && first.fields == ["roles"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the view of a role opens first, and all there is can still be seen`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let roles = try await world.read(as: nil) {
                try $0.list(Query("role", filter: try Filter("key = \"salesperson\"")), make: \.id).rows
            }
            let view = #"{"object": "deal", "title": "Work", "audience": "everyone", "filter": "amount < 3000", "roles": [\#(roles[0])]}"#
            #expect(await world.api(.post, "/api/saved_views", as: world.amelia, view).status == 201)
            #expect(await world.page("/deals", as: world.clara).header("location") == "/deals?view=1&filter=amount%20%3C%203000")
            for (path, person) in [("/deals", world.boris), ("/deals?view=0&filter=", world.clara)] {
                let page = await world.page(path, as: person)
                #expect(page.status == 200 && page.text.contains("Deal 4"))
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a view goes on when a field of its own is hidden`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let field = await world.api(
                .post, "/api/custom_fields", as: world.amelia, #"{"object": "deal", "label": "Region", "type": "text"}"#
            ).data
            let name = field["name"]?.string ?? ""
            let shown = [("filter", "amount >= 3000 and \(name) is empty"), ("sort", name), ("columns", "title,\(name)")]
            let kept = await world.send("/deals/views", as: world.clara, shown + [("title", "Regions"), ("pinned", "1")])
            #expect(kept.status == 303, "\(kept.text)")
            let url = await world.page("/deals?view=1", as: world.clara).header("location") ?? ""
            #expect(await world.page(url, as: world.clara).text.contains("Region"))
            #expect(
                await world.api(
                    .patch, "/api/custom_fields/\(field.id)", as: world.amelia, #"{"hidden": true}"#, headers: ["if-match": "*"]
                ).status == 200)
            let page = await world.page(url, as: world.clara)
            #expect(
                page.status == 200 && page.text.contains("Deal 4") && !page.text.contains("Deal 1<")
                    && page.text.contains("hidden or closed"))
            #expect(page.text.contains("\(name) is empty"), "it says what is left out")
            // Without a view it is a mistake, as ever.
            #expect(await world.page("/deals?filter=\(name)%20is%20empty", as: world.clara).status == 400)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a board shows a view, and the same as a table`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let shown = [("filter", "amount >= 7000"), ("layout", "board"), ("title", "Big board"), ("pinned", "1")]
            let kept = await world.send("/deals/views", as: world.boris, shown)
            let url = kept.header("location") ?? ""
            #expect(url.hasPrefix("/deals/board?view=1&filter="))
            let board = await world.page(url, as: world.boris).text
            #expect(
                board.contains("Deal 7") && !board.contains("Deal 4") && board.contains("Big board")
                    && board.contains("The same as a table"))
            #expect(
                await world.page("/deals/board?view=1", as: world.boris).header("location")
                    == "/deals/board?view=1&filter=amount%20%3E%3D%207000")
            let refused = await world.send("/companies/views", as: world.boris, [("layout", "board"), ("title", "No board")])
            #expect(refused.status == 422 && refused.text.contains("There is no board"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `programs list, count and export through a view`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let view = #"{"object": "deal", "title": "Large", "filter": "amount >= 3000", "sort": "-amount", "columns": "title, amount"}"#
            let id = await world.api(.post, "/api/saved_views", as: world.clara, view).data.id
            let rows = await world.api(.get, "/api/deals?view=\(id)", as: world.clara).rows
            #expect(rows.compactMap { $0["title"]?.string } == ["Deal 4", "Deal 3", "Deal 2"] && rows.first?["company"] == nil)
            #expect(await world.list("/api/deals", ["view": "\(id)", "sort": "title"], as: world.clara).rows.first?["title"] == "Deal 2")
            #expect(await world.api(.get, "/api/deals/aggregate?view=\(id)", as: world.clara).rows.first?["count()"]?.int == 3)
            // Clara may not export; Boris may not see her view, and Amelia may do both.
            let lines = await world.api(.get, "/api/deals/export?view=\(id)&format=jsonl", as: world.amelia)
            #expect(lines.status == 200)
            #expect(await world.api(.get, "/api/deals?view=\(id)", as: world.boris).status == 400)
            #expect(await world.api(.get, "/api/companies?view=\(id)", as: world.clara).status == 400)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what makes no view is refused with the reason, and what was typed is kept`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for (body, field) in [
                (#"{"object": "deal", "title": "x", "filter": "amount >"}"#, "filter"),
                (#"{"object": "deal", "title": "x", "sort": "nothing"}"#, "sort"),
                (#"{"object": "deal", "title": "x", "columns": "title,nothing"}"#, "columns"),
                (#"{"object": "nothing", "title": "x"}"#, "object"),
                (#"{"object": "deal", "title": ""}"#, "title"), (#"{"object": "custom_field", "title": "x"}"#, "object"),
            ] {
                let answer = await world.api(.post, "/api/saved_views", as: world.clara, body)
                #expect(answer.status == 422 && answer.fields == [field], "\(answer.text)")
            }
            let page = await world.send("/deals/views", as: world.clara, [("filter", "stage = 1"), ("audience", "team")])
            #expect(page.status == 422 && page.text.contains("stage = 1") && page.text.contains("value=\"team\" selected"))
            #expect(await world.api(.get, "/api/saved_views", as: world.clara).rows.isEmpty)
        }
    }
}
