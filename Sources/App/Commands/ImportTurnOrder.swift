import Bulk
import Definitions
import Exchange
import Identity
import Jobs
import Kit
import RecordEngine
import ServiceLifecycle
import Storage
import Web

/// `krug import --undo 7`: an import is taken back, by the job that the page and the API start too.
public struct ImportTurnOrder: Codable, Sendable {
    public var id: Int64
    /// Whether it is brought back again instead.
    public var isRedo: Bool
    /// The e-mail of the user for whom it acts; the first administrator without one.
    public var author: String?

    public init(id: Int64, isRedo: Bool, author: String?) {
        self.id = id
        self.isRedo = isRedo
        self.author = author
    }

    /// - Returns: the exit code: 2 when records were left.
    func perform(in workspace: Workspace, _ console: inout some Console) async throws -> Int32 {
        let email = author
        let author = try await workspace.database.read { try ImportAuthor.principal(email, $0, workspace) }
        let isBegun = try await workspace.database.write { tx in
            let run = try ImportUpload.find(id, tx, author)
            let direction: Turn.Direction = isRedo ? .redo : .undo
            if let undo = run.undo, undo.isRunning, undo.direction == direction { return try revive(undo, workspace, tx) }
            try Imports.turn(run, direction, workspace.turning, workspace.jobs, by: author.user, in: tx)
            return false
        }
        if isBegun { try await console.warn("This was interrupted; it goes on.") }
        while true {
            let undo = try await workspace.database.read { try Imports.find(id, in: $0)?.undo }
            guard let undo else { throw Failure.notFound }
            guard undo.isRunning else { return try await told(undo, author.language, workspace, &console) }
            let job = try await workspace.database.read { connection in try undo.job.flatMap { try JobView.find($0, in: connection) } }
            if let job, job.state == .dead || job.state == .uncertain {
                throw Complaint(
                    "It stopped after \(undo.done) records: \(job.error ?? "nobody knows why"). Give the same command again to go on.")
            }
            try await console.note("Import \(id): \(undo.done) of \(undo.total) records")
            if Task.isShuttingDownGracefully { throw CancellationError() }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func revive(_ undo: Turn, _ workspace: Workspace, _ tx: any Transaction) throws -> Bool {
        guard let job = undo.job, let state = try JobView.find(job, in: tx)?.state else { return true }
        if state == .dead || state == .uncertain { try workspace.jobs.revive(job, in: tx) }
        return true
    }

    private func told(_ undo: Turn, _ language: Language, _ workspace: Workspace, _ console: inout some Console) async throws -> Int32 {
        try await console.say("Import \(id) was \(isRedo ? "brought" : "taken") back: \(undo.total - undo.kept) of \(undo.total) records.")
        guard undo.kept > 0 else { return 0 }
        try await console.say("Left as they are:")
        let kept = try await workspace.database.read { try Imports.kept(of: id, limit: 50, in: $0) }
        for record in kept { try await console.say("  \(record.object) \(record.id): \(record.reason.en)") }
        if undo.kept > kept.count { try await console.say("  and \(undo.kept - kept.count) more") }
        return 2
    }
}

/// For whom a command imports.
enum ImportAuthor {
    /// - Parameter author: an e-mail; the first administrator without one.
    static func principal(_ author: String?, _ connection: any Connection, _ workspace: Workspace) throws -> Principal {
        let records = Records(workspace.engine, connection, .command(), now: workspace.clock.now())
        let administrators = Query(
            "user", filter: try Filter("role.key = \"administrator\" and is_active = true"), sort: [Sort(FieldPath("id"))], limit: 1
        )
        guard let id = try author.map({ try Administration.user($0, records) }) ?? records.list(administrators, make: \.id).rows.first
        else {
            throw Complaint(
                "An import acts for somebody. Make an administrator first: krug user add EMAIL --name NAME --role administrator")
        }
        guard let principal = try Principals.load(user: id, via: Via(.command), in: connection) else {
            throw Complaint("\(author ?? "This user") may not sign in any more, so nothing can be imported in that name.")
        }
        return principal
    }
}
