import Foundation
import GRDBSQLite
public import Kit
import Storage

/// Puts a copy in the place of a database. Nobody else may have it open meanwhile, and until the end everything is as it was.
public final class Replacement: Sendable {
    /// Where the copy stands ready, to be opened and changed before it takes its place.
    public let path: String
    private let target: String
    private let lock: FileLock

    /// Checks the copy and brings it beside the database.
    /// - Throws: `DatabaseInUse` when somebody has the database open.
    public init(of target: String, by copy: String) throws {
        lock = try FileLock(path: target + ".lock", of: target)
        DatabaseCopy.sweep(beside: target)
        self.target = target
        path = DatabaseCopy.name(beside: target)
        try Backup(of: copy, to: path).run()
    }

    deinit { DatabaseCopy.remove(path) }

    /// Takes its place. The former database is kept under another name, as it was.
    /// - Returns: that name; nil when there was none.
    public func finish(at now: Instant) throws -> String? {
        let logs = ["-wal", "-shm"]
        let moment = String(now.iso.prefix(23)).replacingOccurrences(of: ":", with: "-")
        let former = "\(Replacement.stem(target))\(moment).krug"
        let isFirst = access(target, F_OK) != 0
        // What stands in the log of a killed server goes into its database first: one without the other is neither.
        Replacement.checkpoint(target)
        guard access(path + "-wal", F_OK) != 0 else { throw SQLiteFile.cannot("finish", path) }
        if !isFirst {
            for ending in [""] + logs where access(target + ending, F_OK) == 0 {
                guard link(target + ending, former + ending) == 0 else { throw SQLiteFile.cannot("keep", target + ending) }
            }
            try Backup.sync(folderOf: target)
            // A log that belongs to the former one would damage the copy.
            for ending in logs { unlink(target + ending) }
        }
        guard rename(path, target) == 0 else { throw SQLiteFile.cannot("rename", path) }
        try Backup.sync(folderOf: target)
        return isFirst ? nil : former
    }

    /// The databases that others have replaced and that are still kept beside the one at a path.
    static func kept(beside target: String) -> [String] {
        let (stem, folder) = ((stem(target) as NSString).lastPathComponent, (target as NSString).deletingLastPathComponent)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return names.filter { $0.hasPrefix(stem) && $0.hasSuffix(".krug") }.sorted().map { (folder as NSString).appendingPathComponent($0) }
    }

    private static func stem(_ target: String) -> String { (target as NSString).deletingPathExtension + ".replaced-" }

    /// As far as the database can be read; what is too damaged is kept as it is.
    private static func checkpoint(_ target: String) {
        guard access(target + "-wal", F_OK) == 0 else { return }
        var database: OpaquePointer?
        if sqlite3_open_v2(target, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK {
            sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        }
        sqlite3_close(database)
    }
}
