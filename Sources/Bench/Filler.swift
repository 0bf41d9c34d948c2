import Definitions
import Kit
import People
import RecordEngine
import Sales
import Storage
import Web

/// Fills a workspace through `Records`, the same for the same size.
struct Filler: Sendable {
    let workspace: Workspace
    let size: Int
    let owners: [Int64]

    private static let surnames = ["Иванов", "Петров", "Смирнова", "Кузнецов", "Соколова", "Ivanov", "Smith", "Miller", "Garcia", "Щукин"]
    private static let names = ["Анна", "Пётр", "Мария", "Илья", "John", "Emma", "Алёна", "Фёдор", "Olga", "Max"]

    func fill() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        try await units(of: size / 10) { number, records in
            try records.create(Draft(Company.object, ["title": .text("Company \(number)"), "owner": .reference(owner(number))]))
        }
        try await units(of: size) { number, records in
            let name = "\(Filler.surnames[number % 10]) \(Filler.names[number / 10 % 10]) \(number)"
            let phone = "+7495\(String(number % 10_000_000).padded(7))"
            try records.create(Draft(Person.object, ["name": .text(name), "phones": .list([phone]), "owner": .reference(owner(number))]))
        }
        let stages = try await workspace.database.read { try $0.all("SELECT id FROM stage WHERE kind = 'open' ORDER BY id") { $0.int(0) } }
        let today = workspace.engine.settings.zone.day(of: workspace.clock.now())
        try await units(of: size) { number, records in
            try records.create(Draft(Deal.object, [
                "title": .text("Deal \(number)"), "company": .reference(Int64(number % max(size / 10, 1)) + 1),
                "stage": .reference(stages[number * 31 % 97 % stages.count]), "amount": .money(Money(minor: Int64(number % 5000) * 1000, currency: .usd)),
                "expected_close": .day(today.adding(days: number * 37 % 400 - 100)), "owner": .reference(owner(number)),
            ]))
        }
        let seconds = (clock.now - start) / .seconds(1)
        print("filled \(size / 10 + size * 2) records in \(Int(seconds)) s: \(Int(Double(size / 10 + size * 2) / seconds)) records/s, everything on")
    }

    /// Every fiftieth record belongs to the salesperson.
    private func owner(_ number: Int) -> Int64 { number % 50 == 0 ? owners[1] : owners[0] }

    private func units(of count: Int, _ make: @escaping @Sendable (Int, Records) throws -> Void) async throws {
        for start in stride(from: 0, to: count, by: 5_000) {
            try await workspace.database.write { tx in
                let records = Records(workspace.engine, tx, .system())
                for number in start..<min(start + 5_000, count) { try make(number, records) }
            }
        }
    }
}
