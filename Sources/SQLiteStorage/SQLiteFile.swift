import Foundation
import GRDB
import GRDBSQLite
import Storage

/// One connection of GRDB's, set up as we need it. GRDB opens, guards and closes it; the statements are ours.
struct SQLiteFile: Sendable {
    private let queue: DatabaseQueue

    init(writing path: String) throws {
        var configuration = SQLiteFile.configuration
        configuration.label = "krug.write"
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else { throw SQLiteFile.cannot("use WAL in", path) }
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // The writer does it itself, when it has answered.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            // Asked back: an acknowledged write must outlive a power cut, and another setting would not show until one.
            guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else { throw SQLiteFile.cannot("write durably to", path) }
        }
    }

    init(reading path: String) throws {
        var configuration = SQLiteFile.configuration
        configuration.label = "krug.read"
        configuration.readonly = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.inDatabase { db in try db.execute(sql: "PRAGMA query_only = ON") }
    }

    /// Holds the connection for as long as `body` runs, then closes it.
    func lend(trace: (@Sendable (String) -> Void)?, _ body: (SQLiteHandle) -> Void) {
        queue.inDatabase { db in
            guard let connection = db.sqliteConnection else { return }
            // GRDB's observers would keep notes of each statement that is prepared here.
            sqlite3_set_authorizer(connection, nil, nil)
            sqlite3_commit_hook(connection, nil, nil)
            sqlite3_rollback_hook(connection, nil, nil)
            let handle = SQLiteHandle(connection, trace: trace)
            body(handle)
            handle.forgetStatements()
        }
        try? queue.close()
    }

    static func cannot(_ what: String, _ path: String) -> StorageError {
        let reason = String(cString: strerror(errno))
        return StorageError(engine: "SQLite", code: "\(errno)", message: "cannot \(what) \(path): \(reason)", statement: "")
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            try db.execute(sql: """
                PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -16000
                """)
            if let connection = db.sqliteConnection { FoldFunction.register(on: connection) }
        }
        return configuration
    }
}
