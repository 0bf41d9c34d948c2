import Kit
import RecordEngine
import TestSupport
import Testing
import Web

/// Ctrl+Z: one's own last action is taken back, then the one before, and done again if wished.
@Suite struct LastActionTests {
    private func title(_ world: World) async -> String? {
        await world.api(.get, "/api/deals/\(world.deals[0])", as: world.amelia).data["title"]?.string
    }

    private func rename(_ world: World, _ person: World.Person, _ title: String) async {
        let version = await world.api(.get, "/api/deals/\(world.deals[0])", as: world.amelia).data["version"]?.int ?? 0
        let sent = await world.send("/deals/\(world.deals[0])/edit", as: person, [("_version", "\(version)"), ("title", title)])
        #expect(sent.status == 303, "\(sent.text)")
    }

    @Test(arguments: StorageEngine.allCases)
    func `actions go back one by one, each said, and come again`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            await rename(world, world.clara, "One")
            await rename(world, world.clara, "Two")
            let first = await world.send("/actions/undo", as: world.clara, [("_next", "/deals")])
            #expect(await title(world) == "One")
            let page = await world.page(first.header("location") ?? "", as: world.clara).text
            #expect(page.contains("Taken back: deal changed") && page.contains("data-redo"), "\(page)")
            let script = await world.send("/actions/undo", as: world.clara, [("_next", "/deals")], headers: ["x-requested-with": "fetch"])
            #expect(script.text.contains("data-next href=\"/deals?done=") && script.status == 200, "\(script.text)")
            #expect(await title(world) == "Deal 0")
            let last = script.text.split(separator: "done=").last?.prefix { $0.isNumber } ?? ""
            let again = await world.send("/batches/\(last)/undo", as: world.clara, [("_next", "/deals")])
            #expect(await title(world) == "One")
            #expect(await world.page(again.header("location") ?? "", as: world.clara).text.contains("Done again: deal changed"))
            // What was done again is the last action once more.
            #expect(await world.send("/actions/undo", as: world.clara).status == 303)
            #expect(await title(world) == "Deal 0")
            let nothing = await world.send("/actions/undo", as: world.clara)
            #expect(nothing.status == 409 && nothing.text.contains("nothing of the last day"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `nobody takes back what others did, nor loses it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            await rename(world, world.clara, "Hers")
            await rename(world, world.boris, "His")
            #expect(await world.send("/actions/undo", as: world.dmitri).status == 409)
            #expect(await world.send("/actions/undo", as: world.clara).status == 409, "his change would be lost")
            #expect(await title(world) == "His")
            #expect(await world.send("/actions/undo", as: world.boris).status == 303)
            #expect(await title(world) == "Hers")
            // His change is gone; hers is the last one again.
            #expect(await world.send("/actions/undo", as: world.clara).status == 303)
            #expect(await title(world) == "Deal 0")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `deleting, a verb and a bulk change go back too`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deal = "/api/deals/\(world.deals[0])"
            let bulk = [
                ("id", "\(world.deals[0])"), ("id", "\(world.deals[1])"), ("do", "set:source"), ("_asked", "1"), ("source", "Fair"),
            ]
            let run = await world.send("/deals/bulk", as: world.clara, bulk).header("location") ?? ""
            #expect(await world.send("\(run)/start", as: world.clara).status == 303)
            let version = await world.api(.get, deal, as: world.clara).data["version"]?.int ?? 0
            #expect(await world.send("/deals/\(world.deals[0])/win", as: world.clara, [("_version", "\(version)")]).status == 303)
            #expect(await world.send("/deals/\(world.deals[0])/delete", as: world.clara).status == 303)
            #expect(await world.api(.get, deal, as: world.clara).status == 404)
            #expect(await world.send("/actions/undo", as: world.clara).status == 303)
            #expect(await world.api(.get, deal, as: world.clara).data["status"] == "won")
            #expect(await world.send("/actions/undo", as: world.clara).status == 303)
            #expect(await world.api(.get, deal, as: world.clara).data["status"] == "open")
            #expect(await world.send("/actions/undo", as: world.clara).status == 303)
            let after = await world.api(.get, "/api/deals?sort=id&fields=source", as: world.clara).rows
            #expect(after.allSatisfy { $0["source"] == .null }, "\(after)")
        }
    }
}
