public import Identity
public import Jobs
public import Kit
public import RecordEngine
public import Storage

/// Everything one workspace owns while the program runs.
public struct Workspace: Sendable {
    public let name: String
    public let database: any Database
    public let engine: Engine
    public let passwords: Passwords
    public let jobs: JobQueue
    public let clock: Clock
    /// Where uploaded files wait for their job.
    public let files: String

    public init(name: String, database: any Database, engine: Engine, passwords: Passwords, jobs: JobQueue, clock: Clock, files: String) {
        self.name = name
        self.database = database
        self.engine = engine
        self.passwords = passwords
        self.jobs = jobs
        self.clock = clock
        self.files = files
    }
}

/// Finds the workspace that a host name belongs to.
public protocol Workspaces: Sendable {
    func workspace(host: String) -> Workspace?
}
