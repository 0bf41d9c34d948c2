import Kit
import TestSupport
import Testing

@Suite struct APIPastTests {
    @Test(arguments: StorageEngine.allCases)
    func `lists, figures and records can be asked as of a moment`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let (id, gone) = (world.deals[0], world.deals[1])
            let then = clock.now.iso
            clock.advance(seconds: 60)
            let change = await world.api(.patch, "/api/deals/\(id)", as: world.clara, #"{"title": "New"}"#, headers: ["if-match": "*"])
            #expect(change.status == 200)
            #expect(await world.api(.delete, "/api/deals/\(gone)", as: world.clara, headers: ["if-match": "*"]).status == 204)
            clock.advance(seconds: 60)

            let list = await world.list("/api/deals", ["as_of": then, "sort": "id", "count": "true", "include": "company"], as: world.clara)
            #expect(list.rows.prefix(2).map { $0["title"]?.string } == ["Deal 0", "Deal 1"])
            #expect(list.rows[0]["company"]?["title"]?.string == "Acme")
            #expect(list.json["count"]?["value"]?.int == 5)
            let figures = await world.list("/api/deals/aggregate", ["as_of": then, "measures": "count(),sum(amount)"], as: world.clara)
            #expect(figures.rows[0]["count()"]?.int == 5)
            #expect(figures.rows[0]["sum(amount)"]?.int == 1_500_000)

            let past = await world.list("/api/deals/\(id)", ["as_of": then], as: world.clara)
            #expect(past.data["title"]?.string == "Deal 0")
            #expect(past.header("etag") == nil)
            #expect(await world.list("/api/deals/\(gone)", ["as_of": then], as: world.clara).status == 200)
            #expect(await world.list("/api/deals/\(gone)", as: world.clara).status == 404)
            #expect(await world.list("/api/deals/\(gone)", ["as_of": "2001-01-01"], as: world.clara).status == 404)
            #expect(await world.list("/api/deals/\(gone)", ["as_of": then], as: world.dmitri).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a moment that makes no sense is refused`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for text in ["yesterday", "2026-13-01", "2026-11-23", "2026-11-22T08:00:01Z", "2026-11-22T08:00:00", "9999-12-31", "' OR 1=1"] {
                for path in ["/api/deals", "/api/deals/aggregate", "/api/deals/\(world.deals[0])"] {
                    #expect(await world.list(path, ["as_of": text], as: world.clara).status == 400, "\(path) \(text)")
                }
            }
            #expect(await world.list("/api/deals", ["as_of": "0001-01-01"], as: world.clara).rows.isEmpty)
            let today = await world.list("/api/deals", ["as_of": "2026-11-22", "q": "deal 3"], as: world.clara)
            #expect(today.rows.map { $0["title"]?.string } == ["Deal 3"])
        }
    }
}
