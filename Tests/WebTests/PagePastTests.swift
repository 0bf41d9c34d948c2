import Kit
import TestSupport
import Testing
import Web

@Suite struct PagePastTests {
    @Test(arguments: StorageEngine.allCases)
    func `list, board and record show the past, change nothing in it and lead back`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let id = world.deals[0]
            let then = clock.now.iso
            let encoded = then.replacing(":", with: "%3A")
            clock.advance(seconds: 60)
            _ = await world.api(.patch, "/api/deals/\(id)", as: world.clara, #"{"title": "Renamed"}"#, headers: ["if-match": "*"])
            for path in ["/deals", "/deals/board", "/deals/\(id)"] {
                let page = await world.page("\(path)?as_of=\(then)", as: world.clara)
                #expect(page.status == 200)
                #expect(page.text.contains("As it was on"))
                #expect(page.text.contains("Deal 0") && !page.text.contains("Renamed"))
                #expect(page.text.contains("href=\"\(path)\">Back to today"))
                for change in ["/edit\"", "data-move-url", "/win\"", "/delete\"", "/deals/new?", "composer__form"] {
                    #expect(!page.text.contains(change), "\(path) \(change)")
                }
                if path != "/deals/\(id)" { #expect(page.text.contains("/deals/\(id)?as_of=\(encoded)")) }
            }
            let now = await world.page("/deals", as: world.clara)
            #expect(now.text.contains("As of…") && !now.text.contains("As it was on"))
            #expect(await world.page("/deals?as_of=tomorrow", as: world.clara).status == 400)
            #expect(await world.page("/deals/\(id)?as_of=\(then)", as: world.dmitri).status == 404)
            #expect(await world.page("/deals/export.csv?as_of=\(then)", as: world.boris).status == 200)

            let past = await world.page("/deals/\(id)?as_of=\(then)", as: world.clara)
            #expect(past.text.contains("Restore this version"))
            #expect(!(await world.page("/deals/\(id)?as_of=\(then)", as: world.olga).text.contains("Restore this version")))
            let back = await world.send("/deals/\(id)/revert", as: world.clara, [("as_of", then)])
            #expect(back.header("location")?.hasPrefix("/deals/\(id)?done=") == true)
            #expect(await world.page("/deals/\(id)", as: world.clara).text.contains("<h1 class=\"record__title\" title=\"Deal 0"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the history gives a field its former value back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let id = world.deals[0]
            _ = await world.api(.patch, "/api/deals/\(id)", as: world.clara, #"{"title": "Renamed", "source": "Fair"}"#, headers: ["if-match": "*"])
            let page = await world.page("/deals/\(id)", as: world.clara).text
            #expect(page.contains("Restore Title: Deal 0") && page.contains("Show as of then"))
            let batch = await world.api(.get, "/api/deals/\(id)/history", as: world.clara).rows[0]["batch"]?.id ?? 0
            #expect(page.contains("/deals/\(id)/revert?before=\(batch)&amp;field=title"))
            #expect(await world.send("/deals/\(id)/revert?before=\(batch)&field=title", as: world.clara).status == 303)
            let deal = await world.api(.get, "/api/deals/\(id)", as: world.clara).data
            #expect(deal["title"] == "Deal 0" && deal["source"] == "Fair")
            #expect(await world.send("/deals/\(id)/revert?before=999&field=title", as: world.clara).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a page tells what changed between two days`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let then = clock.now.iso
            clock.advance(seconds: 3_600)
            let any = ["if-match": "*"]
            _ = await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.clara, #"{"amount": {"minor": 250000, "currency": "USD"}}"#, headers: any)
            _ = await world.api(.delete, "/api/deals/\(world.deals[1])", as: world.clara, headers: any)
            let page = await world.page("/deals/changes?from=\(then)", as: world.clara)
            #expect(page.status == 200)
            #expect(page.text.contains("Grown") && page.text.contains("+$1,500"))
            #expect(page.text.contains("Gone") && page.text.contains("/deals/\(world.deals[1])?as_of="))
            #expect(!page.text.contains("Added"))
            #expect(await world.page("/deals/changes?from=\(then)", as: world.dmitri).text.contains("Nothing changed"))
            #expect(await world.page("/deals/changes?from=nonsense", as: world.clara).status == 400)
        }
    }
}
