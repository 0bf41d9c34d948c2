import Foundation

/// The console of the program that was called: its standard output, a file to read and a file to write.
struct Terminal: Console {
    private let input: FileHandle?
    private let path: String?
    private var output: FileHandle?
    private var noted = ContinuousClock.now
    private var isNoteShown = false
    private let isWatched = isatty(STDERR_FILENO) == 1

    /// - Parameter output: written under another name until it is whole; made with its first byte.
    init(input: String?, output: String?) throws {
        path = output
        self.input = try input.map { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
                let handle = FileHandle(forReadingAtPath: path)
            else {
                throw Complaint("There is no file “\(path)” that can be read.")
            }
            return handle
        }
    }

    mutating func read() throws -> [UInt8]? {
        guard let data = try input?.read(upToCount: 1 << 18), !data.isEmpty else { return nil }
        return [UInt8](data)
    }

    mutating func say(_ line: String) throws {
        wipe()
        try put(Array((line + "\n").utf8))
    }

    mutating func write(_ bytes: [UInt8]) throws {
        guard let path else { return try put(bytes) }
        if output == nil {
            guard FileManager.default.createFile(atPath: path + ".part", contents: nil) else {
                throw Complaint("“\(path)” can't be written: \(String(cString: strerror(errno))).")
            }
            output = FileHandle(forWritingAtPath: path + ".part")
        }
        try output?.write(contentsOf: Data(bytes))
    }

    mutating func warn(_ line: String) {
        wipe()
        complain(line + "\n")
    }

    /// One line that changes for somebody who watches; a line now and then for a log.
    mutating func note(_ text: String) {
        let now = ContinuousClock.now
        guard isWatched || now - noted > .seconds(5) else { return }
        (noted, isNoteShown) = (now, true)
        complain(isWatched ? "\r\u{1B}[K\(text)" : text + "\n")
    }

    /// The file is whole: it gets its name.
    mutating func finish() throws {
        wipe()
        guard let path, let output else { return }
        try output.synchronize()
        try output.close()
        guard rename(path + ".part", path) == 0 else { throw Complaint("“\(path)” can't be written: \(String(cString: strerror(errno))).") }
    }

    mutating func discard() {
        wipe()
        if let path, output != nil { unlink(path + ".part") }
    }

    private mutating func wipe() {
        if isWatched, isNoteShown { complain("\r\u{1B}[K") }
        isNoteShown = false
    }

    private func put(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                throw NobodyReads()
            } else if errno != EINTR {
                throw Complaint("The answer can't be written: \(String(cString: strerror(errno))).")
            }
        }
    }

    private func complain(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}

/// Whoever read the answer has had enough: `krug export deal | head`.
struct NobodyReads: Error {}
