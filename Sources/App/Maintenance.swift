import Definitions
import Foundation
import Kit
import PostgresStorage
import RecordEngine
import SQLiteStorage
import Storage
public import Web

/// What keeps a workspace healthy, from the command line.
public enum Maintenance {
    /// Writes a checked copy of a SQLite workspace.
    public static func backUp(_ workspace: Workspace, to file: String) async throws {
        guard let database = workspace.database as? SQLiteDatabase else {
            throw StartProblem("This workspace is on PostgreSQL: back it up with pg_dump --schema.")
        }
        guard !FileManager.default.fileExists(atPath: file) else { throw StartProblem("\(file) exists; choose a new name.") }
        try await database.backup(to: file)
    }

    /// What the workspace stands on, a line each; warnings begin with "warning:".
    public static func check(_ workspace: Workspace, _ configuration: Configuration) async throws -> [String] {
        let schema = workspace.engine.schema
        let versions = try await workspace.database.read { try $0.dialect.versions($0) }
        return [
            "data: \(configuration.folder)", "engine: \(workspace.database.dialect.name)",
            "time zone: \(workspace.engine.settings.zone.identifier)", "base currency: \(workspace.engine.settings.baseCurrency.code)",
            "objects: \(schema.objects.map(\.name).joined(separator: ", "))",
        ] + versions
    }
}
