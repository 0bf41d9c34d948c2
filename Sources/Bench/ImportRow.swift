import Exchange
import Files
import Foundation
import Jobs
import Kit
import RecordEngine
import Storage
import Web

/// The import of a table of people, everything on: journal, search, look for duplicates, checks.
struct ImportRow {
    let stand: Stand
    let table: Table

    func run() async throws {
        guard table.shows("import") else { return }
        let salt = Int.random(in: 0..<1_000_000)
        var text = "Name,Phone,E-mail\n"
        for number in 0..<stand.size {
            text += "Imported \(salt) \(number),+7812\(String(number % 10_000_000).padded(7)),i\(salt)x\(number)@example.com\n"
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
        let clock = ContinuousClock()
        let start = clock.now
        try await JobRunner(workspace.database, queue: workspace.jobs, kinds: [workspace.importing], clock: workspace.clock).drain()
        let seconds = (clock.now - start) / .seconds(1)
        let counts = try await workspace.database.read { try Imports.find(id, in: $0)?.counts }
        print(
            "import of \(stand.size) rows".padding(50) + String(format: "%.0f rows/s", Double(stand.size) / seconds)
                + ", \(counts.map { "\($0)" } ?? "")")
    }
}
