import Exchange
import Jobs
import Kit
import ServiceLifecycle
import Storage
import Tables
import Web

/// Looks at an import until it is over, and says what became of it.
struct ImportWatch {
    let id: Int64
    let workspace: Workspace
    let language: Language

    /// - Returns: the exit code: 2 when rows were rejected.
    func report(to console: inout some Console) async throws -> Int32 {
        while true {
            let (run, job) = try await state()
            if run.state == .done { return try await told(run, &console) }
            if let job, job.state == .dead || job.state == .uncertain {
                throw Complaint(
                    """
                    Import \(id) stopped at row \(run.counts.rows + 1): \(job.error ?? "nobody knows why").
                    What it wrote stays. When the cause is mended, give the same command again, and it goes on from there.
                    """)
            }
            let counts = run.counts
            try await console.note(
                "Import \(id): \(counts.rows) of \(run.rows) rows; \(counts.created) created, \(counts.merged) merged, \(counts.rejected) rejected"
                    + (job?.error.map { " (tried again after: \($0))" } ?? "")
            )
            // A server that is being stopped can't wait for the end.
            if Task.isShuttingDownGracefully { throw CancellationError() }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func state() async throws -> (Import, JobView?) {
        try await workspace.database.read { connection in
            guard let run = try Imports.find(id, in: connection) else { throw Failure.notFound }
            return (run, try run.job.flatMap { try JobView.find($0, in: connection) })
        }
    }

    private func told(_ run: Import, _ console: inout some Console) async throws -> Int32 {
        let counts = run.counts
        try await console.say("Import \(id): \(run.fileName)")
        for (name, count) in [
            ("read", counts.rows), ("created", counts.created), ("merged", counts.merged), ("  updated", counts.updated),
            ("  unchanged", counts.unchanged), ("empty", counts.empty), ("rejected", counts.rejected),
        ] {
            let gap = String(repeating: " ", count: max(1, 20 - name.count - "\(count)".count))
            try await console.say("  \(name)\(gap)\(count)")
        }
        for (object, part) in counts.objects.sorted(by: { $0.key < $1.key }) {
            try await console.say("  of \(object): \(part.created) created, \(part.updated) updated, \(part.unchanged) unchanged")
        }
        try await reasons("Rows rejected", rejections: true, &console)
        try await reasons("Cells not used", rejections: false, &console)
        guard counts.rejected > 0 else { return 0 }
        let rows = try await workspace.database.read { try Imports.rejectedRows(of: id, in: $0) }
        try await console.write(RejectedRows.table(rows, header: run.header, delimiter: run.format.delimiter(language), language))
        return 2
    }

    private func reasons(_ title: String, rejections: Bool, _ console: inout some Console) async throws {
        let reasons = try await workspace.database.read { try Imports.reasons(of: id, rejections: rejections, in: $0) }
        if !reasons.isEmpty { try await console.say("\(title):") }
        for reason in reasons {
            let example = reason.example.isEmpty ? "" : ", “\(reason.example.prefix(60))”"
            try await console.say("  \(reason.count) × \(reason.column): \(reason.reason.en) (first in row \(reason.firstRow)\(example))")
        }
    }
}

extension ImportCheck.Column {
    /// Texts that mean nothing here, for the one who may correct the mapping; nil when it says what each of them means.
    func words(_ mapping: ImportMapping) -> String? {
        let unknown = unknown.filter { mapping.meaning(of: $0.text, for: target) == nil }
        guard !unknown.isEmpty else { return nil }
        let texts = unknown.prefix(5).map { text in "“\(text.text)”" + (text.suggestion.map { " (perhaps “\($0)”)" } ?? "") }
        let others = unknown.count - texts.count + more
        return "\(column) → \(target): not known here: \(texts.joined(separator: ", "))" + (others > 0 ? " and \(others) more" : "")
    }
}

extension ImportMapping {
    /// Takes over what unknown texts probably mean, as the page offers it.
    mutating func accept(_ check: ImportCheck) {
        for column in check.columns {
            for text in column.unknown where meaning(of: text.text, for: column.target) == nil {
                if let suggestion = text.suggestion { translate(text.text, of: column.target, as: suggestion) }
            }
        }
    }
}

extension JSON {
    /// For somebody who will read and change it.
    func indented(_ margin: String = "") -> String {
        let inner = margin + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { "\(inner)\(JSON.string($0.name).text): \($0.value.indented(inner))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
        case .array(let items) where items.contains { if case .object = $0 { true } else { false } }:
            return "[\n\(items.map { inner + $0.indented(inner) }.joined(separator: ",\n"))\n\(margin)]"
        default: return text
        }
    }
}
