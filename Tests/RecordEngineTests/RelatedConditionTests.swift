import Definitions
import Identity
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing
import Work

@Suite struct RelatedConditionTests {
    private static func companies(_ filter: String, _ records: Records) throws -> [Int64] {
        try records.list(Query("company", filter: try Filter(filter), sort: [Sort(FieldPath("id"))]), make: \.id).rows
    }

    @Test(arguments: StorageEngine.allCases)
    func `records are found by what refers to them, and by what does not`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let (deals, companies) = (world.deals, world.companies)
            try await world.write(as: nil) { records in
                for (deal, done) in [(deals[0], false), (deals[1], true)] {
                    var draft = Draft(Activity.object, ["subject": .text("Call"), "about": .link(RecordLink(object: "deal", id: deal))])
                    if done { draft[Activity.done] = records.now }
                    try records.create(draft)
                }
            }
            let found = try await world.read(as: world.amelia) { records in
                let open = try Filter("has activity.about where (done_at is empty)")
                let none = try Filter("has no activity.about where (done_at is empty) and amount < 4000")
                #expect(try records.list(Query("deal", filter: open), make: \.id).rows == [deals[0]])
                #expect(try records.list(Query("deal", filter: none), make: \.id).rows.sorted() == [deals[1], deals[2]])
                #expect(try records.count(Query("deal", filter: try Filter("has activity.about"))).value == 2)
                #expect(try Self.companies("has deal.company where (has activity.about)", records) == [companies[0], companies[1]])
                return try Self.companies("has deal.company where (amount >= 10000)", records)
            }
            #expect(found == [companies[0]])
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `what one may not read is not asked for either`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let companies = world.companies
            // Deals 8 and 9 are Dmitri's; everybody reads companies.
            let (seen, all) = (
                try await world.read(as: world.dmitri) { try Self.companies("has deal.company", $0) },
                try await world.read(as: world.amelia) { try Self.companies("has deal.company", $0) }
            )
            #expect(all == companies && seen == [companies[0], companies[2]])
            _ = try await world.read(hiding: "deal.amount") { records in
                #expect(throws: Failure.self) { try Self.companies("has deal.company where (amount > 1)", records) }
                return 0
            }
            _ = try await world.read(hiding: "deal.company") { records in
                #expect(throws: Failure.self) { try Self.companies("has deal.company", records) }
                return 0
            }
        }
    }

    @Test(arguments: [
        "has deal.company where (amount > 1 and status = open)", "has no deal.company", "title = \"A\" or has no deal.company where (amount is empty)",
    ])
    func `its text reads as the same filter again`(text: String) throws {
        #expect(try Filter(text).text == text)
        #expect(try Filter(Filter(text).text) == Filter(text))
    }

    @Test(arguments: [
        "has deal", "has deal.title", "has nothing.company", "has deal.company.title", "has deal.company where amount > 1",
        "has deal.company where (has company.parent where (has deal.company where (has activity.about where (has file.about))))",
    ])
    func `what refers to nothing is refused with words`(text: String) async throws {
        try await withWorld(on: .sqlite) { world in
            _ = try await world.read(as: world.amelia) { records in
                #expect(throws: Failure.self) { try Self.companies(text, records) }
                return 0
            }
        }
    }

    @Test func `conditions are changed, added and left out at their places`() throws {
        let filter = try Filter("amount > 1 and (status = open or status = won and owner = me) and has deal.company where (title = \"A\")")
        #expect(filter.part(at: [1, 1, 0])?.text == "status = won")
        #expect(filter.replacing(at: [1, 1, 0], with: nil).text == "amount > 1 and (status = open or owner = me) and has deal.company where (title = \"A\")")
        #expect(filter.replacing(at: [1, 0], with: nil).text == "amount > 1 and status = won and owner = me and has deal.company where (title = \"A\")")
        #expect(filter.replacing(at: [2, 0], with: nil).text.hasSuffix("has deal.company"))
        let other = try Filter("a = 1")
        #expect(filter.adding(other, at: [0], isAlternative: true).text.hasPrefix("(amount > 1 or a = 1) and"))
        #expect(filter.adding(other, at: [2], isAlternative: false).text.hasSuffix("where (title = \"A\" and a = 1)"))
        #expect(Filter.all.adding(other, at: [], isAlternative: false).text == "a = 1")
        #expect(try Filter("a = 1 or b = 2").replacing(at: [0, 1], with: nil).text == "a = 1")
        #expect(filter.part(at: [7]) == nil && filter.replacing(at: [7], with: nil).text == filter.text)
        #expect(try Filter("a = 1").replacing(at: [0], with: nil) == .all)
    }
}
