import Foundation
import GRDBSQLite
import Storage

/// Copies a database as of one moment: to a temporary name, checked, synced, then renamed.
struct Backup {
    private let source: String
    private let target: String

    init(of source: String, to target: String) {
        self.source = source
        self.target = target
    }

    func run() throws {
        let partial = target + ".part"
        unlink(partial)
        defer { unlink(partial) }
        try copy(to: partial)
        try check(partial)
        try Backup.sync(partial)
        guard rename(partial, target) == 0 else { throw SQLiteFile.cannot("rename", partial) }
        try Backup.sync(folderOf: target)
    }

    /// As of one moment, neither checked nor synced.
    func copy(to partial: String) throws {
        let from = try open(source, SQLITE_OPEN_READONLY)
        defer { sqlite3_close_v2(from) }
        let to = try open(partial, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        defer { sqlite3_close_v2(to) }
        guard let backup = sqlite3_backup_init(to, "main", from, "main") else { throw failure(to, "copy") }
        // In one step: it is one snapshot, and the writer need not wait for it.
        let stepped = sqlite3_backup_step(backup, -1)
        sqlite3_backup_finish(backup)
        guard stepped == SQLITE_DONE else { throw failure(to, "copy") }
    }

    private func check(_ partial: String) throws {
        let connection = try open(partial, SQLITE_OPEN_READWRITE)
        defer { sqlite3_close_v2(connection) }
        FoldFunction.register(on: connection)
        // One file, without a log beside it.
        for (statement, expected) in [("PRAGMA journal_mode = DELETE", "delete"), ("PRAGMA quick_check", "ok")] {
            var prepared: OpaquePointer?
            defer { sqlite3_finalize(prepared) }
            guard sqlite3_prepare_v2(connection, statement, -1, &prepared, nil) == SQLITE_OK, sqlite3_step(prepared) == SQLITE_ROW,
                let answer = sqlite3_column_text(prepared, 0), String(cString: answer) == expected
            else { throw failure(connection, statement) }
        }
    }

    private func open(_ path: String, _ flags: Int32) throws -> OpaquePointer {
        var connection: OpaquePointer?
        guard sqlite3_open_v2(path, &connection, flags | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK, let connection else {
            defer { sqlite3_close_v2(connection) }
            throw failure(connection, "open \(path)")
        }
        sqlite3_busy_timeout(connection, 5000)
        return connection
    }

    /// Waits until the names in the folder of a file are on the disk.
    static func sync(folderOf path: String) throws { try sync((path as NSString).deletingLastPathComponent) }

    private static func sync(_ path: String) throws {
        let file = Foundation.open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SQLiteFile.cannot("open", path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw SQLiteFile.cannot("sync", path) }
    }

    private func failure(_ connection: OpaquePointer?, _ what: String) -> StorageError {
        let message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
        return StorageError(engine: "SQLite", code: "\(sqlite3_errcode(connection))", message: "backup: \(message)", statement: what)
    }
}
