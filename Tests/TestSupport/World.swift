import App
import Definitions
import Foundation
public import Identity
public import Kit
import Logging
import People
public import RecordEngine
import Sales
import Storage
public import Web
import Work

/// A workspace with a fixed cast, on either engine, and the site over it.
public struct World: Sendable {
    public let workspace: Workspace
    public var site: Site
    /// What everybody speaks.
    public let language: Language
    /// Administrator, in no team.
    public let amelia: Person
    /// Head of the north team.
    public let boris: Person
    /// Salesperson of the north team.
    public let clara: Person
    /// Salesperson of the south team.
    public let dmitri: Person
    /// Observer.
    public let olga: Person
    /// The companies Acme, Borealis and Cirrus.
    public let companies: [Int64]
    /// Ten deals: 0 to 4 are Clara's, 5 to 7 Boris's, 8 and 9 Dmitri's. Amounts 1,000, 2,000 … 10,000 USD.
    public let deals: [Int64]

    /// Somebody of the cast, signed in.
    public struct Person: Sendable {
        public let id: Int64
        public let name: String
        public let token: String
        public let session: NewSession
    }

    /// The moment at which every world begins: Sunday, 22 November 2026, 08:00 UTC.
    public static let beginning = Instant(milliseconds: 1_795_334_400_000)

    public func principal(_ person: Person, via: Via = Via(.page)) async throws -> Principal {
        try await workspace.database.read { connection in
            guard let principal = try Principals.load(user: person.id, via: via, in: connection) else { throw Failure.notFound }
            return principal
        }
    }

    /// Reads records as somebody; as the system itself for nil.
    public func read<T: Sendable>(as person: Person?, _ body: @escaping @Sendable (Records) throws -> T) async throws -> T {
        try await read(with: try await principal(orSystem: person), body)
    }

    /// Reads records with rights of the test's own making.
    public func read<T: Sendable>(with principal: Principal, _ body: @escaping @Sendable (Records) throws -> T) async throws -> T {
        let workspace = workspace
        return try await workspace.database.read { connection in
            try body(Records(workspace.engine, connection, principal, now: workspace.clock.now()))
        }
    }

    /// Reads and writes records as somebody, in one batch; as the system itself for nil.
    public func write<T: Sendable>(as person: Person?, _ body: @escaping @Sendable (Records) throws -> T) async throws -> T {
        let principal = try await principal(orSystem: person)
        let workspace = workspace
        return try await workspace.database.write { tx in try body(workspace.records(tx, principal)) }
    }

    private func principal(orSystem person: Person?) async throws -> Principal {
        if let person { try await principal(person) } else { .system() }
    }
}

/// What a test has left does not bear a recount.
struct Unsound: Error {
    let faults: [String]
}

/// Lends a world on an engine and removes it afterwards. What the test leaves must bear a recount.
/// - Parameters:
///   - trace: hears the text of every statement.
///   - isWhole: false for a test that breaks something behind the program's back, or leaves a job undone.
public func withWorld(
    on engine: StorageEngine, clock: Clock = Clock { World.beginning }, language: Language = .en,
    trace: (@Sendable (String) -> Void)? = nil,
    isWhole: Bool = true, _ body: (World) async throws -> Void
) async throws {
    try await engine.withDatabase(clock: clock, trace: trace) { database in
        let files = FileManager.default.temporaryDirectory.appendingPathComponent("krug_files_\(UInt64.random(in: 0 ... .max))").path
        let standards = Configuration.Standards(language: language)
        let workspace = try await WorkspaceStore.workspace("default", database, standards, files: files, Passwords(), clock)
        let world = try await World.populated(workspace, language)
        try await body(world)
        if isWhole {
            let wrong = try await world.recount()
            guard wrong.isEmpty else { throw Unsound(faults: wrong) }
        }
        try? FileManager.default.removeItem(atPath: files)
    }
}
