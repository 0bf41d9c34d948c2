import Foundation

/// The files of copies that stand beside a database for as long as something is tried in them.
enum DatabaseCopy {
    private static let mark = ".copy-"

    static func name(beside path: String) -> String { path + mark + String(UInt64.random(in: .min ... .max), radix: 36) }

    static func remove(_ path: String) {
        for ending in ["", "-wal", "-shm", "-journal", ".lock"] { unlink(path + ending) }
    }

    /// Takes away what a program left that was killed. For whoever has just locked the database.
    static func sweep(beside path: String) {
        let (folder, name) = ((path as NSString).deletingLastPathComponent, (path as NSString).lastPathComponent)
        for left in (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        where left.hasPrefix(name + mark) {
            unlink((folder as NSString).appendingPathComponent(left))
        }
    }
}
