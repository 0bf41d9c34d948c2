import GRDBSQLite
import Kit
import Storage

/// One connection with its prepared statements. Lives and is used on one thread only.
final class SQLiteHandle: Connection {
    let dialect: any Dialect = SQLiteDialect()
    /// When the present read must be over.
    var deadline: ContinuousClock.Instant?
    /// An error after which nothing on this disk may be believed.
    private(set) var fatalError: StorageError?

    /// How many pages the log had at the latest commit.
    private var logPages = 0
    private let connection: OpaquePointer
    private let trace: (@Sendable (String) -> Void)?
    private var statements = StatementCache(limit: 500)

    /// Tells SQLite to copy what it is given.
    static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ connection: OpaquePointer, trace: (@Sendable (String) -> Void)?) {
        self.connection = connection
        self.trace = trace
    }

    /// Whether no transaction is open, be it that the engine rolled it back by itself.
    var isIdle: Bool { sqlite3_get_autocommit(connection) != 0 }

    func query(_ sql: SQL, _ row: (any Row) throws -> Bool) throws { try run(sql, row) }

    @discardableResult
    func execute(_ sql: SQL) throws -> Int {
        let before = sqlite3_total_changes64(connection)
        try run(sql) { _ in true }
        return sqlite3_total_changes64(connection) == before ? 0 : Int(sqlite3_changes64(connection))
    }

    func forgetStatements() { statements.removeAll() }

    /// Keeps an eye on the length of the log.
    func watchLog() {
        sqlite3_wal_hook(connection, { context, _, _, pages in
            guard let context else { return SQLITE_OK }
            Unmanaged<SQLiteHandle>.fromOpaque(context).takeUnretainedValue().logPages = Int(pages)
            return SQLITE_OK
        }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Moves what it can from the log to the file when the log is long; while others wait, only when it is very long. It takes a sync of
    /// the file each time, so a log that is longer costs less altogether.
    func checkpointIfDue(isBusy: Bool) {
        guard logPages >= (isBusy ? 4000 : 1000) else { return }
        logPages = 0
        sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }

    /// Moves everything from the log to the file. A failure is harmless: the log stays.
    func checkpoint() { sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) }

    func searchIndexes() throws -> [String] {
        var names: [String] = []
        try run("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%USING fts5(%'", isTraced: false) { row in
            names.append(row.text(0))
            return true
        }
        return names
    }

    /// Merges a few parts of a search index, as one transaction of a few milliseconds. Says whether there was something to merge.
    func mergeSearch(_ index: String) throws -> Bool {
        let before = sqlite3_total_changes64(connection)
        let text = "INSERT INTO \"\(index)\"(\"\(index)\", rank) VALUES ('merge', 16)"
        guard sqlite3_exec(connection, text, nil, nil, nil) == SQLITE_OK else { throw failure(text) }
        // The statement itself counts as one change.
        return sqlite3_total_changes64(connection) - before >= 2
    }

    /// Ends statements that run past `deadline`.
    func watchDeadline() {
        sqlite3_progress_handler(connection, 4000, { context in
            guard let context else { return 0 }
            let handle = Unmanaged<SQLiteHandle>.fromOpaque(context).takeUnretainedValue()
            guard let deadline = handle.deadline else { return 0 }
            return ContinuousClock.now > deadline ? 1 : 0
        }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// How many steps of the engine's machine a query takes.
    func steps(_ sql: SQL) throws -> Int {
        let entry = try statements.take(sql, prepare: prepare)
        entry.isInUse = false
        sqlite3_stmt_status(entry.statement, SQLITE_STMTSTATUS_VM_STEP, 1)
        try run(sql) { _ in true }
        return Int(sqlite3_stmt_status(entry.statement, SQLITE_STMTSTATUS_VM_STEP, 1))
    }

    private func run(_ sql: SQL, isTraced: Bool = true, _ row: (any Row) throws -> Bool) throws {
        let entry = try statements.take(sql, prepare: prepare)
        let (statement, text) = (entry.statement, entry.text)
        if isTraced { trace?(text) }
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
            entry.isInUse = false
        }
        for (index, value) in sql.values.enumerated() { try bind(value, to: Int32(truncatingIfNeeded: index + 1), of: statement, text) }
        let current = SQLiteRow(statement)
        defer { current.end() }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: if try !row(current) { return }
            case SQLITE_DONE: return
            default: throw failure(text)
            }
        }
    }

    private func prepare(_ text: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        let (code, isWhole) = text.withCString { start in
            var rest: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(connection, start, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &rest)
            return (code, rest.map { $0.pointee == 0 } ?? true)
        }
        guard code == SQLITE_OK else { throw failure(text) }
        guard let statement, isWhole else {
            sqlite3_finalize(statement)
            throw StorageError(engine: "SQLite", code: "1", message: "not exactly one statement", statement: text)
        }
        return statement
    }

    private func bind(_ value: DatabaseValue, to index: Int32, of statement: OpaquePointer, _ text: String) throws {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(statement, index)
        case .int(let value): code = sqlite3_bind_int64(statement, index, value)
        case .double(let value): code = sqlite3_bind_double(statement, index, value)
        case .text(var value):
            guard !value.utf8.contains(0) else { throw Failure.unstorableText }
            code = value.withUTF8 { bytes in
                // A null pointer would bind NULL instead of the empty text.
                guard let base = bytes.baseAddress, !bytes.isEmpty else {
                    return sqlite3_bind_text(statement, index, "", 0, SQLiteHandle.copied)
                }
                return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text64(statement, index, $0, UInt64(bytes.count), SQLiteHandle.copied, UInt8(SQLITE_UTF8))
                }
            }
        case .bytes(let bytes):
            code = bytes.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : sqlite3_bind_blob64(statement, index, bytes, UInt64(bytes.count), SQLiteHandle.copied)
        }
        guard code == SQLITE_OK else { throw failure(text) }
    }

    private func failure(_ text: String) -> any Error {
        let code = sqlite3_extended_errcode(connection)
        let error = StorageError(engine: "SQLite", code: "\(code)", message: String(cString: sqlite3_errmsg(connection)), statement: text)
        switch code {
        case SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (10 << 8): return Failure.valueTaken
        case SQLITE_CONSTRAINT | (3 << 8): return Failure.referenceBroken
        default: break
        }
        switch code & 0xFF {
        case SQLITE_ERROR where error.message == "integer overflow": return Failure.figureTooLarge
        case SQLITE_FULL: return Failure.storageFull
        case SQLITE_INTERRUPT: return Failure.tookTooLong
        case SQLITE_BUSY, SQLITE_LOCKED: return Failure.overloaded
        case SQLITE_IOERR, SQLITE_NOTADB: fatalError = error
        // With an extended code it is a virtual table that is damaged, not the file.
        case SQLITE_CORRUPT where code == SQLITE_CORRUPT: fatalError = error
        default: break
        }
        return error
    }
}
