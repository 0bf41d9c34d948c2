import Foundation
import Kit

/// A file on the disk of this machine, being written. It says what is wrong in our words, and a full disk as what it is.
struct LocalFile {
    private let descriptor: Int32

    /// Makes a file that is not there yet.
    init(making path: String) throws {
        descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LocalFile.problem("make \(path)") }
    }

    /// Makes a file without a name, which is gone with its handle.
    static func nameless() throws -> FileHandle {
        var path = Array((NSTemporaryDirectory() + "/krug-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw problem("make a temporary file") }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(_ bytes: [UInt8]) throws { try LocalFile.write(bytes, to: descriptor) }

    static func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Foundation.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                if count < 0, errno != EINTR { throw problem("write") }
                done += max(count, 0)
            }
        }
    }

    /// Waits until everything is on the disk.
    func sync() throws {
        guard fsync(descriptor) == 0 else { throw LocalFile.problem("sync") }
    }

    func close() { _ = Foundation.close(descriptor) }

    /// Waits until the names in a folder are on the disk.
    static func sync(folder: String) throws {
        let descriptor = Foundation.open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem("open \(folder)") }
        defer { _ = Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw problem("sync \(folder)") }
    }

    static func problem(_ what: String) -> any Error {
        [ENOSPC, EDQUOT, EFBIG].contains(errno)
            ? Failure.storageFull : FileProblem(description: "cannot \(what): \(String(cString: strerror(errno)))")
    }
}

/// A fault of the disk or of how it is set up, for the log.
struct FileProblem: Error, CustomStringConvertible {
    let description: String
}
