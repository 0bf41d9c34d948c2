import Kit
import Storage
import TestSupport
import Testing
import Web

@Suite struct PastedColumnTests {
    @Test(arguments: StorageEngine.allCases)
    func `a pasted column is one action with one undo, and what can't be taken is named`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let deals = Array(world.deals[0...2]) + [world.deals[9]]
            func paste(_ field: String, _ values: [String]) async -> WebResponse {
                let cells = zip(deals, values).flatMap { [("id", "\($0)"), ("value", $1)] }
                return await world.send("/deals/cells", as: world.clara, [("field", field)] + cells, headers: ["x-requested-with": "fetch"])
            }
            func amounts() async -> [Int64?] {
                let ids = world.deals[0...2].map { "\($0)" }.joined(separator: ", ")
                let rows = await world.list("/api/deals", ["filter": "id in (\(ids))", "sort": "id", "fields": "amount"], as: world.clara)
                    .rows
                return rows.map { $0["amount"]?["minor"]?.int }
            }
            // The second is no amount, the last is another's deal.
            let answer = await paste("amount", ["1,500.50", "much", "2,000", "7"])
            #expect(answer.status == 200, "\(answer.text)")
            #expect(
                answer.text.contains("<li data-id=\"\(deals[1])\">") && answer.text.contains("<li data-id=\"\(deals[3])\">"),
                "\(answer.text)")
            #expect(!answer.text.contains("<li data-id=\"\(deals[0])\">"))
            #expect(await amounts() == [150_050, 200_000, 200_000])
            let batch = await world.api(.get, "/api/deals/\(deals[0])/history", as: world.clara).rows[0]["batch"]?.id ?? 0
            #expect(await world.api(.get, "/api/deals/\(deals[2])/history", as: world.clara).rows[0]["batch"]?.id == batch)
            #expect(await world.send("/batches/\(batch)/undo", as: world.clara).status == 303)
            #expect(await amounts() == [100_000, 200_000, 300_000])
            #expect(await paste("status", ["won"]).status == 403)
            #expect(await paste("amount", []).status == 400)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `the value of a record goes into others as one action, and of none that one can't see`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            func fill(_ field: String, from: Int64, _ ids: [Int64]) async -> WebResponse {
                let items = [("field", field), ("source", "\(from)")] + ids.map { ("id", "\($0)") }
                return await world.send("/deals/cells", as: world.clara, items, headers: ["x-requested-with": "fetch"])
            }
            func amounts() async -> [Int64?] {
                let ids = world.deals[0...2].map { "\($0)" }.joined(separator: ", ")
                let rows = await world.list("/api/deals", ["filter": "id in (\(ids))", "sort": "id", "fields": "amount"], as: world.clara)
                    .rows
                return rows.map { $0["amount"]?["minor"]?.int }
            }
            // The last is another's deal.
            let answer = await fill("amount", from: world.deals[0], [world.deals[1], world.deals[2], world.deals[9]])
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.text.contains("<li data-id=\"\(world.deals[9])\">"), "\(answer.text)")
            #expect(await amounts() == [100_000, 100_000, 100_000])
            let batch = await world.api(.get, "/api/deals/\(world.deals[2])/history", as: world.clara).rows[0]["batch"]?.id ?? 0
            #expect(await world.send("/batches/\(batch)/undo", as: world.clara).status == 303)
            #expect(await amounts() == [100_000, 200_000, 300_000])
            #expect(await fill("amount", from: world.deals[9], [world.deals[0]]).status == 404)
            #expect(await fill("status", from: world.deals[0], [world.deals[1]]).status == 403)
            #expect(await fill("amount", from: world.deals[0], []).status == 400)
            // A file belongs to one record.
            #expect(await world.make("deal", "Contract", "file").status == 201)
            #expect(await fill("contract", from: world.deals[0], [world.deals[1]]).status == 400)
            #expect(await amounts() == [100_000, 200_000, 300_000])
        }
    }
}
