public import Files
public import Identity
public import Jobs
public import Kit
public import RecordEngine
public import Storage

/// Everything one workspace owns while the program runs.
public struct Workspace: Sendable {
    public let name: String
    public let database: any Database
    /// What the records are made of, which administrators may change while the program runs.
    public let engines: LiveEngine
    public let passwords: Passwords
    public let jobs: JobQueue
    public let clock: Clock
    /// The bytes that are no part of a row.
    public let files: any FileStore
    /// How many bytes a file on a record may have.
    public let fileLimit: Int

    /// Tells those who look at records what has changed.
    public let live: LiveHub

    public static let usualFileLimit = 50 << 20

    public init(
        name: String, database: any Database, engines: LiveEngine, passwords: Passwords, jobs: JobQueue, clock: Clock, files: any FileStore,
        fileLimit: Int = Workspace.usualFileLimit
    ) {
        self.name = name
        self.database = database
        self.engines = engines
        self.passwords = passwords
        self.jobs = jobs
        self.clock = clock
        self.files = files
        self.fileLimit = fileLimit
        live = LiveHub(database, engines, clock)
    }

    /// The engine as it is known now. For reading, to be taken before the snapshot.
    public var engine: Engine { engines.known }

    /// The records for a unit of writing.
    public func records(_ tx: any Transaction, _ principal: Principal) throws -> Records {
        Records(try engines.engine(for: tx), tx, principal)
    }
}

/// Finds the workspace that a host name belongs to.
public protocol Workspaces: Sendable {
    func workspace(host: String) -> Workspace?
    var all: [Workspace] { get }
}
