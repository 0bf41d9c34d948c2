import Foundation
import Synchronization

/// The database is open already, here or in another process. Only one may have it.
public struct DatabaseInUse: Error, Sendable, CustomStringConvertible {
    public let path: String
    public var description: String { "\(path) is in use by another krug. Stop that one first, or use its API." }
}

/// Keeps a file to ourselves from opening to release. It belongs to the open file, so a second lock
/// in the same process is refused as well, and the kernel takes it back from a process that died.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32>

    init(path: String, of database: String) throws {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SQLiteFile.cannot("open", path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw DatabaseInUse(path: database)
        }
        descriptor = Mutex(file)
    }

    deinit { release() }

    func release() {
        descriptor.withLock { file in
            if file >= 0 { close(file) }
            file = -1
        }
    }
}
