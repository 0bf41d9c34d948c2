import Foundation
import Synchronization

/// Does work over and over and prints a line about it.
struct Table: Sendable {
    let seconds: Double
    let only: String?
    /// Five rounds instead of three, and every row with one client, a few and many.
    var isFull = false
    var kept: KeptRows?

    func clients(_ usual: Int...) -> [Int] { isFull ? Set(usual + [1, 8, 32]).sorted() : usual }

    func printHead() {
        Swift.print(
            "work".padding(50) + "ops/s".padding(10) + "p50 ms".padding(10) + "p99 ms".padding(10) + "CPU µs".padding(10) + "MB".padding(7)
                + "of floor")
    }

    func shows(_ name: String) -> Bool { only.map { name.contains($0) } ?? true }

    /// Measures a floor and what stands on it, in turns, so that both meet the same machine. The median of the rounds counts.
    func measure(
        _ name: String, clients: Int, floor: (@Sendable (Int) async throws -> Void)? = nil,
        _ work: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        guard shows(name) else { return }
        let count = isFull ? 5 : floor == nil ? 1 : 3
        var (bare, whole): ([Figures], [Figures]) = ([], [])
        for number in 0..<3 { try await work(number) }
        for _ in 0..<count {
            if let floor { bare.append(try await run(clients, seconds / Double(count) / 2, floor)) }
            whole.append(try await run(clients, seconds / Double(count), work))
        }
        print(name, clients, Figures(medianOf: whole), floor: floor == nil ? nil : Figures(medianOf: bare))
    }

    func print(_ name: String, _ clients: Int, _ figures: Figures, floor: Figures?) {
        let share =
            floor.map {
                String(
                    format: "%.0f %% of %.0f (%.1f ×, CPU %.1f ×)", figures.rate / $0.rate * 100, $0.rate, $0.rate / figures.rate,
                    figures.cpu / $0.cpu)
            } ?? ""
        kept?.add(name, clients, figures, floor: floor.map { ($0.rate, $0.cpu) })
        Swift.print(
            "\(name), \(clients) client\(clients == 1 ? "" : "s")".padding(50) + String(format: "%.0f", figures.rate).padding(10)
                + String(format: "%.2f", figures.quantile(0.5)).padding(10) + String(format: "%.2f", figures.quantile(0.99)).padding(10)
                + (figures.cpu == 0 ? "" : String(format: "%.0f", figures.cpu)).padding(10)
                + String(format: "%.0f", Table.residentMegabytes).padding(7) + share
        )
    }

    /// Lets `clients` tasks do the work until the time is over. No number comes twice.
    private func run(_ clients: Int, _ seconds: Double, _ work: @escaping @Sendable (Int) async throws -> Void) async throws -> Figures {
        let clock = ContinuousClock()
        let used = Table.processorSeconds
        let start = clock.now
        let end = start + .seconds(seconds)
        let first = Table.numbers.add(1_000_000, ordering: .relaxed).oldValue
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for client in 0..<clients {
                group.addTask {
                    var times: [Double] = []
                    var number = first + client
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
        }
        return Figures(times: times, seconds: (clock.now - start) / .seconds(1), processorSeconds: Table.processorSeconds - used)
    }

    private static let numbers = Atomic(0)

    /// What this process holds of the memory of the machine, the data that SQLite maps into it included.
    static var residentMegabytes: Double {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        return (pages ?? 0) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
    }

    /// What this process has taken of all processors. Unlike the clock it hardly minds what else the machine does.
    static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// The rows as a program reads them: a JSON object in a line, behind those that the file has.
struct KeptRows: Sendable {
    let file: String
    let engine: String
    let size: Int

    func add(_ name: String, _ clients: Int, _ figures: Figures, floor: (rate: Double, cpu: Double)?) {
        var row: [String: Any] = [
            "engine": engine, "size": size, "name": name, "clients": clients, "rate": figures.rate, "p50": figures.quantile(0.5),
            "p99": figures.quantile(0.99), "cpu": figures.cpu, "megabytes": Table.residentMegabytes,
        ]
        if let floor { row["floor"] = ["rate": floor.rate, "cpu": floor.cpu] }
        guard let bytes = try? JSONSerialization.data(withJSONObject: row, options: .sortedKeys), let out = fopen(file, "a") else { return }
        _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, out) }
        fputs("\n", out)
        fclose(out)
    }
}

/// How long pieces of work took, in milliseconds, how many were done in a second, and the processor time for each in microseconds.
struct Figures {
    private let sorted: [Double]
    let rate: Double
    let cpu: Double

    init(times: [Double], seconds: Double, processorSeconds: Double) {
        sorted = times.sorted()
        rate = seconds > 0 ? Double(times.count) / seconds : 0
        cpu = processorSeconds / Double(max(times.count, 1)) * 1e6
    }

    /// The middle one of each figure; the times are those of all rounds.
    init(medianOf rounds: [Figures]) {
        sorted = rounds.flatMap(\.sorted).sorted()
        rate = rounds.map(\.rate).sorted()[rounds.count / 2]
        cpu = rounds.map(\.cpu).sorted()[rounds.count / 2]
    }

    func quantile(_ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}

extension String {
    func padding(_ width: Int) -> String { count >= width ? self + " " : self + String(repeating: " ", count: width - count) }
}
