import App
import Foundation
import Logging
import RecordEngine
import Storage
import Synchronization
import Web

/// The statements that a request runs, unit by unit, and which columns of their rows it reads: what it would be without the program.
final class Recording: Sendable {
    struct Statement: Sendable {
        let sql: SQL
        /// The columns that are read, and whether as numbers.
        var columns: [Int: Bool] = [:]
    }

    private let units = Mutex<[[Statement]]>([])

    func begin() { units.withLock { $0.append([]) } }

    func note(_ sql: SQL) {
        units.withLock { $0[$0.count - 1].append(Statement(sql: sql)) }
    }

    func read(_ column: Int, asNumber: Bool) {
        units.withLock { units in
            guard let last = units.last?.indices.last else { return }
            units[units.count - 1][last].columns[column] = asNumber
        }
    }

    /// What was noted since the last time.
    func take() -> [[Statement]] {
        units.withLock { units in
            defer { units = [] }
            return units.filter { !$0.isEmpty }
        }
    }
}

extension Stand {
    /// The floor of a page or an answer: its own statements by a bare loop.
    func floor(of request: Asked) async throws -> @Sendable (Int) async throws -> Void {
        let recording = Recording()
        let workspace = Workspace(
            name: workspace.name, database: RecordingDatabase(base: workspace.database, recording: recording), engines: workspace.engines,
            passwords: workspace.passwords, jobs: workspace.jobs, clock: workspace.clock, files: workspace.files)
        let site = try Program.site(
            workspace.engine.schema, over: Only(workspace: workspace), logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        // The first time more is asked than later.
        for _ in 0..<2 {
            _ = recording.take()
            _ = await site.respond(to: request)
        }
        let (units, database) = (recording.take(), self.workspace.database)
        return { _ in
            for unit in units { _ = try await database.read { try Stand.replay(unit, $0) } }
        }
    }

    private static func replay(_ unit: [Recording.Statement], _ connection: any Connection) throws -> Int {
        var read = 0
        for statement in unit {
            let columns = statement.columns.map { ($0, $1) }
            try connection.query(statement.sql) { row in
                for (column, asNumber) in columns {
                    read &+= asNumber ? Int(truncatingIfNeeded: row.int(column)) : row.bytes(column) { $0.count }
                }
                return true
            }
        }
        return read
    }
}

private struct Only: Workspaces {
    let workspace: Workspace
    func workspace(host: String) -> Workspace? { workspace }
    var all: [Workspace] { [workspace] }
}

/// A database that notes what is read from it.
private struct RecordingDatabase: Database {
    let base: any Database
    let recording: Recording
    var dialect: any Dialect { base.dialect }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await base.read { connection in
            recording.begin()
            return try body(RecordingConnection(base: connection, recording: recording))
        }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> T) async throws -> T { try await base.write(body) }
    func onNews(_ body: @escaping @Sendable () -> Void) {}
    func copy(_ rows: @escaping @Sendable (Identifier) -> RowsNeeded) async throws -> any Database { try await base.copy(rows) }
    var load: [QueueLoad] { base.load }
    func close() async {}
}

private struct RecordingConnection: Connection {
    let base: any Connection
    let recording: Recording
    var dialect: any Dialect { base.dialect }

    func query(_ sql: SQL, _ row: (any Row) throws -> Bool) throws {
        recording.note(sql)
        try base.query(sql) { try row(RecordingRow(base: $0, recording: recording)) }
    }
}

private final class RecordingRow: Row {
    private let base: any Row
    private let recording: Recording

    init(base: any Row, recording: Recording) {
        self.base = base
        self.recording = recording
    }

    func isNull(_ column: Int) -> Bool { base.isNull(column) }

    func int(_ column: Int) -> Int64 {
        recording.read(column, asNumber: true)
        return base.int(column)
    }

    func double(_ column: Int) -> Double {
        recording.read(column, asNumber: true)
        return base.double(column)
    }

    func bytes<T>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        recording.read(column, asNumber: false)
        return try base.bytes(column, body)
    }
}
