import Definitions
import Kit
import People
import RecordEngine
import Sales
import Storage
import Web
import Work

/// Fills a workspace with people, deals, five activities for each deal, and the past of all, the same for the same size. The first records are
/// made through `Records` with everything on, the others are copies of them.
struct Filler: Sendable {
    let workspace: Workspace
    let size: Int
    let owners: [Int64]

    /// How many people and how many deals are made one by one.
    private static let most = 10_000

    private static let surnames = ["Иванов", "Петров", "Смирнова", "Кузнецов", "Соколова", "Ivanov", "Smith", "Miller", "Garcia", "Щукин"]
    private static let names = ["Анна", "Пётр", "Мария", "Илья", "John", "Emma", "Алёна", "Фёдор", "Olga", "Max"]
    private static let cities = ["Москва", "Тверь", "Казань", "Томск", "London", "Berlin", "Орёл"]
    private static let subjects = [
        ("call", "Позвонить"), ("meeting", "Встреча"), ("task", "Отправить счёт"), ("call", "Call back"), ("note", "Note"),
    ]

    private var block: Int { min(size, Filler.most) }
    private var companies: Int { max(block / 10, 1) }

    func fill() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let counts = [(Company.object, companies), (Person.object, block), (Deal.object, block), (Activity.object, block * 5)]
        let copies = Copies(workspace: workspace, counts: counts, copies: (size + block - 1) / block, before: try await lastBatch())
        // A tenth of the records has changed since yesterday, a twentieth each in the month and in the year before.
        let works: [(hours: Range<Int>, work: @Sendable () async throws -> Void)] = [
            (370 * 24..<400 * 24, make), (200 * 24..<201 * 24, { try await change { $0 % 20 == 1 } }),
            (20 * 24..<21 * 24, { try await change { $0 % 20 == 2 } }), (11..<12, { try await change { $0 % 10 == 3 } }),
        ]
        var phases: [Copies.Phase] = []
        for (hours, work) in works {
            try await work()
            phases.append(Copies.Phase(last: try await lastBatch(), hours: hours))
        }
        let made = clock.now
        try await copies.multiply(phases)
        let records = counts.reduce(0) { $0 + $1.1 }
        let (one, all) = ((made - start) / .seconds(1), (clock.now - start) / .seconds(1))
        print("filled: \(records) records one by one in \(Int(one)) s, \(Int(Double(records) / one)) records/s with everything on")
        print("filled: \(records * copies.copies) records with their past in \(Int(all)) s")
    }

    private func lastBatch() async throws -> Int64 {
        try await workspace.database.read { try $0.first("SELECT max(id) FROM batch") { $0.int(0) } ?? 0 }
    }

    /// Every fiftieth record belongs to the salesperson.
    private func owner(_ number: Int) -> FieldValue { .reference(number % 50 == 0 ? owners[1] : owners[0]) }

    private func make() async throws {
        try await units(of: companies) { number, records in
            try records.create(
                Draft(
                    Company.object,
                    [
                        "title": .text("Company \(number)"), "city": .text(Filler.cities[number % 7]), "owner": owner(number),
                    ]))
        }
        try await units(of: block) { number, records in
            let name = "\(Filler.surnames[number % 10]) \(Filler.names[number / 10 % 10]) \(number)"
            // Every fiftieth has the address of another one.
            let address = "p\(number % 50 == 7 ? number - 1 : number)@example.com"
            try records.create(
                Draft(
                    Person.object,
                    [
                        "name": .text(name), "phones": .list(["+7495\(String(number).padded(7))"]), "emails": .list([address]),
                        "city": .text(Filler.cities[number % 7]), "owner": owner(number),
                    ]))
        }
        let stages = try await workspace.database.read { try $0.all("SELECT id FROM stage WHERE kind = 'open' ORDER BY id") { $0.int(0) } }
        let today = workspace.engine.settings.zone.day(of: workspace.clock.now())
        try await units(of: block) { number, records in
            try records.create(
                Draft(
                    Deal.object,
                    [
                        "title": .text("Deal \(number)"), "company": .reference(Int64(number % companies) + 1),
                        "people": .references([Int64(number) + 1]),
                        "stage": .reference(stages[number * 31 % 97 % stages.count]),
                        "amount": .money(Money(minor: Int64(number % 5000) * 1000, currency: .usd)),
                        "expected_close": .day(today.adding(days: number * 37 % 400 - 100)), "owner": owner(number),
                    ]))
        }
        let midnight = workspace.engine.settings.zone.start(of: today)
        try await units(of: block * 5) { number, records in try records.create(activity(number, since: midnight)) }
    }

    /// Three of five are about a deal, one each about a person and a company; of a third of the deals one is still to be done.
    private func activity(_ number: Int, since midnight: Instant) -> Draft {
        let (deal, place) = (number / 5, number % 5)
        let (kind, subject) = Filler.subjects[place]
        let isOpen = place == 0 && deal % 3 == 0
        let days = isOpen ? deal % 37 - 5 : -(number * 29 % 390) - 1
        let due = midnight.adding(seconds: Int64(days) * 86_400 + Int64(number % 40) * 900 + 28_800)
        let about = place < 3 ? ("deal", deal) : place == 3 ? ("person", deal) : ("company", deal % companies)
        return Draft(
            Activity.object,
            [
                "kind": .text(kind), "subject": .text("\(subject) \(number)"),
                "about": .link(RecordLink(object: about.0, id: Int64(about.1) + 1)),
                "due_at": .instant(due), "done_at": isOpen ? .empty : .instant(due), "owner": owner(deal),
            ])
    }

    private func change(_ isChanged: @escaping @Sendable (Int) -> Bool) async throws {
        let block = block
        try await units(of: block) { number, records in
            guard isChanged(number) else { return }
            let id = Int64(number) + 1
            let amount = FieldValue.money(Money(minor: Int64(number % 4999) * 1500, currency: .usd))
            try records.update(id, Draft(Deal.object, ["amount": amount]))
            try records.update(id, Draft(Person.object, ["post": .text("Buyer")]))
        }
    }

    private func units(of count: Int, _ make: @escaping @Sendable (Int, Records) throws -> Void) async throws {
        for start in stride(from: 0, to: count, by: 1_000) {
            try await workspace.database.write { tx in
                let records = Records(workspace.engine, tx, .system())
                for number in start..<min(start + 1_000, count) { try make(number, records) }
            }
        }
    }
}
