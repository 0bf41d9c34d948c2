import Exchange
import Files
import Jobs
import Kit
import ServiceLifecycle
import Storage
import Tables
import Web

/// Looks at a dry run until it is over, says what it found, and leaves nothing behind.
struct ImportDryWatch {
    let id: Int64
    let workspace: Workspace

    /// So many rows of each outcome are shown.
    private static let shown = 20

    /// - Returns: the exit code: 2 when rows would be rejected.
    func report(to console: inout some Console) async throws -> Int32 {
        do {
            let run = try await finished(&console)
            let code = try await told(run, &console)
            try await forget()
            return code
        } catch {
            try? await forget()
            throw error
        }
    }

    private func finished(_ console: inout some Console) async throws -> Import {
        while true {
            let (run, job) = try await workspace.database.read { connection in
                guard let run = try Imports.find(id, in: connection), let preview = run.preview else { throw Failure.notFound }
                return (run, try JobView.find(preview.job, in: connection))
            }
            if run.preview?.isDone ?? false { return run }
            if let job, job.state == .dead || job.state == .uncertain {
                throw Complaint("The dry run stopped: \(job.error ?? "nobody knows why").")
            }
            try await console.note("Dry run: \(run.preview?.counts.rows ?? 0) of \(run.rows) rows")
            if Task.isShuttingDownGracefully { throw CancellationError() }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func forget() async throws {
        let file = try await workspace.database.write { tx in
            let file = try Imports.find(id, in: tx)?.file
            try Imports.forget(id, in: tx)
            return file
        }
        if let file { try await workspace.files.release(file) }
    }

    private func told(_ run: Import, _ console: inout some Console) async throws -> Int32 {
        let counts = run.preview?.counts ?? ImportCounts()
        try await console.say("Dry run of \(run.fileName): nothing is written.")
        for (outcome, count) in [
            (ImportLine.Outcome.created, counts.created), (.updated, counts.updated), (.unchanged, counts.unchanged),
            (.conflict, counts.conflicts), (.rejected, counts.rejected - counts.conflicts), (.empty, counts.empty),
        ] {
            let gap = String(repeating: " ", count: max(1, 20 - outcome.rawValue.count - "\(count)".count))
            try await console.say("  \(outcome.rawValue)\(gap)\(count)")
        }
        for outcome in [ImportLine.Outcome.conflict, .rejected, .updated] {
            let lines = try await workspace.database.read { try Imports.lines(of: id, outcome, limit: ImportDryWatch.shown, in: $0) }
            if !lines.isEmpty { try await console.say("\(outcome.rawValue):") }
            for line in lines {
                try await console.say("  row \(line.row): \(line.title)")
                for change in line.changes { try await console.say("    \(change.field.en): \(change.old) → \(change.new)") }
                for note in line.notes { try await console.say("    \(note.text(.en))") }
            }
        }
        return counts.rejected > 0 ? 2 : 0
    }
}
