import Kit
import Storage

/// One unit of writing inside a group.
final class SQLiteUnit: Transaction {
    let now: Instant
    var dialect: any Dialect { handle.dialect }
    private(set) var statementsBeforeCommit: [SQL] = []
    private(set) var bodiesAfterCommit: [@Sendable () -> Void] = []
    /// A statement failed. PostgreSQL goes no further then, so neither do we.
    private var isSpoiled = false
    private let handle: SQLiteHandle

    init(_ handle: SQLiteHandle, now: Instant) {
        self.handle = handle
        self.now = now
    }

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

    func beforeCommit(_ sql: SQL) { statementsBeforeCommit.append(sql) }
    /// Nobody else has the file.
    func announce() {}
    func afterCommit(_ body: @escaping @Sendable () -> Void) { bodiesAfterCommit.append(body) }

    /// - Throws: when a statement failed and the unit went on.
    func checkUnspoiled() throws {
        guard isSpoiled else { return }
        throw StorageError(engine: "SQLite", code: "", message: "a statement failed and its unit went on", statement: "")
    }
}
