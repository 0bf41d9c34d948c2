import Foundation
public import Kit
import PostgresStorage
import SQLiteStorage
public import Storage

/// The two engines. What holds for one holds for the other, so tests take it as an argument.
public enum StorageEngine: String, Sendable, CaseIterable {
    case sqlite, postgres

    /// Lends an empty database and removes it afterwards.
    public func withDatabase(
        clock: Clock = .system,
        trace: (@Sendable (String) -> Void)? = nil,
        _ body: (any Database) async throws -> Void
    ) async throws {
        try await withPlace { place in
            let database = try place.open(clock: clock, trace: trace)
            do {
                try await body(database)
            } catch {
                await database.close()
                throw error
            }
            await database.close()
        }
    }

    /// Lends a place where a database may be opened, closed and opened again, and removes it afterwards.
    public func withPlace(_ body: (Place) async throws -> Void) async throws {
        try await Places.shared.lend {
            let place = try Place(self)
            do {
                try await body(place)
            } catch {
                await place.remove()
                throw error
            }
            await place.remove()
        }
    }
}

/// A temporary folder with a SQLite file, or a schema of its own in the PostgreSQL of `KRUG_TEST_POSTGRES`.
public struct Place: Sendable {
    public let engine: StorageEngine
    /// The file or the schema.
    public let name: String
    /// The address of the PostgreSQL; empty for a file.
    public let url: String

    init(_ engine: StorageEngine) throws {
        self.engine = engine
        let unique = "krug_test_\(UInt64.random(in: 0 ... .max))"
        switch engine {
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(unique)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            name = folder.appendingPathComponent("test.krug").path
            url = ""
        case .postgres:
            guard let url = ProcessInfo.processInfo.environment["KRUG_TEST_POSTGRES"] else { throw PostgresMissing() }
            name = unique
            self.url = url
        }
    }

    /// Another file in the same folder.
    public func beside(_ path: String) -> Place { Place(engine: engine, name: path, url: url) }

    private init(engine: StorageEngine, name: String, url: String) {
        (self.engine, self.name, self.url) = (engine, name, url)
    }

    public func open(clock: Clock = .system, trace: (@Sendable (String) -> Void)? = nil) throws -> any Database {
        switch engine {
        case .sqlite: try SQLiteDatabase(path: name, readers: 2, clock: clock, trace: trace)
        case .postgres: try PostgresDatabase(url: url, schema: name, connections: 2, clock: clock, trace: trace)
        }
    }

    func remove() async {
        switch engine {
        case .sqlite:
            try? FileManager.default.removeItem(atPath: (name as NSString).deletingLastPathComponent)
        case .postgres:
            guard let schema = Identifier(checked: name), let database = try? open() else { return }
            try? await database.write { tx in _ = try tx.execute("DROP SCHEMA \(schema) CASCADE") }
            await database.close()
        }
    }
}

/// A test needs a PostgreSQL and has none. It fails then: an engine that is not tested is not supported.
public struct PostgresMissing: Error, CustomStringConvertible {
    public var description: String { "KRUG_TEST_POSTGRES is not set. Run the tests with: bin/postgres --fast run swift test" }
}

