package import Bulk
import Definitions
package import Jobs
import Kit
package import RecordEngine
import Storage

/// Trying, beginning and taking back bulk changes: small ones at once, so that the answer already shows what became of them.
package enum BulkDesk {
    /// Finds out what would become of the records: at once, or by a job.
    package static func rehearse(_ run: BulkRun, _ visit: Visit) async throws {
        let workspace = visit.workspace
        let principal = try await visit.read { _, caller in caller.principal.acting(via: run.work) }
        let trial = try await BulkJobs.rehearse(run, in: workspace.database) { try workspace.records($0, principal) }
        try await visit.transact { tx, _ in
            if let trial { return try BulkJobs.keep(trial, of: run, in: tx) }
            try BulkRuns.rehearse(run, workspace.jobs, in: tx)
        }
    }

    /// Begins a bulk change. - Returns: its batch, when all of it is done already.
    package static func start(_ id: Int64, _ visit: Visit) async throws -> Int64? {
        do {
            return try await start(id, isAtOnce: true, visit)
        } catch  where BulkJobs.isForJob(error) {
            return try await start(id, isAtOnce: false, visit)
        }
    }

    private static func start(_ id: Int64, isAtOnce: Bool, _ visit: Visit) async throws -> Int64? {
        let workspace = visit.workspace
        return try await visit.transact { tx, caller in
            let run = try BulkRuns.find(id, workspace.records(tx, caller.principal))
            // What an administrator begins that somebody else ordered is done with the rights of whoever ordered it.
            let isOwn = run.createdBy == caller.principal.user
            let records = try workspace.records(tx, caller.principal.acting(via: run.work))
            try BulkJobs.start(run, records, workspace.jobs, isAtOnce: isAtOnce && isOwn)
            return records.batch
        }
    }

    /// Takes all of a bulk change back, or brings it back. - Returns: the batch that did, when it was one and done at once.
    package static func turn(_ id: Int64, _ direction: Turn.Direction, _ visit: Visit) async throws -> Int64? {
        if direction == .undo, let batch = try await undoAtOnce(id, visit) { return batch }
        let workspace = visit.workspace
        let kind = workspace.turning
        try await visit.transact { tx, caller in
            try order(id, direction, workspace.records(tx, caller.principal), kind, workspace.jobs)
        }
        return nil
    }

    /// Puts it into the queue. - Throws: `Failure.conflict` when it is not the time for that.
    package static func order(
        _ id: Int64, _ direction: Turn.Direction, _ records: Records, _ kind: JobKind, _ queue: JobQueue
    ) throws {
        let run = try BulkRuns.find(id, records)
        let tx = try records.writing()
        try BulkRuns.turn(run, direction, kind, queue, by: records.principal.user, in: tx)
    }

    /// Nil when it is not to be done, or can't be done, in one unit without leaving anything.
    private static func undoAtOnce(_ id: Int64, _ visit: Visit) async throws -> Int64? {
        do {
            return try await visit.write { records, _ in
                let run = try BulkRuns.find(id, records)
                guard run.state == .done, let batch = try BulkRuns.onlyBatch(of: id, in: records.connection) else { return nil }
                return try records.undo(batch).id
            }
        } catch Failure.conflict {
            return nil
        }
    }
}
