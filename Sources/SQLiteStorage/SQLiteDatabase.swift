public import Kit
public import Storage

/// A workspace in one SQLite file: one thread writes, a few threads read, nothing else opens the file for writing.
public final class SQLiteDatabase: Storage.Database {
    public let dialect: any Dialect = SQLiteDialect()

    let path: String
    private let writes = WorkQueue<Pending<any Transaction>>(capacity: 2048)
    private let reads = WorkQueue<Pending<any Connection>>(capacity: 2048)
    private let writer: Workers
    private let readers: Workers
    private let clock: Clock
    /// A copy goes with its last use.
    private let isCopy: Bool

    /// Opens or creates the file at `path`; the folder must exist.
    /// - Parameters:
    ///   - readTimeLimit: a read that takes longer is ended with `Failure.unavailable`.
    ///   - trace: called with the text of each statement that runs.
    /// - Throws: `DatabaseInUse` when the file is open already, here or in another process.
    public convenience init(
        path: String,
        readers count: Int = 4,
        clock: Clock,
        readTimeLimit: Duration = .seconds(10),
        trace: (@Sendable (String) -> Void)? = nil
    ) throws {
        try self.init(path: path, readers: count, clock: clock, readTimeLimit: readTimeLimit, isCopy: false, trace: trace)
    }

    private init(
        path: String, readers count: Int, clock: Clock, readTimeLimit: Duration, isCopy: Bool, trace: (@Sendable (String) -> Void)?
    ) throws {
        self.path = path
        self.clock = clock
        self.isCopy = isCopy
        let lock = try FileLock(path: path + ".lock", of: path)
        if !isCopy { DatabaseCopy.sweep(beside: path) }
        let writing = try SQLiteFile(writing: path)
        let reading = try (0..<max(count, 1)).map { _ in try SQLiteFile(reading: path) }
        let steady = SteadyClock(clock)
        writer = Workers("krug.write", count: 1) { [writes] _ in
            writing.lend(trace: trace) { handle in
                GroupCommit(handle, clock: steady, queue: writes).run()
                handle.checkpoint()
            }
            lock.release()
        }
        readers = Workers("krug.read", count: reading.count) { [reads] number in
            reading[number].lend(trace: trace) { Reader($0, timeLimit: readTimeLimit).run(reads) }
        }
    }

    deinit {
        reads.close()
        writes.close()
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await reads.answer(to: body) { $0 }
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T {
        try await writes.answer(to: body) { $0 }
    }

    /// Nobody else has the file.
    public func onNews(_ body: @escaping @Sendable () -> Void) {}

    public var load: [QueueLoad] { [writes.load("write"), reads.load("read")] }

    public func close() async {
        reads.close()
        await readers.ended()
        writes.close()
        await writer.ended()
        if isCopy { DatabaseCopy.remove(path) }
    }

    public func copy(_ rows: @escaping @Sendable (Identifier) -> RowsNeeded) async throws -> any Storage.Database {
        let (source, target) = (path, DatabaseCopy.name(beside: path))
        do {
            try await withCheckedThrowingContinuation { continuation in
                _ = Workers("krug.copy", count: 1) { _ in
                    continuation.resume(with: Result { try Backup(of: source, to: target).copy(to: target) })
                }
            }
            return try SQLiteDatabase(path: target, readers: 1, clock: clock, readTimeLimit: .seconds(10), isCopy: true, trace: nil)
        } catch {
            DatabaseCopy.remove(target)
            throw error
        }
    }

    /// Writes a checked copy of the whole database, as of one moment, to a file that is there complete or not at all.
    /// Reads and writes go on meanwhile.
    public func backup(to target: String) async throws {
        let source = path
        try await withCheckedThrowingContinuation { continuation in
            _ = Workers("krug.backup", count: 1) { _ in
                continuation.resume(with: Result { try Backup(of: source, to: target).run() })
            }
        }
    }
}
