public import Kit
import Foundation
public import Storage

/// A workspace in one schema of a PostgreSQL database: a few connections, each with a thread of its own.
public final class PostgresDatabase: Database {
    public let dialect: any Dialect

    private let address: PostgresAddress
    private let clock: Clock
    private let queue = WorkQueue<PostgresWork>(capacity: 2048)
    private let workers: Workers
    private let bell: PostgresBell

    /// Connects, and makes the schema when it is missing. Needs a database in UTF-8 and the right to create the extension
    /// pg_trgm, or that it is there.
    /// - Parameters:
    ///   - url: `postgres://user:password@host:5432/database`, or libpq's `key=value` form.
    ///   - schema: a name that `Identifier(checked:)` accepts.
    ///   - statementTimeLimit: a statement that takes longer ends its unit with `Failure.unavailable`.
    ///   - trace: called with the text of each statement that runs.
    public convenience init(
        url: String,
        schema: String,
        connections: Int = 4,
        clock: Clock,
        statementTimeLimit: Duration = .seconds(10),
        trace: (@Sendable (String) -> Void)? = nil
    ) throws {
        guard let schema = Identifier(checked: schema) else { throw PostgresError.unusable("the schema name \(schema)") }
        let address = PostgresAddress(url: url, schema: schema, statementTimeLimit: statementTimeLimit)
        try self.init(address, PostgresSetup(address).run(), connections: connections, clock: clock, trace: trace)
    }

    /// - Parameter copy: what the only connection becomes before it is used.
    private init(
        _ address: PostgresAddress, _ dialect: PostgresDialect, connections: Int, clock: Clock, copy: PostgresCopy? = nil,
        trace: (@Sendable (String) -> Void)? = nil
    ) throws {
        self.address = address
        self.clock = clock
        self.dialect = dialect
        let steady = SteadyClock(clock)
        let bell = PostgresBell(address)
        self.bell = bell
        workers = Workers("krug.postgres", count: max(connections, 1) + 1) { [queue] number in
            if number == 0 {
                PostgresDatabase.refuseStale(queue)
            } else {
                PostgresWorker(address, dialect, bell, clock: steady, copy: copy, trace: trace).run(queue)
            }
        }
    }

    deinit {
        queue.close()
        bell.stop()
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await queue.answer(to: body) { .read($0) }
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await queue.answer(to: body) { .write($0) }
    }

    /// On a connection of its own, because it takes as long as it takes.
    public func build(_ statements: [SQL]) async throws {
        try await withCheckedThrowingContinuation { continuation in
            _ = Workers("krug.build", count: 1) { [address, dialect] _ in
                continuation.resume(with: Result { try PostgresDatabase.run(statements, address, dialect) })
            }
        }
    }

    private static func run(_ statements: [SQL], _ address: PostgresAddress, _ dialect: any Dialect) throws {
        guard !statements.isEmpty, let dialect = dialect as? PostgresDialect else { return }
        let link = PostgresLink(try address.connect(), dialect, trace: nil)
        defer { link.close() }
        // It waits for everybody who has the table in hand.
        for rule in ["SET statement_timeout TO 0", "SET lock_timeout TO 60000"] as [SQL] { try link.execute(rule) }
        for statement in statements { try link.execute(statement) }
    }

    public func onNews(_ body: @escaping @Sendable () -> Void) { bell.listen(body) }

    public func copy(_ rows: @escaping @Sendable (Identifier) -> RowsNeeded) async throws -> any Database {
        guard let dialect = dialect as? PostgresDialect else { throw Failure.databaseAway }
        let copy = PostgresCopy(schema: address.schema, statementTimeLimit: address.statementTimeLimit, rows: rows)
        let database = try PostgresDatabase(address, dialect, connections: 1, clock: clock, copy: copy)
        do {
            // Made now: it is as of this moment.
            try await database.read { _ in }
        } catch {
            await database.close()
            throw error
        }
        return database
    }

    public var load: [QueueLoad] { [queue.load("any")] }

    public func close() async {
        queue.close()
        await workers.ended()
        bell.stop()
        await bell.ended()
    }

    /// Nobody waits longer than two seconds for a connection.
    private static func refuseStale(_ queue: WorkQueue<PostgresWork>) {
        while queue.waitForClosing(.milliseconds(250)) == false {
            for work in queue.takeStale(olderThan: .seconds(2)) { work.refuse(Failure.overloaded) }
        }
    }
}

enum PostgresWork: Sendable {
    case read(Pending<any Connection>)
    case write(Pending<any Transaction>)

    func refuse(_ error: any Error) {
        switch self {
        case .read(let pending): pending.refuse(error)
        case .write(let pending): pending.refuse(error)
        }
    }
}
