import Foundation
import RecordEngine

/// What people and programs look at all day.
struct Reads {
    let stand: Stand
    let table: Table
    let person: Stand.Person

    private static let fields = ["title", "company", "stage", "amount", "expected_close", "owner"]

    func run() async throws {
        try await lists()
        let (stand, person) = (stand, person)
        let deals = (0..<5_000).map { stand.ownDeal(person, $0) }
        let apis = deals.map { stand.request("/api/deals/\($0)", person) }
        let pages = deals.map { stand.request("/deals/\($0)", person) }
        for clients in table.clients(8) {
            try await row("one record, JSON", clients, floor: { try await stand.bareRecord(deals[$0 % 5_000]) }) {
                try await stand.answer(apis[$0 % 5_000])
            }
            try await row("one record, page", clients, floor: try await stand.floor(of: pages[0])) { try await stand.answer(pages[$0 % 5_000]) }
        }
        try await row("board", stand.request("/deals/board", person))
        // A fifth of them, which with 100,000 is as many as a board counts.
        try await row("board with a filter", stand.request("/deals/board?filter=amount%20%3C%2010000%20USD", person))
        try await searches()
        try await row("deals by stage, count and sum", stand.request("/api/deals/aggregate?group=stage&measures=count(),sum(amount)", person))
        try await row("home", stand.request("/", person))
        try await row("duplicate sets", stand.request("/people/duplicates", person))
    }

    /// What people type, and each kind that some index finds hard for itself.
    private static let texts: [(kind: String, texts: [String])] = [
        ("mixed", ["ivan", "deal 42", "пет", "99", "смирн", "Kuznecov", "495000", "сокол"]), ("1 or 2 letters", ["и", "iv", "4", "99", "d"]),
        ("all", ["deal", "7495", "company"]), ("only old ones", ["495000", "495000 9"]), ("a phone", ["4950001234", "+7 495 009 99-99"]),
        ("frequent and rare", ["deal 42", "ivan 777"]), ("nothing", ["zzzz", "9500000000", "deal company"]), ("wrong layout", ["bdfyjd", "gtnhjd 7"]),
    ]

    private func searches() async throws {
        let stand = stand
        for (kind, texts) in Reads.texts {
            let requests = texts.map { text in
                stand.request("/api/search?q=\(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")", person)
            }
            for clients in table.clients(1, 8) { try await row("search: \(kind)", clients) { try await stand.answer(requests[$0 % requests.count]) } }
        }
    }

    private func lists() async throws {
        let stand = stand
        let filter = "stage = \(stand.stage)"
        var query = Query("deal", filter: try Filter(filter), sort: Sort.parse("expected_close"), columns: Reads.fields.map { FieldPath($0) })
        let json = try await stand.bareList(query, person)
        query.withTitles = true
        let html = try await stand.bareList(query, person)
        let address = "filter=stage%3D\(stand.stage)&sort=expected_close"
        let api = stand.request("/api/deals?\(address)&fields=\(Reads.fields.joined(separator: ","))", person)
        let page = stand.request("/deals?\(address)", person)
        for clients in table.clients(1, 8) {
            try await row("list of 50, JSON", clients, floor: { _ in try await stand.run(json) }) { _ in try await stand.answer(api) }
            try await row("list of 50, page", clients, floor: { _ in try await stand.run(html) }) { _ in try await stand.answer(page) }
        }
    }

    private func row(_ name: String, _ request: Stand.Asked) async throws {
        guard table.shows("\(name), \(person.name)") else { return }
        let stand = stand
        for clients in table.clients(1) {
            try await row(name, clients, floor: try await stand.floor(of: request)) { _ in try await stand.answer(request) }
        }
    }

    private func row(
        _ name: String, _ clients: Int, floor: (@Sendable (Int) async throws -> Void)? = nil, _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await table.measure("\(name), \(person.name)", clients: clients, floor: floor, work)
    }
}
