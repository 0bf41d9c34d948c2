import Definitions
import Kit
import RecordEngine
import Sales
import Storage
import TestSupport
import Testing
import Web

@Suite struct APIListTests {
    @Test(arguments: StorageEngine.allCases)
    func `pages follow each other without a gap or a double`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let companies = world.companies
            try await world.write(as: world.amelia) { records in
                for index in 0..<290 {
                    var values: [String: FieldValue] = ["title": .text("Deal \(index % 40)")]
                    if index % 3 > 0 { values["amount"] = .money(Money(minor: Int64(index % 17) * 100, currency: .usd)) }
                    if index % 4 > 0 { values["expected_close"] = .day(Day(number: Int32(20_000 + index % 9))) }
                    if index % 5 > 0 { values["company"] = .reference(companies[index % 3]) }
                    try records.create(Draft(Deal.object, values))
                }
            }
            let sorts = [
                "id", "-id", "title", "-title", "amount", "-amount", "expected_close", "-expected_close", "company", "-company", "stage",
                "-status",
                "created_at", "-created_at", "amount,-title", "-company,expected_close", "-expected_close,amount,-title", "source",
                "-company.title",
            ]
            let all = Set(try #require(await world.pages("/api/deals", sort: "id", limit: 200, as: world.amelia)).map(\.id))
            #expect(all.count == 300)
            for sort in sorts {
                let rows = try #require(await world.pages("/api/deals", sort: sort, limit: 37, as: world.amelia), "\(sort)")
                #expect(rows.count == 300, "\(sort)")
                #expect(Set(rows.map(\.id)) == all, "\(sort)")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what one reaches in two ways is one list, however much of it is asked for at a time`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            // Clara's are her own, and one of Boris's in which she takes part.
            for index in 0..<5 {
                let owner = index == 2 ? "\(world.boris.id), \"colleagues\": [\(world.clara.id)]" : "\(world.clara.id)"
                let made = await world.api(
                    .post, "/api/activities", as: world.amelia,
                    "{\"kind\": \"task\", \"subject\": \"Reached \(index)\", \"owner\": \(owner)}")
                #expect(made.status == 201, "\(made.text)")
            }
            let address = "/api/activities?filter=subject%20starts%20with%20%22Reached%22&sort=id&limit="
            for limit in [1, 2, 4, 5, 50] {
                let answer = await world.api(.get, address + "\(limit)", as: world.clara)
                #expect(answer.rows.count == min(limit, 5), "\(limit): \(answer.text)")
                #expect((answer.json["next"] == .null) == (limit >= 5), "\(limit)")
            }
            let all = try #require(await world.pages("/api/activities", sort: "-id", limit: 2, as: world.clara))
            #expect(Set(all.map(\.id)).count == all.count && all.count >= 5)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an empty value is the smallest in both directions`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.api(.post, "/api/deals", as: world.amelia, #"{"title": "Free"}"#)
            let up = try #require(await world.pages("/api/deals", sort: "amount", limit: 3, as: world.amelia))
            let down = try #require(await world.pages("/api/deals", sort: "-amount", limit: 3, as: world.amelia))
            #expect(up.first?["title"] == "Free")
            #expect(down.last?["title"] == "Free")
            #expect(down.compactMap { $0["amount"]?["minor"]?.int } == (1...10).reversed().map { $0 * 100_000 })
            #expect(up.map(\.id) == down.map(\.id).reversed())
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a filter, a search and a count go together`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let page = await world.list(
                "/api/deals", ["filter": "amount >= 3000 and company.title = \"Acme\"", "count": "true", "sort": "amount", "limit": "1"],
                as: world.amelia
            )
            #expect(page.json["count"] == ["value": 3, "exact": true])
            #expect(page.rows.map { $0["title"] } == ["Deal 3"])
            #expect(page.json["next"]?.string != nil)
            let found = await world.list("/api/deals", ["q": "eal 7", "count": "exact"], as: world.amelia)
            #expect(found.rows.map { $0["title"] } == ["Deal 7"])
            #expect(found.json["count"] == ["value": 1, "exact": true])
            #expect(found.json["next"] == .null)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `only the fields asked for are sent`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let page = await world.list(
                "/api/deals", ["fields": "title,company.title,amount", "limit": "1", "sort": "id"], as: world.amelia)
            #expect(
                page.rows == [
                    [
                        "id": .number("\(world.deals[0])"), "version": 1, "title": "Deal 0", "company.title": "Acme",
                        "amount": ["minor": 100_000, "currency": "USD"],
                    ]
                ])
            let whole = await world.list("/api/deals", ["filter": "id = \(world.deals[0])"], as: world.clara)
            let one = await world.api(.get, "/api/deals/\(world.deals[0])", as: world.clara)
            #expect(whole.rows == [one.data])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `references are included in one query each`(engine: StorageEngine) async throws {
        let statements = Ledger<String>()
        // Connections and servers have questions of their own at times.
        try await withWorld(on: engine, trace: { if $0.contains("t.id") { statements.note($0) } }) { world in
            _ = await world.api(.get, "/api/me", as: world.amelia)
            let before = statements.entries.count
            let few = await world.list("/api/deals", ["include": "company,owner", "limit": "1"], as: world.amelia)
            let middle = statements.entries.count
            let many = await world.list("/api/deals", ["include": "company,owner", "fields": "title"], as: world.amelia)
            #expect(middle > before && statements.entries.count - middle == middle - before, "\(statements.entries[before...])")
            #expect(few.rows.count == 1)
            #expect(many.rows.count == 10)
            #expect(many.rows.allSatisfy { $0["company"]?["title"]?.string != nil && $0["owner"]?["email"]?.string != nil })
            #expect(many.rows.last?["company"]?["id"]?.int == world.companies[0])
            #expect(many.rows[0].members?.map(\.name) == ["id", "version", "title", "company", "owner"])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `several references are included as a list`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let tags = [
                await world.api(.post, "/api/tags", as: world.clara, #"{"title": "Hot"}"#).data.id,
                await world.api(.post, "/api/tags", as: world.clara, #"{"title": "Cold"}"#).data.id,
            ]
            let target = "/api/deals/\(world.deals[0])"
            let tagged = await world.api(
                .patch, target, as: world.clara, "{\"tags\": [\(tags[1]), \(tags[0])]}", headers: ["if-match": "*"])
            #expect(tagged.status == 200)
            let page = await world.list("/api/deals", ["include": "tags,product", "fields": "title", "sort": "id"], as: world.clara)
            #expect(page.rows[0]["tags"]?.array?.map { $0["title"] } == ["Cold", "Hot"])
            #expect(page.rows[1]["tags"] == [])
            #expect(page.rows[0]["product"] == .null)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a parameter that makes no sense is refused`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let stranger = Cursor(keys: [.text("a"), .int(1)]).text
            let wrong: [KeyValuePairs<String, String>] = [
                ["filtre": "title = \"a\""], ["filter": "title ="], ["filter": "secret = 1"], ["sort": "secret"], ["sort": "title,-title"],
                ["sort": "tags"], ["fields": "title,secret"], ["fields": "title,,amount"], ["include": "title"], ["include": "secret"],
                ["limit": "0"],
                ["limit": "201"], ["limit": "x"], ["count": "yes"], ["after": "x"], ["after": stranger, "sort": "amount"],
                ["limit": "1", "limit": "2"],
                ["filter": "title = \"a\0b\""], ["fields": "company.owner.team.head.name"],
            ]
            for items in wrong {
                let refused = await world.list("/api/deals", items, as: world.amelia)
                #expect(refused.status == 400, "\(items)")
                #expect(refused.header("content-type") == "application/problem+json")
            }
        }
    }
    @Test(arguments: StorageEngine.allCases)
    func `the filters of the documentation are understood`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let filters = [
                "amount >= 100000 and company.city = \"Москва\" and expected_close in this_month",
                "amount >= 100000 USD and (owner = me or owner = my_team) and not status = lost",
                "title contains \"pump\" and company.city in (\"Москва\", \"Казань\") and closed_on is empty",
                "expected_close in next_month", "created_at >= days_ago(7)",
            ]
            for filter in filters {
                let page = await world.list("/api/deals", ["filter": filter, "count": "true"], as: world.clara)
                #expect(page.status == 200, "\(filter): \(page.text)")
            }
            #expect(await world.list("/api/activities", ["filter": "about = deal(7)"], as: world.clara).status == 200)
        }
    }
    @Test(arguments: StorageEngine.allCases)
    func `objects without a search index are searched by their titles`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            _ = await world.api(.post, "/api/tags", as: world.clara, #"{"title": "Hot"}"#)
            #expect(await world.list("/api/tags", ["q": "ho"], as: world.clara).rows.map { $0["title"] } == ["Hot"])
            #expect(await world.list("/api/tags/aggregate", ["q": "cold"], as: world.clara).rows == [["count()": 0]])
        }
    }
}
