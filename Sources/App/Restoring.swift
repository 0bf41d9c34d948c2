import Files
import Foundation
import Identity
import Jobs
public import Kit
import SQLiteStorage
import Storage

/// Puts a backup in the place of a workspace that no server has open.
public struct Restoring: Sendable {
    private let configuration: Configuration
    private let clock: Clock

    public init(_ configuration: Configuration, clock: Clock = .system) {
        self.configuration = configuration
        self.clock = clock
    }

    /// - Parameter files: a folder with copies of the files on records.
    /// - Returns: what whoever restores should know, a line each.
    /// - Throws: `Complaint` that says what to do; then everything is as it was.
    public func restore(_ copy: String, files: String?) async throws -> [String] {
        guard let folder = configuration.folder else {
            throw Complaint("This workspace is on PostgreSQL: restore it with pg_restore, and give krug hold before a server starts.")
        }
        guard FileManager.default.fileExists(atPath: copy) else { throw Complaint("There is no file “\(copy)”.") }
        let workspace = configuration.workspaces.first ?? "default"
        let target = WorkspaceStore.file(of: workspace, in: folder)
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let replacement = try Replacement(of: target, by: copy)
            let missing = try await prepare(replacement.path, files, configuration.files(of: workspace))
            let former = try replacement.finish(at: clock.now())
            return ["Restored from \(copy)."]
                + (former.map { ["What was there is kept in \($0), and all files are until somebody removes it."] } ?? [])
                + ["Everybody is signed out. Jobs are held until krug release."]
                + (missing == 0 ? [] : ["warning: \(missing) files that records name are not in \(configuration.files(of: workspace))"])
        } catch let inUse as DatabaseInUse {
            throw Complaint("\(inUse.path) is in use by another krug: stop the server first, so that nobody works on what is replaced.")
        } catch let error as StorageError {
            throw Complaint("“\(copy)” can't be restored: \(error.message)")
        }
    }

    /// Makes the copy one from which nothing leaves and that knows nobody, and brings its files.
    /// - Returns: how many files there are not.
    private func prepare(_ path: String, _ files: String?, _ folder: String) async throws -> Int {
        let database = try SQLiteDatabase(path: path, clock: clock)
        do {
            let tables = Set(try await database.read { try $0.dialect.columns($0) }.keys)
            guard tables.isSuperset(of: ["schedule", "session"]) else { throw Complaint("The file is no backup of Krug.") }
            try await database.write { tx in
                try JobQueue.hold(in: tx)
                try Sessions.endAll(in: tx)
            }
            let store = try FolderFiles(folder: folder, database: database, named: WorkspaceStore.namedFiles(in: tables))
            var absent = 0
            for name in try await store.missing() where try await !bring(name, from: files, to: store, database) { absent += 1 }
            await database.close()
            return absent
        } catch {
            await database.close()
            throw error
        }
    }

    /// A file counts when its bytes are those of its name.
    private func bring(_ name: String, from folder: String?, to store: FolderFiles, _ database: SQLiteDatabase) async throws -> Bool {
        guard let folder, let handle = FileHandle(forReadingAtPath: "\(folder)/\(name)") else { return false }
        return try await store.lend(FileSource(handle)) { received in
            guard received.name == name else { return false }
            _ = try await database.write { try store.keep(received, in: $0) }
            return true
        }
    }
}
