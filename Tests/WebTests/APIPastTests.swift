import Kit
import RecordEngine
import TestSupport
import Testing
import Web

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

    @Test(arguments: StorageEngine.allCases)
    func `what changed between two moments is told record by record, with sums`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let from = clock.now.iso
            clock.advance(seconds: 60)
            let any = ["if-match": "*"]
            for (index, amount) in [(0, 500_000), (1, 50_000)] {
                let body = #"{"amount": {"minor": \#(amount), "currency": "USD"}}"#
                _ = await world.api(.patch, "/api/deals/\(world.deals[index])", as: world.clara, body, headers: any)
            }
            let stage = try await world.read(as: nil) { records in
                try records.list(Query("stage", filter: Filter("kind = open"), sort: Sort.parse("-position"), limit: 1), make: \.id).rows[0]
            }
            _ = await world.api(.post, "/api/deals/\(world.deals[2])/move", as: world.clara, #"{"stage": \#(stage)}"#)
            _ = await world.api(.post, "/api/deals/\(world.deals[3])/win", as: world.clara)
            _ = await world.api(.delete, "/api/deals/\(world.deals[4])", as: world.clara, headers: any)
            let made = await world.api(.post, "/api/deals", as: world.clara, #"{"title": "New", "amount": {"minor": 7000, "currency": "USD"}}"#)
            // A change that is taken back is none.
            _ = await world.api(.patch, "/api/companies/\(world.companies[0])", as: world.clara, #"{"title": "Other"}"#, headers: any)
            _ = await world.api(.patch, "/api/companies/\(world.companies[0])", as: world.clara, #"{"title": "Acme"}"#, headers: any)
            let to = clock.now.iso
            clock.advance(seconds: 60)
            _ = await world.api(.patch, "/api/deals/\(world.deals[0])", as: world.clara, #"{"title": "Later"}"#, headers: any)

            let all = await world.list("/api/deals/changes", ["from": from, "to": to], as: world.clara)
            #expect(all.rows.map(\.id) == Array(world.deals.prefix(5)) + [made.data.id])
            #expect(all.rows.map { $0["kind"]?.string } == ["changed", "changed", "changed", "lost", "lost", "added"])
            #expect(all.rows.map { ($0["ways"]?.array ?? []).compactMap(\.string) } == [["grown"], ["shrunk"], ["moved"], [], [], []])
            #expect(all.rows[0]["was"]?["amount"]?["minor"]?.int == 100_000)
            #expect(all.rows[0]["is"]?["amount"]?["minor"]?.int == 500_000)
            #expect(all.rows[0]["is"]?["title"] == nil)
            #expect(all.rows[3]["is"]?["status"] == "won")
            #expect(all.rows[4]["is"] == .null)
            #expect(all.rows[5]["was"] == .null)

            var paged: [Int64] = []
            var after = ""
            for _ in 0..<10 where !paged.contains(made.data.id) {
                let page = await world.list("/api/deals/changes", ["from": from, "to": to, "limit": "2", "after": after], as: world.clara)
                paged += page.rows.map(\.id)
                after = page.json["next"]?.string ?? ""
            }
            #expect(paged == all.rows.map(\.id))
            #expect(await world.list("/api/deals/changes", ["from": from, "kind": "moved"], as: world.clara).rows.map(\.id) == [world.deals[2]])
            let filtered = await world.list("/api/deals/changes", ["from": from, "filter": "amount >= 4000"], as: world.clara)
            #expect(filtered.rows.map { $0["kind"]?.string } == ["added", "lost", "lost"])
            #expect(await world.list("/api/companies/changes", ["from": from], as: world.clara).rows.isEmpty)
            #expect(await world.list("/api/deals/changes", ["from": from], as: world.dmitri).rows.isEmpty)

            let summary = await world.list("/api/deals/changes/summary", ["from": from, "to": to], as: world.clara)
            let sums = summary.rows.map { "\($0["kind"]?.string ?? "") \($0["count"]?.int ?? 0) \($0["sum"]?.int ?? 0)" }
            #expect(sums == ["added 1 7000", "moved 1 300000", "grown 1 400000", "shrunk 1 -150000", "changed 3 850000", "lost 2 900000"])
            for items in [[:], ["from": "soon"], ["from": to, "to": from], ["from": from, "kind": "x"], ["from": from, "after": "x"]] {
                let query = items.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
                #expect(await world.api(.get, "/api/deals/changes?\(query)", as: world.clara).status == 400)
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a record gets the values of a moment back, all or some, as a change that can be undone`(engine: StorageEngine) async throws {
        let clock = SetClock()
        try await withWorld(on: engine, clock: clock.clock) { world in
            let path = "/api/deals/\(world.deals[0])"
            let then = clock.now.iso
            clock.advance(seconds: 60)
            let body = #"{"title": "Other", "amount": {"minor": 5, "currency": "USD"}, "company": null}"#
            _ = await world.api(.patch, path, as: world.clara, body, headers: ["if-match": "*"])
            let some = await world.api(.post, "\(path)/revert", as: world.clara, #"{"as_of": "\#(then)", "fields": ["amount"]}"#)
            #expect(some.status == 200)
            #expect(some.data["amount"]?["minor"]?.int == 100_000)
            #expect(some.data["title"] == "Other")
            let all = await world.api(.post, "\(path)/revert", as: world.clara, #"{"as_of": "\#(then)"}"#, headers: ["if-match": some.etag])
            #expect(all.data["title"] == "Deal 0")
            #expect(all.data["company"]?.int == world.companies[0])
            let last = await world.api(.get, "\(path)/history", as: world.clara).rows[0]["batch"]
            #expect(last?["action"] == "deal.revert")
            #expect(await world.api(.post, "/api/batches/\(last?.id ?? 0)/undo", as: world.clara).status == 200)
            #expect(await world.api(.get, path, as: world.clara).data["title"] == "Other")

            _ = await world.api(.delete, path, as: world.clara, headers: ["if-match": "*"])
            let back = await world.api(.post, "\(path)/revert", as: world.clara, #"{"as_of": "\#(then)"}"#)
            #expect(back.status == 200)
            #expect(back.data["title"] == "Deal 0")

            let refused = [
                ("{}", 422), (#"{"as_of": "x"}"#, 400), (#"{"as_of": "\#(then)", "fields": ["status"]}"#, 422), (#"{"as_of": "2001-01-01"}"#, 404),
            ]
            for (body, status) in refused {
                #expect(await world.api(.post, "\(path)/revert", as: world.clara, body).status == status, "\(body)")
            }
            #expect(await world.api(.post, "\(path)/revert", as: world.olga, #"{"as_of": "\#(then)"}"#).status == 403)
            #expect(await world.api(.post, "\(path)/revert", as: world.dmitri, #"{"as_of": "\#(then)"}"#).status == 404)
            #expect(await world.api(.post, "\(path)/revert", as: world.clara, #"{"as_of": "\#(then)"}"#, headers: ["if-match": "\"1\""]).status == 412)
        }
    }
}
