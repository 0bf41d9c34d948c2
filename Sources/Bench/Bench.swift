import App
import ArgumentParser
import Foundation
import Logging
import Storage
import Web

@main
enum Start {
    /// The first thread waits for the others: Valgrind does not bear that it ends before them.
    static func main() {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            await Bench.main()
            done.signal()
        }
        done.wait()
    }
}

/// Measures the hot paths against their floors in one run: the same statements on the same database by a bare loop.
struct Bench: AsyncParsableCommand {
    @Option(help: "How many people and how many deals.") var size = 100_000
    @Option(help: "The folder for the data; kept, so that the next run needs not make it again.") var data = ".build/bench-filled"
    @Option(help: "A PostgreSQL database instead of SQLite.") var database: String?
    @Option(help: "Seconds for each row.") var seconds = 2.0
    @Option(help: "Only the rows whose names contain this, and their floors.") var only: String?
    @Option(help: "Only the reads of this person: administrator or salesperson.") var person: String?
    @Flag(help: "The median of five rounds, and each row with 1, 8 and 32 clients.") var full = false
    @Option(help: "A file to which each row is added as a line of JSON.") var keep: String?
    @Option(help: "A folder, to run each hot path a few times for bin/counts.") var counts: String?

    func run() async throws {
        if let counts { return try await Counts(folder: counts).run() }
        let place: Configuration.Place = database.map { .postgres(url: $0) } ?? .folder("\(data)/\(size)")
        let program = try await Program.start(Configuration(place: place), logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let stand = try await Stand(program, size: size)
        let engine = stand.workspace.database.dialect.name
        print("\(engine), \(size) people, \(size) deals; \(ProcessInfo.processInfo.activeProcessorCount) cores")
        let table = Table(seconds: seconds, only: only, isFull: full, kept: keep.map { KeptRows(file: $0, engine: engine, size: size) })
        table.printHead()
        for one in stand.people where person ?? one.name == one.name { try await Reads(stand: stand, table: table, person: one).run() }
        try await Base(stand: stand, table: table).run()
        try await EndToEnd(stand: stand, table: table).run()
        try await Writes(stand: stand, table: table).run()
        try await ImportRow(stand: stand, table: table).run()
        await program.store.close()
    }
}
