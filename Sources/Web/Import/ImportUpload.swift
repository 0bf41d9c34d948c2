import Definitions
import Exchange
import Foundation
import Identity
public import Jobs
import Kit
import RecordEngine
import Storage
import Tables

/// Files on their way into records: put into the workspace's folder, noted, started.
enum ImportUpload {
    static let limit = 64 << 20

    /// Puts the bytes of a table into the folder and notes them as a new import of the caller.
    /// - Throws: `Failure.unsupportedType` and `Failure.malformed` for what is no table; nothing is kept then.
    static func keep(_ bytes: [UInt8], named fileName: String, _ visit: Visit) async throws -> Int64 {
        let language = try await visit.read { records, caller in
            guard mayImport(records) else { throw ImportUpload.refusal }
            return caller.language
        }
        let name = "import-\(String(UInt64.random(in: .min ... .max), radix: 36)).table"
        let path = "\(visit.workspace.files)/\(name)"
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let file = try await ImportFile(path: path, language)
            return try await visit.transact { tx, caller in
                try Imports.create(file, fileName: fileName, storedAs: name, by: caller.principal.user, in: tx)
            }
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }

    /// An import that the caller began, or anybody's for an administrator.
    static func find(_ id: Int64, _ connection: any Connection, _ principal: Principal) throws -> Import {
        guard let run = try Imports.find(id, in: connection), run.createdBy == principal.user || principal.role.administers else {
            throw Failure.notFound
        }
        return run
    }

    static func mayImport(_ records: Records) -> Bool {
        records.schema.objects.contains { $0.isInNavigation && records.principal.role.grant($0.name).create }
    }

    static let refusal = Failure.forbidden(Label("You may not import.", ru: "Вам нельзя импортировать."))
}

extension Workspace {
    /// The job that imports.
    public var importing: JobKind {
        ImportJob.kind(engine: engines.engine(for:), files: files) { user, via, connection in
            try Principals.load(user: user, via: via, in: connection)
        }
    }
}
