import App
import Exchange
import Files
import Foundation
import Jobs
import Kit
import People
import RecordEngine
import Storage
import Synchronization
import Web

/// The import of a table of people, everything on: journal, search, look for duplicates, checks.
struct ImportRow {
    let stand: Stand
    let table: Table
    let salt: Int

    private static let floorBatch = 2_000

    init(stand: Stand, table: Table, salt: Int = Int.random(in: 0..<1_000_000)) {
        self.stand = stand
        self.table = table
        self.salt = salt
    }

    func run() async throws {
        guard table.shows("import") else { return }
        var floor = try await bare()
        let new = try await bring("new", post: "Buyer")
        floor += try await bare()
        show("import of \(stand.size) new rows", new, floor)
        show("import of the same rows again", try await bring("new", post: "Buyer"), floor)
        var changing = try await bareChanges("Buyer")
        let changed = try await bring("new", post: "Seller")
        changing += try await bareChanges("Seller")
        show("import of the same people with another post", changed, changing)
        let others = Others(stand: stand)
        async let figures = others.run()
        show("import while another writes", try await bring("more", post: "Buyer"), floor)
        others.stop()
        table.print("  the other one: change of an amount", 1, try await figures, floor: nil)
    }

    private func show(_ name: String, _ rate: Rate, _ floor: Rate) {
        table.kept?.add(name, 1, rate.figures, floor: (floor.perSecond, floor.cpu))
        print(
            name.padding(50) + String(format: "%.0f rows/s", rate.perSecond).padding(30) + String(format: "%.1f", rate.cpu).padding(10)
                + String(format: "%.0f %% of %.0f (%.1f µs)", rate.perSecond / floor.perSecond * 100, floor.perSecond, floor.cpu)
        )
    }

    /// Rows a second with the same statements in a bare loop, each kept with the batch, the note of it and its search text.
    private func bare() async throws -> Rate {
        let rate = Rate()
        let salt = Int.random(in: 0..<1_000_000)
        for batch in stride(from: 0, to: stand.size / 4, by: ImportRow.floorBatch) {
            let rows = (batch..<batch + ImportRow.floorBatch).map { number -> [(column: Identifier, value: DatabaseValue)] in
                let name = "Bare \(salt) \(number)"
                return [
                    ("name", .text(name)), ("name_fold", .text(name.folded)), ("phones", .text("+7812\(number.digits)")),
                    ("emails", .text("b\(salt)x\(number)@example.com")), ("post", .text("Buyer")), ("post_fold", .text("buyer")),
                ]
            }
            try await stand.bareCreate(Person.object, rows)
        }
        return rate.after(stand.size / 4)
    }

    /// The same of changes.
    private func bareChanges(_ post: String) async throws -> Rate {
        let rate = Rate()
        for first in stride(from: 1, through: Int64(stand.size / 4), by: ImportRow.floorBatch) {
            try await stand.bareChange(first..<first + Int64(ImportRow.floorBatch), post: post)
        }
        return rate.after(stand.size / 4)
    }

    /// Imports a table; rows a second.
    func bring(_ kind: String, post: String) async throws -> Rate {
        var text = "Name,Phone,E-mail,Post\n"
        for number in 0..<stand.size {
            text += "Imported \(kind) \(salt) \(number),+7812\(number.digits),\(kind)\(salt)x\(number)@example.com,\(post)\n"
        }
        let workspace = stand.workspace
        let table = try FileSource.temporary(Array(text.utf8))
        let file = try await ImportFile(table, .en)
        try table.rewind()
        let mapping = ImportMapping.guessed(file, schema: workspace.engine.schema, object: "person", speaker: .en)
        let author = stand.people[0].id
        let id = try await workspace.files.lend(table) { received in
            try await workspace.database.write { tx in
                let name = try workspace.files.keep(received, in: tx)
                let id = try Imports.create(file, fileName: "bench.csv", storedAs: name, by: author, in: tx)
                guard let run = try Imports.find(id, in: tx) else { throw Failure.notFound }
                try Imports.start(run, mapping, workspace.importing, workspace.jobs, in: tx)
                return id
            }
        }
        var rate = Rate()
        try await JobRunner(workspace.database, queue: workspace.jobs, kinds: [workspace.importing], clock: workspace.clock).drain()
        rate = rate.after(stand.size)
        let counts = try await workspace.database.read { try Imports.find(id, in: $0)?.counts }
        guard let counts, counts.rows == stand.size, counts.rejected == 0 else { throw StartProblem("import: \(counts.map { "\($0)" } ?? "lost")") }
        return rate
    }
}

/// How quickly rows went, and what each of them cost this process.
struct Rate {
    private let start = ContinuousClock.now
    private let spent = Table.processorSeconds
    private var rows = 0
    private var seconds = 0.0
    private var cpuSeconds = 0.0

    var perSecond: Double { Double(rows) / seconds }
    /// Microseconds a row.
    var cpu: Double { cpuSeconds / Double(rows) * 1_000_000 }

    /// One row stands for all.
    var figures: Figures {
        Figures(times: [seconds / Double(rows) * 1_000], seconds: seconds / Double(rows), processorSeconds: cpuSeconds / Double(rows))
    }

    func after(_ rows: Int) -> Rate {
        var rate = self
        rate.rows = rows
        rate.seconds = (ContinuousClock.now - start) / .seconds(1)
        rate.cpuSeconds = Table.processorSeconds - spent
        return rate
    }

    static func += (left: inout Rate, right: Rate) {
        left.rows += right.rows
        left.seconds += right.seconds
        left.cpuSeconds += right.cpuSeconds
    }
}

/// Somebody who goes on working while an import runs: a change, two milliseconds of thought, the next.
private final class Others: Sendable {
    private let stand: Stand
    private let isOver = Atomic(false)

    init(stand: Stand) { self.stand = stand }

    func stop() { isOver.store(true, ordering: .relaxed) }

    func run() async throws -> Figures {
        let clock = ContinuousClock()
        let start = clock.now
        var times: [Double] = []
        while !isOver.load(ordering: .relaxed) {
            let began = clock.now
            let deal = stand.deal(times.count)
            try await stand.change(deal, "{\"amount\":{\"minor\":\(Int64.random(in: 1_000_000..<9_000_000)),\"currency\":\"USD\"}}")
            times.append((clock.now - began) / .milliseconds(1))
            try await Task.sleep(for: .milliseconds(2))
        }
        return Figures(times: times, seconds: (clock.now - start) / .seconds(1), processorSeconds: 0)
    }
}

extension Int {
    /// Seven digits.
    fileprivate var digits: String { String(self % 10_000_000).padded(7) }
}
