import Kit
import TestSupport
import Testing
import Web

@Suite struct APIFiguresTests {
    @Test(arguments: StorageEngine.allCases)
    func `figures are those of the rows`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for person in [world.amelia, world.boris, world.clara] {
                let rows = await world.list("/api/deals", ["limit": "200"], as: person).rows
                let figures = await world.list(
                    "/api/deals/aggregate", ["group": "owner", "measures": "count(),sum(amount),max(amount)"], as: person)
                #expect(figures.status == 200)
                #expect(figures.json["currency"] == "USD")
                let expected = Dictionary(grouping: rows) { $0["owner"]?.int ?? 0 }
                #expect(figures.rows.count == expected.count)
                for row in figures.rows {
                    let amounts = (expected[row["owner"]?.int ?? 0] ?? []).compactMap { $0["amount"]?["minor"]?.int }
                    #expect(row["count()"]?.int == Int64(amounts.count))
                    #expect(row["sum(amount)"]?.int == amounts.reduce(0, +))
                    #expect(row["max(amount)"]?.int == amounts.max())
                }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `figures over nothing are empty`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let none = await world.list(
                "/api/deals/aggregate", ["measures": "count(),sum(amount)", "filter": "title = \"none\""], as: world.clara)
            #expect(none.rows == [["count()": 0, "sum(amount)": .null]])
            let grouped = await world.list("/api/deals/aggregate", ["group": "stage", "filter": "title = \"none\""], as: world.clara)
            #expect(grouped.rows.isEmpty)
            let days = await world.list("/api/deals/aggregate", ["measures": "min(started_on),max(created_at)"], as: world.clara)
            #expect(days.rows == [["min(started_on)": "2026-11-22", "max(created_at)": "2026-11-22T08:00:00Z"]])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `figures that make no sense are refused`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let wrong: [KeyValuePairs<String, String>] = [
                ["measures": "sum(title)"], ["measures": "sum(created_at)"], ["measures": "sum(company)"], ["measures": "median(amount)"],
                ["measures": "count(),count()"], ["measures": ","], ["group": "tags"], ["group": "secret"], ["group": "stage,stage"],
                ["sort": "title"]
            ]
            for items in wrong { #expect(await world.list("/api/deals/aggregate", items, as: world.amelia).status == 400, "\(items)") }
        }
    }
    @Test(arguments: StorageEngine.allCases)
    func `figures that fit nowhere are said to be too large`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            for _ in 0..<2 {
                let made = await world.api(
                    .post, "/api/companies", as: world.clara, #"{"title": "Huge", "employees": 9223372036854775807}"#)
                #expect(made.status == 201)
            }
            #expect(await world.list("/api/companies/aggregate", ["measures": "sum(employees)"], as: world.clara).status == 409)
            let largest = await world.list("/api/companies/aggregate", ["measures": "max(employees)"], as: world.clara)
            #expect(largest.rows == [["max(employees)": .number("9223372036854775807")]])
        }
    }
}
