import Definitions
import Kit
import RecordEngine
import TestSupport
import Testing
import Web

@Suite struct SegmentTests {
    private func titles(_ world: World, _ filter: String, as person: World.Person, asOf: String? = nil) async -> [String] {
        let answer =
            asOf == nil
            ? await world.list("/api/deals", ["filter": filter, "sort": "title", "limit": "100"], as: person)
            : await world.list("/api/deals", ["filter": filter, "sort": "title", "as_of": asOf ?? ""], as: person)
        return answer.rows.compactMap { $0["title"]?.string }
    }

    @Test(arguments: StorageEngine.allCases)
    func `chosen rows go into a segment, which is a filter everywhere, and come out by undo`(engine: StorageEngine) async throws {
        let time = SetClock()
        try await withWorld(on: engine, clock: time.clock) { world in
            time.advance(seconds: 60)
            let before = time.now.iso
            time.advance(seconds: 60)
            let list = await world.page("/deals?filter=", as: world.clara).text
            #expect(list.contains("form=\"chosen\"") && list.contains("value=\"segment\""))
            #expect(!(await world.page("/deals?filter=", as: world.olga).text.contains("form=\"chosen\"")))
            let chosen = [0, 2].map { ("id", "\(world.deals[$0])") }
            let asked = await world.page("/deals/segment?id=\(world.deals[0])&id=\(world.deals[2])", as: world.clara).text
            #expect(asked.contains("Records: 2"))
            let none = await world.send("/deals/segment", as: world.clara, chosen)
            #expect(none.status == 422 && none.text.contains("name a new one") && none.text.contains("value=\"\(world.deals[2])\""))
            let added = await world.send("/deals/segment", as: world.clara, chosen + [("title", "VIP"), ("status", "invited")])
            #expect(added.status == 303)
            #expect(await titles(world, "segment = 1", as: world.clara) == ["Deal 0", "Deal 2"])
            #expect(await titles(world, "segment != 1 and amount < 4000", as: world.clara) == ["Deal 1"])
            // What is there already stays as it is; all that a list has goes in at once.
            #expect(await world.send("/deals/segment", as: world.clara, [("filter", "amount < 4000"), ("segment", "1")]).status == 303)
            #expect(await titles(world, "segment in (1)", as: world.clara) == ["Deal 0", "Deal 1", "Deal 2"])
            let entries = await world.api(.get, "/api/segment_entries?sort=id", as: world.clara).rows
            #expect(entries.map { $0["status"]?.string } == ["invited", "invited", nil] && entries[0]["created_by"]?.int == world.clara.id)
            // As it was, figures, exports, boards, and records that refer to others.
            #expect(await titles(world, "segment = 1", as: world.clara, asOf: before) == [])
            #expect(await world.list("/api/deals/aggregate", ["filter": "segment = 1"], as: world.clara).rows.first?["count()"]?.int == 3)
            let page = await world.page("/deals?filter=segment%20%3D%201", as: world.clara).text
            #expect(page.contains("Segment: VIP") && page.contains("Deal 1") && !page.contains("Deal 3<"))
            #expect(await world.page("/deals/board?filter=segment%20%3D%201", as: world.clara).text.contains("Deal 1"))
            let export = await world.list("/api/deals/export", ["filter": "segment = 1", "format": "jsonl"], as: world.amelia)
            #expect(export.status == 200)
            #expect(await world.page("/segments/1", as: world.clara).text.contains("Now in the segment"))
            // Dmitri may see the segment, but not what is not his.
            #expect(await titles(world, "segment = 1", as: world.dmitri) == [])
            let undo = added.header("location")?.split(separator: "=").last.flatMap { Int64($0) } ?? 0
            #expect(undo > 0)
            let last = await world.api(.get, "/api/segment_entries/\(entries[2].id)/history", as: world.clara).rows.first?["batch"]?.id ?? 0
            #expect(await world.api(.post, "/api/batches/\(last)/undo", as: world.clara).status == 200)
            #expect(await titles(world, "segment = 1", as: world.clara) == ["Deal 0", "Deal 2"])
            // A deleted record takes its entry along.
            #expect(await world.api(.delete, "/api/deals/\(world.deals[0])", as: world.clara, headers: ["if-match": "*"]).status == 204)
            #expect(await world.api(.get, "/api/segment_entries", as: world.clara).rows.count == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a segment with a filter is counted live, also through other segments and references`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func make(_ body: String) async -> WebResponse { await world.api(.post, "/api/segments", as: world.boris, body) }
            let large = await make(#"{"object": "deal", "title": "Large", "kind": "dynamic", "filter": "amount >= 7000"}"#)
            #expect(large.status == 201)
            #expect(await titles(world, "segment = 1", as: world.boris) == ["Deal 6", "Deal 7"])
            #expect(
                await world.api(
                    .patch, "/api/deals/\(world.deals[0])", as: world.boris, #"{"amount": {"minor": 900000, "currency": "USD"}}"#,
                    headers: ["if-match": "*"]
                ).status == 200)
            #expect(await titles(world, "segment = 1", as: world.boris) == ["Deal 0", "Deal 6", "Deal 7"])
            let inner = await make(
                #"{"object": "deal", "title": "Inner", "kind": "dynamic", "filter": "segment = 1 and title != \"Deal 6\""}"#)
            #expect(inner.status == 201)
            #expect(await titles(world, "segment = 2", as: world.boris) == ["Deal 0", "Deal 7"])
            #expect(await titles(world, "not segment in (1, 2) and amount > 5000", as: world.boris) == ["Deal 5"])
            #expect(
                await make(#"{"object": "company", "title": "A", "kind": "dynamic", "filter": "title starts with \"A\""}"#).status == 201)
            #expect(await titles(world, "company.segment = 3 and owner = me", as: world.boris) == ["Deal 6"])
            // Changing the segment changes what it matches at once.
            #expect(
                await world.api(.patch, "/api/segments/1", as: world.boris, #"{"filter": "amount >= 8000"}"#, headers: ["if-match": "*"])
                    .status == 200)
            #expect(await titles(world, "segment = 1", as: world.boris) == ["Deal 0", "Deal 7"])
            #expect(await world.page("/segments/1", as: world.boris).text.contains("Now in the segment"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what makes no segment or entry is refused with the reason`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func refused(_ path: String, _ body: String) async -> [String] { await world.api(.post, path, as: world.clara, body).fields }
            #expect(await refused("/api/segments", #"{"object": "deal", "title": "x", "kind": "dynamic"}"#) == ["filter"])
            #expect(
                await refused("/api/segments", #"{"object": "deal", "title": "x", "kind": "dynamic", "filter": "amount >"}"#) == ["filter"])
            #expect(await refused("/api/segments", #"{"object": "deal", "title": "x", "filter": "amount > 5"}"#) == ["filter"])
            #expect(await refused("/api/segments", #"{"object": "nothing", "title": "x"}"#) == ["object"])
            #expect(await world.api(.post, "/api/segments", as: world.clara, #"{"object": "deal", "title": "By hand"}"#).status == 201)
            let dynamic = #"{"object": "deal", "title": "By filter", "kind": "dynamic", "filter": "amount > 5"}"#
            #expect(await world.api(.post, "/api/segments", as: world.clara, dynamic).status == 201)
            func entry(_ segment: Int64, _ object: String, _ id: Int64) -> String {
                #"{"segment": \#(segment), "record": {"object": "\#(object)", "id": \#(id)}}"#
            }
            #expect(await refused("/api/segment_entries", entry(2, "deal", world.deals[0])) == ["segment"])
            #expect(await refused("/api/segment_entries", entry(1, "company", world.companies[0])) == ["record"])
            #expect(await world.api(.post, "/api/segment_entries", as: world.clara, entry(1, "deal", world.deals[0])).status == 201)
            #expect(await refused("/api/segment_entries", entry(1, "deal", world.deals[0])) == ["record"])
            #expect(await refused("/api/segment_entries", entry(1, "deal", world.deals[9])) == ["record"], "not Clara's to see")
            let own = await world.api(.patch, "/api/segments/2", as: world.clara, #"{"filter": "segment = 2"}"#, headers: ["if-match": "*"])
            #expect(own.fields == ["filter"])
            for wrong in ["segment = 99", "segment > 1", "segment = \"VIP\"", "segment is empty"] {
                #expect(await world.list("/api/deals", ["filter": wrong], as: world.clara).status == 400, "\(wrong)")
            }
        }
    }
}
