import Exchange
import Identity
import Jobs
import Kit
import Web

/// The kinds of work that are done behind the scenes.
enum JobKinds {
    static func all(_ workspace: Workspace) -> [JobKind] {
        [
            ImportJob.kind(engine: workspace.engine, files: workspace.files) { try Principals.load(user: $0, via: $1, in: $2) },
            housekeeping,
        ]
    }

    static let schedules = [Schedule.every(86_400, "housekeeping", kind: housekeeping.name)]

    /// Forgets what has expired: sessions, throttles, links, answers to repeated orders, jobs long done.
    private static let housekeeping = JobKind("housekeeping", Label("Tidying up", ru: "Уборка")) { run in
        try await run.write { tx in
            try IdentityModule.sweep(in: tx)
            _ = try JobQueue.sweep(in: tx)
        }
    }
}
