import App
import Bulk
import Definitions
import Exchange
import Files
import Foundation
import Identity
import Jobs
import Kit
import RecordEngine
import Storage
import TestSupport
import Web

/// A Russian workspace and somebody who imports into it.
struct ImportDesk {
    let workspace: Workspace
    let author: Int64

    /// Opens a desk on an engine.
    static func open(
        on engine: StorageEngine, clock: Clock = Clock { World.beginning }, _ body: (ImportDesk) async throws -> Void
    ) async throws {
        try await empty(on: engine, clock: clock) { workspace in
            try await body(ImportDesk(of: workspace))
        }
    }

    init(of workspace: Workspace) async throws {
        self.workspace = workspace
        author = try await workspace.database.write { tx in
            let records = Records(workspace.engine, tx, .system(.ru))
            return try Administration.createUser(email: "olga@krug.test", name: "Ольга Крылова", role: "administrator", records)
        }
    }

    /// Lends a workspace with nobody in it.
    static func empty(
        on engine: StorageEngine, clock: Clock = Clock { World.beginning }, _ body: (Workspace) async throws -> Void
    ) async throws {
        try await engine.withDatabase(clock: clock) { database in
            let files = FileManager.default.temporaryDirectory.appendingPathComponent("krug_import_\(UInt64.random(in: 0 ... .max))").path
            let workspace = try await WorkspaceStore.workspace("desk", database, .russian, files: files, Passwords(), clock)
            try await body(workspace)
            try? FileManager.default.removeItem(atPath: files)
        }
    }

    /// Puts a table on the desk and looks at it.
    func table(_ text: String) async throws -> Table {
        try await table(Array(text.utf8))
    }

    func table(_ bytes: [UInt8]) async throws -> Table {
        let file = try await ImportFile(FileSource.temporary(bytes), .ru)
        return Table(file: file, received: try await workspace.files.receive(MemorySource(bytes)))
    }

    struct Table: Sendable {
        let file: ImportFile
        let received: ReceivedFile
    }

    func guess(_ table: Table, object: String? = nil) -> ImportMapping {
        .guessed(table.file, schema: workspace.engine.schema, object: object, speaker: .ru)
    }

    /// Notes an import that is not started yet.
    func note(_ table: Table) async throws -> Int64 {
        try await workspace.database.write { tx in
            let name = try workspace.files.keep(table.received, in: tx)
            return try Imports.create(table.file, fileName: "table.csv", storedAs: name, by: author, in: tx)
        }
    }

    /// Notes an import and starts it; nobody works on it yet.
    func start(_ table: Table, _ mapping: ImportMapping) async throws -> Int64 {
        try await workspace.database.write { tx in
            let name = try workspace.files.keep(table.received, in: tx)
            let id = try Imports.create(table.file, fileName: "table.csv", storedAs: name, by: author, in: tx)
            guard let run = try Imports.find(id, in: tx) else { throw Failure.notFound }
            try Imports.start(run, mapping, workspace.importing, workspace.jobs, in: tx)
            return id
        }
    }

    /// Works on what was started, with a runner of its own.
    func work() async throws {
        let runner = JobRunner(
            workspace.database, queue: workspace.jobs, kinds: [workspace.importing, workspace.rehearsing, workspace.turning],
            clock: workspace.clock)
        try await runner.drain()
    }

    /// Imports a table from beginning to end.
    @discardableResult
    func bring(_ text: String, _ change: (inout ImportMapping) -> Void = { _ in }) async throws -> Import {
        try await bring(Array(text.utf8), change)
    }

    @discardableResult
    func bring(_ bytes: [UInt8], _ change: (inout ImportMapping) -> Void = { _ in }) async throws -> Import {
        let file = try await table(bytes)
        var mapping = guess(file)
        change(&mapping)
        let id = try await start(file, mapping)
        try await work()
        return try await find(id)
    }

    /// Takes an import back, or brings it back, from beginning to end.
    @discardableResult
    func turn(_ run: Import, _ direction: Turn.Direction) async throws -> Import {
        try await order(run, direction)
        try await work()
        return try await find(run.id)
    }

    func order(_ run: Import, _ direction: Turn.Direction) async throws {
        let now = try await find(run.id)
        try await workspace.database.write { tx in
            try Imports.turn(now, direction, workspace.turning, workspace.jobs, by: author, in: tx)
        }
    }

    func find(_ id: Int64) async throws -> Import {
        try await workspace.database.read { connection in
            guard let run = try Imports.find(id, in: connection) else { throw Failure.notFound }
            return run
        }
    }

    func rejected(_ run: Import) async throws -> [RejectedRow] {
        try await workspace.database.read { try Imports.rejectedRows(of: run.id, in: $0) }
    }

    func warnings(_ run: Import) async throws -> [ImportReportLine] {
        try await workspace.database.read { try Imports.warnings(of: run.id, in: $0) }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (Records) throws -> T) async throws -> T {
        let workspace = workspace
        return try await workspace.database.read { try body(Records(workspace.engine, $0, .system(.ru), now: workspace.clock.now())) }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (Records) throws -> T) async throws -> T {
        let workspace = workspace
        return try await workspace.database.write { try body(Records(workspace.engine, $0, .system(.ru))) }
    }

    /// The rows of a list, each as texts with a bar between them.
    func list(_ object: String, _ columns: [String], _ filter: String = "") async throws -> [String] {
        try await read { records in
            let context = try records.context()
            let query = Query(
                object, filter: try Filter(filter), sort: [Sort(FieldPath("id"))], columns: columns.map { FieldPath($0) },
                withTitles: true, limit: 1_000
            )
            return try records.list(query) { row in
                row.columns.indices.map { row.title($0) ?? row.columns[$0].field.type.export(row.value($0), context) }.joined(
                    separator: " | ")
            }.rows
        }
    }
}
