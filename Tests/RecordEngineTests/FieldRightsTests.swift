import Definitions
import Kit
import RecordEngine
import Sales
import TestSupport
import Testing

@Suite struct FieldRightsTests {
    @Test(arguments: StorageEngine.allCases)
    func `a field that may not be read can't be asked about in any way`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            // What is expected inside the unit would be expected on the database's thread, where no test has a name.
            let (answered, amount, visible) = try await world.read(hiding: "deal.amount") { records in
                let questions: [() throws -> Any] = [
                    { try records.list(Query("deal", filter: Filter("amount > 1"))) { _ in } as Any },
                    { try records.list(Query("deal", sort: [Sort(FieldPath("amount"))])) { _ in } as Any },
                    { try records.list(Query("deal", columns: [FieldPath("amount")])) { _ in } as Any },
                    { try records.aggregate(AggregateQuery("deal", measures: [Measure(.sum, FieldPath("amount"))])) },
                    { try records.aggregate(AggregateQuery("deal", groups: [FieldPath("amount")], measures: [.count])) },
                ]
                let answered = questions.indices.filter { (try? questions[$0]()) != nil }
                let deal = try records.record("deal", world.deals[0])
                return (answered, deal[Deal.amount], try records.history(Deal.object, deal.id).flatMap(\.changes).map(\.field.name))
            }
            #expect(answered == [])
            #expect(amount == nil)
            #expect(visible.contains("title"))
            #expect(!visible.contains("amount"))
        }
    }

    @Test(arguments: StorageEngine.allCases)
    func `an order by a reference does not betray a title that may not be read`(engine: StorageEngine) async throws {
        try await withWorld(on: engine) { world in
            let companies = Array(world.companies.reversed())
            try await world.write(as: nil) { records in
                for (index, company) in companies.enumerated() {
                    try records.update(company, Draft(try records.object("company"), ["title": .text("\(index)")]))
                }
            }
            let query = Query("deal", sort: [Sort(FieldPath("company"))], columns: [FieldPath("company")], withTitles: true, limit: 20)
            let rows = try await world.read(hiding: "company.title") { records in
                try records.list(query) { row in (row.value(0), row.title(0)) }.rows
            }
            #expect(rows.count == 10)
            #expect(rows.allSatisfy { $0.1 == nil })
            // By the number then, which is no secret.
            #expect(rows.first?.0 == .reference(world.companies[0]))
        }
    }
}

extension World {
    /// Reads as the administrator, but for one field.
    func read<T: Sendable>(hiding field: String, _ body: @escaping @Sendable (Records) throws -> T) async throws -> T {
        let known = try await principal(amelia)
        let role = Role("partial", .verbatim("Partial"), standard: .everything, fields: [field: .none])
        let principal = Principal(
            user: known.user, name: known.name, role: role, team: known.team, language: known.language, via: known.via)
        return try await read(with: principal, body)
    }
}
