package import Bulk
import Definitions
package import Exchange
package import Files
import Identity
public import Jobs
package import Kit
package import RecordEngine
package import Storage
package import Tables

/// Files on their way into records: kept, noted, started.
package enum ImportUpload {
    package static let limit = 1 << 30

    /// Keeps the bytes of a table and notes them as a new import of the caller.
    /// - Throws: `Failure.unsupportedType` and `Failure.malformed` for what is no table; nothing is kept then.
    package static func keep(_ table: FileSource, named fileName: String, _ visit: Visit) async throws -> Int64 {
        let language = try await visit.read { records, caller in
            guard mayImport(records) else { throw ImportUpload.refusal }
            return caller.language
        }
        let file = try await ImportFile(table, language)
        return try await visit.workspace.files.lend(table) { received in
            try await visit.transact { tx, caller in
                let name = try visit.workspace.files.keep(received, in: tx)
                return try Imports.create(file, fileName: fileName, storedAs: name, by: caller.principal.user, in: tx)
            }
        }
    }

    /// An import that the caller began, or anybody's for an administrator.
    package static func find(_ id: Int64, _ connection: any Connection, _ principal: Principal) throws -> Import {
        guard let run = try Imports.find(id, in: connection), run.createdBy == principal.user || principal.role.administers else {
            throw Failure.notFound
        }
        return run
    }

    /// Looks into the file of an import that has not begun, read in another way.
    package static func look(_ run: Import, as format: TableFormat, _ visit: Visit, _ language: Language) async throws -> ImportFile {
        try await ImportFile(FileSource(await visit.workspace.files.open(run.file)), as: format, language)
    }

    /// Puts the taking back of an import into the queue, or the bringing back; it acts for the caller.
    package static func turn(_ id: Int64, _ direction: Turn.Direction, _ visit: Visit) async throws {
        let kind = visit.workspace.turning
        try await visit.transact { tx, caller in
            let run = try find(id, tx, caller.principal)
            try Imports.turn(run, direction, kind, visit.workspace.jobs, by: caller.principal.user, in: tx)
        }
    }

    /// Begins an import that was tried before, by the columns with which it was.
    package static func start(_ id: Int64, _ visit: Visit) async throws {
        let workspace = visit.workspace
        try await visit.write { records, caller in
            let run = try find(id, records.connection, caller.principal)
            guard let mapping = run.preview?.mapping else {
                throw Failure.conflict(
                    run.state == .new
                        ? Label("Choose the columns first.", ru: "Сначала выберите столбцы.")
                        : Label("This import was started before.", ru: "Этот импорт уже запущен."))
            }
            let issues = try ImportCheck(mapping, Imports.look(id, in: records.connection), records).issues
            guard issues.isEmpty else { throw Failure.invalid(issues) }
            try Imports.start(run, mapping, workspace.importing, workspace.jobs, in: try records.writing())
        }
    }

    package static func mayImport(_ records: Records) -> Bool {
        records.schema.objects.contains { $0.isInNavigation && records.principal.role.grant($0.name).create }
    }

    package static let refusal = Failure.forbidden(Label("You may not import.", ru: "Вам нельзя импортировать."))
}

extension Workspace {
    /// The job that imports.
    public var importing: JobKind { ImportJob.kind(engine: engines.engine(for:), files: files, principal: Workspace.principal) }

    /// The job that lets an import run dry.
    public var rehearsing: JobKind { ImportJob.rehearsing(engine: engines.engine(for:), files: files, principal: Workspace.principal) }

    /// The job that takes works of many batches back, or brings them back: imports and bulk changes.
    public var turning: JobKind { BulkJobs.turning(engine: engines.engine(for:), principal: Workspace.principal) }

    /// The jobs that change many records.
    public var bulk: [JobKind] { BulkJobs.kinds(engine: engines.engine(for:), principal: Workspace.principal) }

    private static let principal: ImportJob.PrincipalSource = { user, via, connection in
        try Principals.load(user: user, via: via, in: connection)
    }
}
