package import Jobs
import Kit
import Notices
import RecordEngine
import Storage

/// Whoever ordered a work that goes on behind the scenes hears how it ended, in the unit in which it ends: a bulk change, an import, a
/// handing over, the undo of one.
package enum WorkEnds {
    package static func telling(_ kind: JobKind) -> JobKind {
        JobKind(
            kind.name, kind.label, maximumAttempts: kind.maximumAttempts, isRepeatable: kind.isRepeatable,
            whenOver: { run, isDone, tx in
                guard let user = run.createdBy, let work = work(run) else { return }
                let told: Notice.Kind = !isDone ? .failed : run.kind == "import" ? .imported : .worked
                try Notices.add(told, to: user, object: work.object, record: work.id, by: nil, in: tx)
            }, perform: kind.perform)
    }

    /// The page that shows the work: `bulk`, `import` or `reassignment`, and its number.
    private static func work(_ run: JobRun) -> (object: String, id: Int64)? {
        let payload = try? JSON.parse(run.payload)
        switch run.kind {
        case "import": return payload?["import"]?.int.map { ("import", $0) }
        case "bulk": return payload?["run"]?.int.map { ("bulk", $0) }
        case "turn":
            guard let via = payload?["via"]?.string, let id = payload?["work"]?.int else { return nil }
            return (via == "handover" ? "reassignment" : via, id)
        case "reassignment": return ("reassignment", run.id)
        default: return nil
        }
    }
}
