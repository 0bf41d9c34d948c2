import Attachments
import Bulk
import Composing
import Exchange
import Files
import Identity
package import Jobs
import Kit
import Notices
import RecordEngine
import Storage
import Upkeep
import Views
package import Web

/// The kinds of work that are done behind the scenes.
package enum JobKinds {
    static func all(_ workspace: Workspace) -> [JobKind] {
        [
            FileText.job(workspace.files) { try workspace.records($0, .system()) },
            WorkEnds.telling(workspace.importing), workspace.rehearsing, WorkEnds.telling(workspace.turning),
            housekeeping(workspace), arrival(workspace), Reminders.kind(workspace), workspace.rating, workspace.computing,
            retention(workspace),
            indexes { run in
                try await run.write { tx in try workspace.records(tx, .system()).buildIndexes() }
            },
            viewIndexes { run in try await ViewIndexes.build(workspace.engine, run.database, now: workspace.clock.now()) },
        ] + (workspace.bulk + reassigning(workspace)).map(WorkEnds.telling)
    }

    /// Giving records to other owners, and taking that back.
    private static func reassigning(_ workspace: Workspace) -> [JobKind] {
        [Reassignment.formerUndo(workspace.turning, workspace.jobs)]
            + Reassignment.kinds(engine: workspace.engines.engine(for:)) { user, via, connection in
                try Principals.load(user: user, via: via, in: connection)
            }
    }

    static let schedules = [
        Schedule.every(86_400, "housekeeping", kind: "housekeeping"),
        Schedule.every(86_400, "retention", kind: "retention"),
        Schedule.every(3_600, "rates", kind: "rates"),
    ]

    /// Forgets what has expired: sessions, throttles, links, answers to repeated orders, jobs long done, files never imported.
    private static func housekeeping(_ workspace: Workspace) -> JobKind {
        JobKind("housekeeping", Label("Tidying up", ru: "Уборка")) { run in
            try await run.write { tx in
                try IdentityModule.sweep(in: tx)
                _ = try JobQueue.sweep(in: tx)
                try Imports.sweep(in: tx)
                try Notices.sweep(in: tx)
                try Drafts.sweep(in: tx)
                try BulkRuns.sweep(in: tx)
                try FileText.sweep(in: tx)
                try FileText.catchUp(workspace.jobs, in: tx)
            }
            try await workspace.files.sweep()
        }
    }

    /// After a package came: reminders, indexes, and the figures of the day.
    package static func arrival(_ workspace: Workspace) -> JobKind {
        PackageDesk.arrival { run in
            try await run.write { tx in
                for kind in [indexes(), viewIndexes()] { try workspace.jobs.enqueue(kind, in: tx) }
                try ComputedFields.beginDay(workspace.jobs, try workspace.records(tx, .system()), "arrival \(run.id)")
            }
            try await Reminders.catchUp(workspace, run)
        }
    }

    /// Indexes for fields that an administrator made.
    static func indexes(_ perform: @escaping @Sendable (JobRun) async throws -> Void = { _ in }) -> JobKind {
        JobKind("indexes", Label("Indexes", ru: "Индексы"), perform: perform)
    }

    /// Erases what policies keep no longer.
    private static func retention(_ workspace: Workspace) -> JobKind {
        JobKind("retention", Label("Retention", ru: "Сроки хранения")) { run in
            let (engine, now) = (workspace.engine, workspace.clock.now())
            let limits = try await run.database.read { try Retention.limits(Records(engine, $0, .system(), now: now)) }
            try await Retention.apply(limits) { unit in try await run.write { tx in try unit(try workspace.records(tx, .system())) } }
        }
    }

    /// Indexes for views that several people use.
    static func viewIndexes(_ perform: @escaping @Sendable (JobRun) async throws -> Void = { _ in }) -> JobKind {
        JobKind("view_indexes", Label("Indexes of views", ru: "Индексы представлений"), perform: perform)
    }
}
