public import Foundation
import Kit
public import Storage

/// Files in a folder beside a SQLite database, one for each name.
///
/// What this does inside units is safe to repeat and harmless when the unit fails: `keep` adds a name to bytes that are on the disk, and
/// a file is taken away only after a look at what is committed, and another one inside the unit, which no other unit can overtake.
public struct FolderFiles: FileStore {
    public let tables: [SystemTable] = []
    private let folder: String
    private let database: any Database
    private let named: NamedFiles
    private let keepsAll: @Sendable () -> Bool
    private static let ending = ".part"

    /// - Parameters:
    ///   - named: queries of one column: the names of the files in use.
    ///   - keepsAll: whether nothing is taken away now, because another database may need what this one does not name.
    public init(folder: String, database: any Database, named: [SQL], keepsAll: @escaping @Sendable () -> Bool = { false }) throws {
        self.folder = folder
        self.database = database
        self.named = NamedFiles(queries: named)
        self.keepsAll = keepsAll
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    public func receive(_ source: some ByteSource) async throws -> ReceivedFile {
        let place = "\(folder)/\(String(UInt64.random(in: 0 ... .max), radix: 36))\(FolderFiles.ending)"
        let file = try LocalFile(making: place)
        defer { file.close() }
        do {
            var (source, digest) = (source, Digest())
            try source.rewind()
            while case let bytes = try source.read(pieceSize), !bytes.isEmpty {
                digest.add(bytes)
                try file.write(bytes)
            }
            try file.sync()
            return ReceivedFile(name: digest.name, size: digest.size, place: place)
        } catch {
            unlink(place)
            throw error
        }
    }

    public func keep(_ received: ReceivedFile, in tx: any Transaction) throws -> String {
        guard link(received.place, path(received.name)) == 0 || errno == EEXIST else { throw LocalFile.problem("keep \(received.name)") }
        try LocalFile.sync(folder: folder)
        return received.name
    }

    public func discard(_ received: ReceivedFile) async throws { unlink(received.place) }

    public func open(_ name: String) async throws -> FileHandle {
        guard let handle = FileHandle(forReadingAtPath: path(name)) else { throw Failure.notFound }
        return handle
    }

    public func release(_ name: String) async throws {
        guard !keepsAll(), try await !database.read({ try named.contains(name, $0) }) else { return }
        try await database.write { tx in
            if try !named.contains(name, tx) { unlink(path(name)) }
        }
    }

    /// The names that rows name and that are not here.
    public func missing() async throws -> [String] {
        let names = try await database.read { connection in try named.queries.flatMap { try connection.all($0) { $0.text(0) } } }
        return Set(names).filter { access(path($0), R_OK) != 0 }.sorted()
    }

    public func sweep() async throws {
        let now = try await database.write { $0.now }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            if name.utf8.count == Digest.length {
                try await release(name)
            } else if name.hasSuffix(FolderFiles.ending), let written = FolderFiles.lastChange(of: path(name)),
                written < now.milliseconds / 1000 - patience
            {
                unlink(path(name))
            }
        }
    }

    /// Names come from the database, but nothing leads out of the folder.
    private func path(_ name: String) -> String { "\(folder)/\(name.replacing("/", with: "_"))" }

    private static func lastChange(of path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_mtim.tv_sec) : nil
    }
}
