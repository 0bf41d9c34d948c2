public import Kit

/// One workspace's storage: a SQLite file or a PostgreSQL schema. Asynchronous outside, synchronous inside,
/// so that nothing waits on a network inside a transaction.
public protocol Database: Sendable {
    var dialect: any Dialect { get }

    /// Runs `body` on one consistent snapshot. A write inside it is refused by the engine.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Runs `body` as one unit: all of it is durable when this returns, or none of it happened when it throws.
    /// The unit may be run again (a serialization failure, an outdated schema), so `body` has no effect but through `tx`.
    /// It is not cancelled half way when the caller is.
    func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T

    /// Runs statements that make or drop indexes, each by itself and without a unit, so that others go on writing meanwhile where the engine
    /// can do that. What was done before one fails stays.
    func build(_ statements: [SQL]) async throws

    /// Has `body` called when another server over this database has committed what it announced, and when that may have been missed. Never
    /// where there can be no other server. Only a hint: who must not miss anything also looks from time to time.
    func onNews(_ body: @escaping @Sendable () -> Void)

    /// A private copy as of now, in which can be tried what shall not happen. Reads and writes of the original go on meanwhile, and nothing
    /// that is written to the copy can reach it. The copy is gone when it is closed, at the latest with the program.
    /// - Parameter rows: which rows of a table are needed there. More may come along.
    func copy(_ rows: @escaping @Sendable (Identifier) -> RowsNeeded) async throws -> any Database

    /// How much there is to do and has been done, a line for each queue.
    var load: [QueueLoad] { get }

    /// Ends all connections after the work under way. The database can't be used afterwards.
    func close() async
}

/// What a copy of a database needs of a table.
public enum RowsNeeded: Sendable {
    case all, none
    /// Those of the table `t` that meet a condition.
    case those(SQL)
}

extension Database {
    public func build(_ statements: [SQL]) async throws {
        for statement in statements { _ = try await write { try $0.execute(statement) } }
    }
}

/// A connection lent to a closure. Valid only inside it and only on its thread.
public protocol Connection {
    var dialect: any Dialect { get }

    /// Runs a query and lends each row to `row`, which returns false to stop early.
    func query(_ sql: SQL, _ row: (any Row) throws -> Bool) throws
}

/// A unit of writing. When a statement of it fails, the unit fails: catching the error does not save it, on either engine.
public protocol Transaction: Connection {
    /// The moment of this unit, the same throughout. Never goes back between units of one database.
    var now: Instant { get }

    /// Runs a statement that returns no rows; says how many rows it changed.
    /// - Throws: `Failure.conflict` or `Failure.invalid` for a broken constraint, `Failure.storageFull` when the disk is full.
    @discardableResult
    func execute(_ sql: SQL) throws -> Int

    /// Runs a statement of which nothing more is to be known. Where the engine is a trip away, it is under way until the next statement
    /// whose answer counts, or the commit, and a failure shows only then; it fails the unit all the same.
    /// - Parameter failure: what the unit fails with when no row was changed; nil when that is all right.
    func send(_ sql: SQL, orFail failure: Failure?) throws

    /// Keeps a statement for the end of the group of units that are committed together, in the order of keeping.
    /// It is dropped when this unit fails. For what is derived from rows and dear in small pieces: the search index.
    func beforeCommit(_ sql: SQL)

    /// Runs `body` at the end of the unit, as its last part; what it throws fails the unit.
    func atEnd(_ body: @escaping () throws -> Void)

    /// Runs what was kept for the end already now, where that is possible, so that the end of a long unit is soon over.
    func runKept() throws

    /// Whether somebody waits for the end of this unit. A long unit that can be cut short then ends.
    var isAwaited: Bool { get }

    /// Runs `body` after the unit is durable; dropped when it fails.
    func afterCommit(_ body: @escaping @Sendable () -> Void)

    /// Lets other servers over the database know, once the unit is durable, that there is something they wait for.
    func announce()
}

/// One row of a result, lent to a closure and gone after it. Columns are numbered from 0 and read lazily.
public protocol Row: AnyObject {
    func isNull(_ column: Int) -> Bool
    /// 0 for NULL.
    func int(_ column: Int) -> Int64
    /// 0 for NULL.
    func double(_ column: Int) -> Double
    /// Lends the bytes of a text or blob; empty for NULL.
    func bytes<T>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T
}

extension Row {
    public func text(_ column: Int) -> String { bytes(column) { String(decoding: $0, as: UTF8.self) } }
    public func optionalInt(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }
    public func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
}

extension Transaction {
    public func send(_ sql: SQL) throws { try send(sql, orFail: nil) }
}

extension Connection {
    /// All rows, each made into a value.
    public func all<T>(_ sql: SQL, _ make: (any Row) throws -> T) throws -> [T] {
        var values: [T] = []
        try query(sql) { row in
            values.append(try make(row))
            return true
        }
        return values
    }

    /// The first row made into a value, or nil when there is none.
    public func first<T>(_ sql: SQL, _ make: (any Row) throws -> T) throws -> T? {
        var value: T?
        try query(sql) { row in
            value = try make(row)
            return false
        }
        return value
    }
}
