import Kit
import Storage

/// One unit of writing inside a group.
final class SQLiteUnit: Transaction {
    let now: Instant
    var dialect: any Dialect { handle.dialect }
    private(set) var statementsBeforeCommit: [SQL] = []
    private(set) var bodiesAfterCommit: [@Sendable () -> Void] = []
    private var bodiesAtEnd: [() throws -> Void] = []
    /// A statement failed. PostgreSQL goes no further then, so neither do we.
    private var isSpoiled = false
    private let handle: SQLiteHandle
    private let isAlone: Bool
    private let queue: WorkQueue<Pending<any Transaction>>

    /// - Parameters:
    ///   - isAlone: whether nothing else is committed with it.
    ///   - queue: the units that wait behind it.
    init(_ handle: SQLiteHandle, now: Instant, isAlone: Bool, before queue: WorkQueue<Pending<any Transaction>>) {
        self.handle = handle
        self.now = now
        self.isAlone = isAlone
        self.queue = queue
    }

    var isAwaited: Bool { !isAlone || !queue.isEmpty }

    func query(_ sql: SQL, _ row: (any Row) throws -> Bool) throws {
        var isBodysError = false
        do {
            try handle.query(sql) { current in
                do {
                    return try row(current)
                } catch {
                    isBodysError = true
                    throw error
                }
            }
        } catch {
            if !isBodysError { isSpoiled = true }
            throw error
        }
    }

    func execute(_ sql: SQL) throws -> Int {
        do {
            return try handle.execute(sql)
        } catch {
            isSpoiled = true
            throw error
        }
    }

    func send(_ sql: SQL, orFail failure: Failure?) throws {
        guard try execute(sql) == 0, let failure else { return }
        isSpoiled = true
        throw failure
    }

    func beforeCommit(_ sql: SQL) { statementsBeforeCommit.append(sql) }
    func atEnd(_ body: @escaping () throws -> Void) { bodiesAtEnd.append(body) }

    /// Does the last part of the unit.
    func end() throws { while !bodiesAtEnd.isEmpty { try bodiesAtEnd.removeFirst()() } }

    func runKept() throws {
        // Between units of one group it would overtake what those before it have kept.
        guard isAlone else { return }
        let kept = statementsBeforeCommit
        statementsBeforeCommit = []
        for statement in kept { try send(statement, orFail: nil) }
    }

    /// Nobody else has the file.
    func announce() {}
    func afterCommit(_ body: @escaping @Sendable () -> Void) { bodiesAfterCommit.append(body) }

    /// - Throws: when a statement failed and the unit went on.
    func checkUnspoiled() throws {
        guard isSpoiled else { return }
        throw StorageError(engine: "SQLite", code: "", message: "a statement failed and its unit went on", statement: "")
    }
}
