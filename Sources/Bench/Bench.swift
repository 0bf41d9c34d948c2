import App
import ArgumentParser
import Foundation
import Identity
import Kit
import Logging
import RecordEngine
import Storage
import Web

/// Measures the hot paths against their floors in one run: the same statement on the same database by a bare loop.
@main
struct Bench: AsyncParsableCommand {
    @Option(help: "How many people and how many deals.") var size = 100_000
    @Option(help: "The folder for the data; kept, so that the next run needs not make it again.") var data = ".build/bench.krug"
    @Option(help: "A PostgreSQL database instead of SQLite.") var database: String?
    @Option(help: "Seconds for each row.") var seconds = 2.0

    func run() async throws {
        let place: Configuration.Place = database.map { .postgres(url: $0, folder: data) } ?? .folder("\(data)/\(size)")
        let program = try await Program.start(Configuration(place: place), logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let stand = try await Stand(program, size: size)
        print("\(stand.workspace.database.dialect.name), \(size) people, \(size) deals; \(ProcessInfo.processInfo.activeProcessorCount) cores")
        print("work".padding(44) + "ops/s".padding(12) + "p50 ms".padding(10) + "p99 ms".padding(10) + "of floor")
        for person in stand.people { try await reads(stand, person) }
        try await writes(stand)
        await program.store.close()
    }

    private func reads(_ stand: Stand, _ person: Stand.Person) async throws {
        let list = "/api/deals?filter=stage%3D\(stand.stage)&sort=expected_close&fields=title,company,stage,amount,expected_close,owner"
        let page = "/deals?filter=stage%3D\(stand.stage)&sort=expected_close"
        for clients in [1, 8] {
            let floor = try await measure("list of 50, bare loop", person.name, clients, nil) { _ in try await stand.bareList(person) }
            try await measure("list of 50, JSON", person.name, clients, floor) { _ in try await stand.get(list, person) }
            try await measure("list of 50, page", person.name, clients, floor) { _ in try await stand.get(page, person) }
        }
        let one = try await measure("one record, bare loop", person.name, 8, nil) { try await stand.bareRecord(stand.ownDeal(person, $0)) }
        try await measure("one record, JSON", person.name, 8, one) { try await stand.get("/api/deals/\(stand.ownDeal(person, $0))", person) }
        try await measure("one record, page", person.name, 8, nil) { try await stand.get("/deals/\(stand.ownDeal(person, $0))", person) }
        try await measure("board", person.name, 1, nil) { _ in try await stand.get("/deals/board", person) }
        try await measure("search", person.name, 8, nil) { try await stand.get("/api/search?q=\(stand.searches[$0 % stand.searches.count])", person) }
        try await measure("deals by stage, count and sum", person.name, 1, nil) { _ in
            try await stand.get("/api/deals/aggregate?group=stage&measures=count(),sum(amount)", person)
        }
    }

    private func writes(_ stand: Stand) async throws {
        let person = stand.people[0]
        for clients in [1, 64] {
            let floor = try await measure("update, bare statement", person.name, clients, nil) { try await stand.bareUpdate(stand.deal($0)) }
            try await measure("change of an amount", person.name, clients, floor) { try await stand.change(stand.deal($0), title: nil, $0) }
            try await measure("change of a title", person.name, clients, floor) { try await stand.change(stand.deal($0), title: "Deal", $0) }
            try await measure("new deal", person.name, clients, floor) { try await stand.create($0) }
        }
    }

    /// Lets `clients` tasks do the work over and over, and prints a line.
    /// - Returns: operations per second.
    @discardableResult
    private func measure(
        _ name: String, _ who: String, _ clients: Int, _ floor: Double?, _ work: @escaping @Sendable (_ number: Int) async throws -> Void
    ) async throws -> Double {
        for number in 0..<3 { try await work(number) }
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for client in 0..<clients {
                group.addTask {
                    var times: [Double] = []
                    var number = client
                    while clock.now < end {
                        let began = clock.now
                        try await work(number)
                        times.append((clock.now - began) / .milliseconds(1))
                        number += clients
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }.sorted()
        let rate = Double(times.count) / ((clock.now - start) / .seconds(1))
        let share = floor.map { String(format: "%.0f %%  (%.1f ×)", rate / $0 * 100, $0 / rate) } ?? ""
        let p99 = times[min(times.count - 1, times.count * 99 / 100)]
        print(
            "\(name), \(who), \(clients)".padding(44) + String(format: "%.0f", rate).padding(12)
                + String(format: "%.2f", times[times.count / 2]).padding(10) + String(format: "%.2f", p99).padding(10) + share
        )
        return rate
    }
}

extension String {
    func padding(_ width: Int) -> String { count >= width ? self + " " : self + String(repeating: " ", count: width - count) }
}
