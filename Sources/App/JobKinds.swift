import Attachments
import Exchange
import Files
import Identity
import Jobs
import Kit
import RecordEngine
import Web

/// The kinds of work that are done behind the scenes.
enum JobKinds {
    static func all(_ workspace: Workspace) -> [JobKind] {
        [
            workspace.importing, workspace.turning, FileText.job(workspace.files) { try workspace.records($0, .system()) },
            housekeeping(workspace), rates(workspace), indexes { run in
                try await run.write { tx in try workspace.records(tx, .system()).buildIndexes() }
            },
        ]
    }

    static let schedules = [
        Schedule.every(86_400, "housekeeping", kind: "housekeeping"),
        Schedule.every(3_600, "rates", kind: "rates"),
    ]

    /// Forgets what has expired: sessions, throttles, links, answers to repeated orders, jobs long done, files never imported.
    private static func housekeeping(_ workspace: Workspace) -> JobKind {
        JobKind("housekeeping", Label("Tidying up", ru: "Уборка")) { run in
            try await run.write { tx in
                try IdentityModule.sweep(in: tx)
                _ = try JobQueue.sweep(in: tx)
                try Imports.sweep(in: tx)
                try FileText.sweep(in: tx)
            }
            try await workspace.files.sweep()
        }
    }

    /// Indexes for fields that an administrator made.
    static func indexes(_ perform: @escaping @Sendable (JobRun) async throws -> Void = { _ in }) -> JobKind {
        JobKind("indexes", Label("Indexes", ru: "Индексы"), perform: perform)
    }

    /// A rate may have been entered for a day that has come meanwhile.
    private static func rates(_ workspace: Workspace) -> JobKind {
        JobKind("rates", Label("Rates of the day", ru: "Курсы дня")) { run in
            try await run.write { tx in try workspace.records(tx, .system()).revalue() }
        }
    }
}
