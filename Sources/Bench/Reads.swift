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
        try await row("one record, JSON", 8, floor: { try await stand.bareRecord(deals[$0 % 5_000]) }) { try await stand.answer(apis[$0 % 5_000]) }
        try await row("one record, page", 8) { try await stand.answer(pages[$0 % 5_000]) }
        try await row("board", 1, stand.request("/deals/board", person))
        let texts = ["ivan", "deal%2042", "%D0%BF%D0%B5%D1%82", "99", "%D1%81%D0%BC%D0%B8%D1%80%D0%BD", "Kuznecov", "495000", "%D1%81%D0%BE%D0%BA%D0%BE%D0%BB"]
        let searches = texts.map { stand.request("/api/search?q=\($0)", person) }
        for clients in [1, 8] { try await row("search", clients) { try await stand.answer(searches[$0 % searches.count]) } }
        try await row("deals by stage, count and sum", 1, stand.request("/api/deals/aggregate?group=stage&measures=count(),sum(amount)", person))
        try await row("home", 1, stand.request("/", person))
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
        for clients in [1, 8] {
            try await row("list of 50, JSON", clients, floor: { _ in try await stand.run(json) }) { _ in try await stand.answer(api) }
            try await row("list of 50, page", clients, floor: { _ in try await stand.run(html) }) { _ in try await stand.answer(page) }
        }
    }

    private func row(_ name: String, _ clients: Int, _ request: Stand.Asked) async throws {
        let stand = stand
        try await row(name, clients) { _ in try await stand.answer(request) }
    }

    private func row(
        _ name: String, _ clients: Int, floor: (@Sendable (Int) async throws -> Void)? = nil, _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await table.measure("\(name), \(person.name)", clients: clients, floor: floor, work)
    }
}
