import Kit
import Storage
import TestSupport
import Testing
import Web

@Suite struct APIHistoryTests {
    @Test(arguments: StorageEngine.allCases)
    func `every change is in the history and can be taken back`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let target = "/api/deals/\(world.deals[0])"
            _ = await world.api(.patch, target, as: world.clara, #"{"title": "Pumps"}"#, headers: ["if-match": "*"])
            let entries = await world.api(.get, target + "/history", as: world.clara).rows
            #expect(entries.map { $0["kind"] } == ["updated", "created"])
            #expect(entries[0]["changes"] == [["field": "title", "old": "Deal 0", "new": "Pumps"]])
            #expect(entries[0]["batch"]?["author"]?.int == world.clara.id)
            #expect(entries[0]["batch"]?["via"] == "token")
            let batch = entries[0]["batch"]?.id ?? 0

            let undone = await world.api(.post, "/api/batches/\(batch)/undo", as: world.clara)
            #expect(undone.status == 200)
            #expect(undone.data["undoes"]?.int == batch)
            let deal = await world.api(.get, target, as: world.clara)
            #expect(deal.data["title"] == "Deal 0")
            #expect(deal.etag == "\"3\"")
            #expect(await world.api(.post, "/api/batches/\(batch)/undo", as: world.clara).status == 409)
            // An undo is a batch like any other.
            #expect(await world.api(.post, "/api/batches/\(undone.data.id)/undo", as: world.clara).status == 200)
            #expect(await world.api(.get, target, as: world.clara).data["title"] == "Pumps")
            #expect(await world.api(.post, "/api/batches/999999/undo", as: world.clara).status == 404)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `who may read nothing of a batch does not know of it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let target = "/api/deals/\(world.deals[9])"
            _ = await world.api(.patch, target, as: world.dmitri, #"{"title": "Pumps"}"#, headers: ["if-match": "*"])
            let batch = await world.api(.get, target + "/history", as: world.dmitri).rows[0]["batch"]?.id ?? 0
            #expect(await world.api(.post, "/api/batches/\(batch)/undo", as: world.clara).status == 404)
            #expect(await world.api(.post, "/api/batches/\(batch)/undo", as: world.olga).status == 403)
            #expect(await world.api(.get, target + "/history", as: world.clara).status == 404)
            #expect(await world.api(.get, target, as: world.dmitri).data["title"] == "Pumps")
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the journal tells what was done in its order, as far as one may read`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let made = try await world.workspace.database.read { try $0.first("SELECT count(*) FROM batch") { $0.int(0) } ?? 0 }
            let start = try await world.journal(after: "0.0", upTo: Int(made)).next
            for (index, person) in [world.clara, world.dmitri, world.clara].enumerated() {
                _ = await world.api(.post, "/api/deals", as: person, "{\"title\": \"New \(index)\"}")
            }
            let all = try await world.journal(after: start, upTo: 3).rows
            #expect(all.compactMap { $0["batch"]?["author"]?.int } == [world.clara.id, world.dmitri.id, world.clara.id])
            let own = await world.list("/api/journal", ["after": start], as: world.clara)
            #expect(own.rows.compactMap { $0["batch"]?["author"]?.int } == [world.clara.id, world.clara.id])
            #expect(own.rows.compactMap { $0["touched"]?.array?.first?["kind"] } == ["created", "created"])

            var position = start
            var seen: [Int64] = []
            for _ in 0..<5 {
                let page = await world.list("/api/journal", ["after": position, "limit": "1"], as: world.amelia)
                seen += page.rows.compactMap { $0["batch"]?.id }
                position = page.json["next"]?.string ?? ""
            }
            #expect(seen == all.compactMap { $0["batch"]?.id })
            #expect(position == own.json["next"]?.string)
            #expect(await world.list("/api/journal", ["after": "x"], as: world.amelia).status == 400)
        }
    }
}

extension World {
    /// What the journal tells the administrator once everything is settled: PostgreSQL keeps a batch back while any
    /// older transaction of the server, another test's too, is under way.
    fileprivate func journal(after position: String, upTo count: Int) async throws -> (rows: [JSON], next: String) {
        var page = await list("/api/journal", ["after": position], as: amelia)
        for _ in 0..<10_000 where page.rows.count < count {
            try await Task.sleep(for: .milliseconds(10))
            page = await list("/api/journal", ["after": position], as: amelia)
        }
        try #require(page.rows.count >= count)
        return (page.rows, page.json["next"]?.string ?? "")
    }
}
