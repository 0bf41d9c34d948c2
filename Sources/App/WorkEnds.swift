package import Jobs
import Kit
import Notices
import RecordEngine
import Storage

/// Whoever ordered a work that goes on behind the scenes hears how it ended: a bulk change, an import, a handing over, the undo of one.
package enum WorkEnds {
    package static func telling(_ kind: JobKind) -> JobKind {
        JobKind(kind.name, kind.label, maximumAttempts: kind.maximumAttempts, isRepeatable: kind.isRepeatable) { run in
            do {
                try await kind.perform(run)
            } catch let error where isLast(error, run, kind) {
                try await tell(.failed, run)
                throw error
            }
            // An import says so in the unit in which it ends.
            if kind.name != "import" { try await tell(.worked, run) }
        }
    }

    /// Whether no other attempt follows.
    private static func isLast(_ error: any Error, _ run: JobRun, _ kind: JobKind) -> Bool {
        guard !Task.isCancelled, !(error is LeaseLost) else { return false }
        return error is GiveUp || !kind.isRepeatable || run.attempt >= Int64(kind.maximumAttempts)
    }

    private static func tell(_ kind: Notice.Kind, _ run: JobRun) async throws {
        guard let user = run.createdBy, let work = work(run) else { return }
        try await run.database.write { tx in try Notices.add(kind, to: user, object: work.object, record: work.id, by: nil, in: tx) }
    }

    /// The page that shows the work: `bulk`, `import` or `reassignment`, and its number.
    private static func work(_ run: JobRun) -> (object: String, id: Int64)? {
        let payload = try? JSON.parse(run.payload)
        switch run.kind {
        case "import": return payload?["import"]?.int.map { ("import", $0) }
        case "bulk": return payload?["run"]?.int.map { ("bulk", $0) }
        case "turn":
            guard let via = payload?["via"]?.string, let id = payload?["work"]?.int else { return nil }
            return (via, id)
        case "reassignment": return ("reassignment", run.id)
        case "reassignment_undo": return payload?["run"]?.int.map { ("reassignment", $0) }
        default: return nil
        }
    }
}
