import Definitions
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing
import Web

@Suite struct PageFormTests {
    @Test(arguments: StorageEngine.allCases)
    func `a form makes a record, says so, and offers the way back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let form = await world.page("/deals/new?company=\(world.companies[1])", as: world.clara)
            #expect(form.text.contains("data-label=\"Borealis\""))
            let key = try #require(form.value(of: "_key"))
            let fields = [
                ("title", "A new one"), ("company", "Borealis"), ("amount", "1,500.50"), ("amount_currency", "USD"),
                ("expected_close", "2026-12-01"),
                ("_key", key), ("people", ""),
            ]
            let made = await world.send("/deals/new", as: world.clara, fields)
            #expect(made.status == 303 && made.place == "/deals/11")
            let page = await world.page(try #require(made.header("location")), as: world.clara).text
            #expect(page.contains("Deal created") && page.contains("/batches/\(made.done ?? 0)/undo"))
            #expect(page.contains("$1,500.50") && page.contains("Borealis") && page.contains("1 Dec 2026"))
            // Sent twice, it is the same record.
            #expect(await world.send("/deals/new", as: world.clara, fields).place == "/deals/11")
            let undone = await world.send("/batches/\(made.done ?? 0)/undo?next=/deals", as: world.clara)
            #expect(undone.status == 303 && undone.place == "/deals")
            #expect(await world.page("/deals/11", as: world.clara).status == 404)
        }
    }

    @Test func `everything that is wrong is said beside its field, and what was typed stays`() async throws {
        try await withWorld(on: .sqlite) { world in
            let fields = [
                ("title", ""), ("amount", "a lot"), ("amount_currency", "USD"), ("company", "Nobody"), ("expected_close", "soon"),
                ("source", "Fair <b>"),
            ]
            let refused = await world.send("/deals/new", as: world.clara, fields)
            #expect(refused.status == 422)
            #expect(refused.text.contains("Fill this in.") && refused.text.contains("“Nobody” is not found."))
            #expect(refused.text.contains("Enter an amount") && refused.text.contains("Enter a day"))
            for typed in ["a lot", "Nobody", "soon", "Fair &lt;b&gt;"] { #expect(refused.text.contains("value=\"\(typed)\""), "\(typed)") }
            let kept = try await world.read(as: world.amelia) { try $0.count(Query("deal")).value }
            #expect(kept == 10)
        }
    }

    @Test func `a change made meanwhile is shown beside one's own`() async throws {
        try await withWorld(on: .sqlite) { world in
            let id = world.deals[0]
            let version = try #require(await world.page("/deals/\(id)/edit", as: world.clara).value(of: "_version"))
            _ = try await world.write(as: world.boris) { try $0.update(id, Draft(Deal.object, ["title": .text("Boris was here")])) }
            let stale = await world.send("/deals/\(id)/edit", as: world.clara, [("_version", version), ("title", "Clara's title")])
            #expect(stale.status == 409)
            #expect(stale.text.contains("Now stands: Boris was here") && stale.text.contains("value=\"Clara&#39;s title\""))
            #expect(stale.value(of: "_version") == "2")
            let saved = await world.send("/deals/\(id)/edit", as: world.clara, [("_version", "2"), ("title", "Clara's title")])
            #expect(saved.status == 303)
            let kept = try await world.read(as: world.amelia) { try $0.record("deal", id).title }
            #expect(kept == "Clara's title")
        }
    }

    @Test func `a form of one field changes that field, over what others did meanwhile`() async throws {
        try await withWorld(on: .sqlite) { world in
            let url = "/deals/\(world.deals[0])/edit"
            let form = await world.page(url + "?only=source", as: world.clara)
            #expect(form.text.contains("name=\"source\"") && !form.text.contains("name=\"title\""))
            let version = try #require(form.value(of: "_version"))
            _ = try await world.write(as: world.boris) { try $0.update(world.deals[0], Draft(Deal.object, ["title": .text("Boris was here")])) }
            let only = [("_version", version), ("_only", "source")]
            let refused = await world.send(url, as: world.clara, only + [("source", String(repeating: "x", count: 10_000))])
            #expect(refused.status == 422 && refused.text.contains("name=\"source\"") && !refused.text.contains("name=\"title\""))
            #expect(await world.send(url, as: world.clara, only + [("source", "Fair")]).status == 303)
            let kept = try await world.read(as: world.amelia) { try $0.record("deal", world.deals[0]) }
            #expect(kept.title == "Boris was here" && kept["source"] == .text("Fair"))
            #expect(await world.page(url + "?only=nothing", as: world.clara).text.contains("name=\"title\""))
        }
    }

    @Test func `a form sent after the session has ended is kept through signing in`() async throws {
        try await withWorld(on: .sqlite) { world in
            let refused = await world.send("/deals/new", as: nil, [("title", "Not lost"), ("_csrf", "old"), ("password", "secret")])
            #expect(refused.status == 401)
            #expect(
                refused.text.contains("name=\"pending.title\" value=\"Not lost\"") && refused.value(of: "pending-action") == "/deals/new")
            #expect(!refused.text.contains("secret"))
            #expect(await world.send("/sign-out", as: nil).status == 401)
        }
    }

    @Test func `a deleted record goes from the list and comes back by the notice`() async throws {
        try await withWorld(on: .sqlite) { world in
            let id = world.deals[0]
            #expect(await world.page("/deals/\(id)/delete", as: world.clara).text.contains("Delete this deal?"))
            let gone = await world.send("/deals/\(id)/delete", as: world.clara)
            #expect(gone.place == "/deals/board")
            #expect(await world.page("/deals/\(id)", as: world.clara).status == 404)
            let list = await world.page(try #require(gone.header("location")), as: world.clara).text
            #expect(list.contains("Deal deleted"))
            let actions = await world.page("/actions", as: world.clara).text
            #expect(actions.contains("Deal deleted: “Deal 0”") && actions.contains("/batches/\(gone.done ?? 0)/undo"))
            #expect(await world.send("/batches/\(gone.done ?? 0)/undo", as: world.dmitri).status >= 403)
            #expect(await world.send("/batches/\(gone.done ?? 0)/undo", as: world.clara).status == 303)
            #expect(await world.page("/deals/\(id)", as: world.clara).status == 200)
        }
    }

    @Test func `the notice is for its author alone`() async throws {
        try await withWorld(on: .sqlite) { world in
            let moved = await world.send("/deals/\(world.deals[0])/win", as: world.clara)
            #expect(await world.page("/deals?done=\(moved.done ?? 0)", as: world.clara).text.contains("Deal won"))
            #expect(!(await world.page("/deals?done=\(moved.done ?? 0)", as: world.boris).text.contains("Deal won")))
            #expect(await world.page("/deals?done=999999", as: world.clara).status == 200)
        }
    }
}
