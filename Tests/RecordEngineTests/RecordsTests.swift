import Definitions
import Kit
import People
import RecordEngine
import Sales
import Testing
import TestSupport
import Work

@Suite struct RecordsTests {
    @Test(arguments: StorageEngine.allCases)
    func `a record comes back as it was written`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let company = world.companies[0]
            let id = try await world.write(as: world.clara) { records in
                var draft = Draft(Deal.object)
                draft[Deal.title] = "Ёлки для «Альфы»"
                draft[Deal.company] = Reference(company)
                draft[Deal.amount] = Money(minor: 12_345_678, currency: .usd)
                draft[Deal.expectedClose] = Day(year: 2026, month: 12, day: 1)
                return try records.create(draft).id
            }
            let deal = try await world.read(as: world.clara) { try $0.record("deal", id) }
            #expect(deal[Deal.title] == "Ёлки для «Альфы»")
            #expect(deal[Deal.company]?.id == company)
            #expect(deal[Deal.amount] == Money(minor: 12_345_678, currency: .usd))
            #expect(deal[Deal.expectedClose] == Day(year: 2026, month: 12, day: 1))
            #expect(deal[Deal.owner]?.id == world.clara.id)
            #expect(deal[Deal.status] == "open")
            #expect(deal.version == 1)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `all violations are said at once and nothing is written`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let failure = await #expect(throws: Failure.self) {
                try await world.write(as: world.clara) { records in
                    var draft = Draft(Deal.object)
                    draft[Deal.company] = Reference(999_999)
                    draft[Deal.amount] = Money(minor: 1, currency: .eur)
                    try records.create(draft)
                }
            }
            guard case .invalid(let issues) = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
            #expect(Set(issues.map(\.field)) == ["title", "company", "amount"])
            let count = try await world.read(as: nil) { try $0.count(Query("deal")).value }
            #expect(count == 10)
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `addresses and long texts are compared in the same form as all texts`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let company = world.companies[0]
            try await world.write(as: nil) { records in
                var draft = Draft(Company.object)
                draft[Company.emails] = ["Пётр.ИВАНОВ@example.org", "second@example.org"]
                draft[Company.website] = "https://example.org/Приём/ABC"
                draft[Company.comment] = "Первая строка.\nОБЪЁМ растёт."
                try records.update(company, draft)
            }
            let expected: [(String, [Int64])] = [
                ("emails = \"петр.иванов@EXAMPLE.org\"", [company]), ("emails = \"SECOND@example.org\"", [company]),
                ("emails = \"иванов@example.org\"", []), ("emails contains \"ПЕТР\"", [company]), ("emails != \"пётр.иванов@example.org\"", []),
                ("website contains \"прием\"", [company]), ("website starts with \"HTTPS://EXAMPLE.ORG/ПРИЁМ\"", [company]),
                ("website = \"https://example.org/приём/abc\"", [company]), ("website in (\"https://example.org/прием/abc\")", [company]),
                ("comment contains \"объем\"", [company]), ("comment contains \"ПЕРВАЯ\"", [company]), ("comment contains \"вторая\"", []),
            ]
            for (text, ids) in expected {
                let query = Query("company", filter: try Filter(text) & Filter("emails is not empty"))
                let found = try await world.read(as: nil) { try $0.list(query, make: \.id).rows }
                #expect(found == ids, "\(text)")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `people see what their role reaches`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let expected: [(World.Person, Int)] = [
                (world.amelia, 10), (world.boris, 8), (world.clara, 5), (world.dmitri, 2), (world.olga, 10),
            ]
            for (person, count) in expected {
                let seen = try await world.read(as: person) { try $0.list(Query("deal"), make: \.id).rows.count }
                #expect(seen == count, "\(person.name)")
            }
            await #expect(throws: Failure.notFound) {
                _ = try await world.read(as: world.dmitri) { try $0.record("deal", world.deals[0]) }
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `a filter reads as people write it`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let expected: [(String, Int)] = [
                ("amount >= 5000 USD", 6), ("amount < 2000", 1), ("company.title = \"acme\"", 4), ("owner = me", 0),
                ("owner.name starts with \"cl\" and not (amount > 3000)", 3), ("title contains \"EAL 7\"", 1),
                ("status = open", 10), ("closed_on is empty", 10), ("stage.kind in (won, lost)", 0),
                ("created_at = today or id in (1, 2)", 10), ("expected_close in this_month", 0),
            ]
            for (text, count) in expected {
                let found = try await world.read(as: world.amelia) { try $0.count(Query("deal", filter: try Filter(text))).value }
                #expect(found == count, "\(text)")
            }
        }
    }

    @Test(arguments: ["amount >=", "nothing = 1", "title = ", "(title = \"a\"", "title ~ 3", "amount contains 3", "company.nothing = 1", "\"a\""])
    func `a filter that makes no sense is refused with a reason`(text: String) async throws {
        try await withWorld(on: .sqlite) { world in
            let failure = await #expect(throws: Failure.self) {
                _ = try await world.read(as: world.amelia) { try $0.count(Query("deal", filter: try Filter(text))).value }
            }
            guard case .malformed = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `pages follow each other without gaps and doubles in every order`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.write(as: nil) { records in
                for number in 0..<40 {
                    var draft = Draft(Deal.object)
                    draft[Deal.title] = "Same \(number % 7)"
                    if number % 3 > 0 { draft[Deal.expectedClose] = Day(number: Int32(20_000 + number % 5)) }
                    if number % 4 > 0 { draft[Deal.company] = Reference(world.companies[number % 3]) }
                    try records.create(draft)
                }
            }
            for sort in ["id", "-id", "title", "-title", "expected_close", "-expected_close", "company", "-company,title", "-amount,expected_close"] {
                var seen: [Int64] = []
                var after: Cursor?
                repeat {
                    let place = after
                    let page = try await world.read(as: world.amelia) {
                        try $0.list(Query("deal", sort: Sort.parse(sort), limit: 7, after: place), make: \.id)
                    }
                    seen += page.rows
                    after = try page.next.map { try Cursor($0.text) }
                } while after != nil
                let whole = try await world.read(as: world.amelia) {
                    try $0.list(Query("deal", sort: Sort.parse(sort), limit: 200), make: \.id).rows
                }
                #expect(seen == whole, "\(sort)")
                #expect(Set(seen).count == 50, "\(sort)")
            }
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `search finds parts of words, phones and the wrong layout, within rights`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.write(as: nil) { records in
                var person = Draft(Person.object)
                person[Person.name] = "Щёкина Алёна Петровна"
                person[Person.phones] = ["+74951234567"]
                try records.create(person)
            }
            for text in ["щекина", "екин", "Алён", "ал", "1234567", "495 123", "123-45-67", "+7 495-12", "7 (495)", "otrby"] {
                let hits = try await world.read(as: world.clara) { try $0.search(text) }
                #expect(hits.map(\.title) == ["Щёкина Алёна Петровна"], "\(text)")
                guard text != "otrby" else { continue }
                let listed = try await world.read(as: world.clara) { try $0.list(Query("person", search: text), make: \.id).rows }
                #expect(listed == hits.map(\.id), "\(text)")
            }
            let hits = try await world.read(as: world.dmitri) { try $0.search("deal") }
            #expect(Set(hits.map(\.id)) == Set(world.deals[8...]))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `search shows word beginnings of all objects, then inner parts, the newest first and none twice`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            try await world.write(as: nil) { records in
                for name in ["Divan 1", "Divan 2", "Divan 3", "Ivan 4", "Ivan 5"] { try records.create(Draft(Person.object, ["name": .text(name)])) }
                for title in ["Divan Factory", "Ivan & Sons"] { try records.create(Draft(Company.object, ["title": .text(title)])) }
            }
            let wanted = ["Ivan & Sons", "Ivan 5", "Ivan 4", "Divan Factory", "Divan 3", "Divan 2", "Divan 1"]
            for limit in 1...8 {
                let hits = try await world.read(as: world.clara) { try $0.search("ivan", limit: limit) }
                #expect(hits.map(\.title) == Array(wanted.prefix(limit)))
            }
            try await #expect(world.read(as: world.clara) { try $0.search("zzzz") } == [])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `aggregates count what one may read`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let query = AggregateQuery("deal", groups: [FieldPath("owner")], measures: [.count, Measure(.sum, FieldPath("amount"))])
            let rows = try await world.read(as: world.boris) { try $0.aggregate(query) }
            var few = query
            few.most = 3
            let some = try await world.read(as: world.boris) { [few] in try $0.aggregate(few) }
            #expect(some.reduce(0) { $0 + ($1.measures[0] ?? 0) } == 3)
            let byOwner = Dictionary(rows.map { ($0.groups[0], $0.measures) }, uniquingKeysWith: { first, _ in first })
            #expect(byOwner == [.reference(world.clara.id): [5, 1_500_000], .reference(world.boris.id): [3, 2_100_000]])
        }
    }
}
