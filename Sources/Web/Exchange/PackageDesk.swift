import Attachments
import Definitions
package import Files
import Identity
package import Jobs
import Kit
package import Moving
import RecordEngine

extension Workspace {
    /// All of the workspace as one package, written while it is taken.
    package func packing() async throws -> PackageWriter {
        try await PackageWriter(engines, database, files, files: Attachment.files, now: clock.now())
    }

    /// Fills the workspace, which must be new, with what a package holds.
    /// - Parameter user: who does it, and stays an administrator; nil for a command.
    package func unpack(_ package: FileSource, as user: Int64?) async throws -> PackageImport.Report {
        let handOver = PackageImport(engines, database, files, files: Attachment.files) { before, after, tx in
            try IdentityModule.handOver(from: before, to: after, in: tx)
            // A file that was added while the package was written is not in it, but its words are.
            try FileText.sweep(in: tx)
            try jobs.enqueue(PackageDesk.arrival(), in: tx)
        }
        return try await handOver.take(package.handle, as: user)
    }
}

/// A package on its way between a workspace and a browser or a program.
package enum PackageDesk {
    package static let mediaType = "application/zip"
    /// What is longer is brought by command.
    package static let limit = 16 << 30

    /// Jobs do not travel: what records that came wait for is ordered anew.
    package static func arrival(_ perform: @escaping @Sendable (JobRun) async throws -> Void = { _ in }) -> JobKind {
        JobKind("arrival", Label("After a package came", ru: "После загрузки пакета"), perform: perform)
    }

    /// The workspace of a visit, whose route is for administrators alone.
    package static func download(_ visit: Visit) async throws -> WebResponse {
        let day = try await visit.read { records, _ in records.engine.settings.zone.day(of: records.now) }
        let writer = try await visit.workspace.packing()
        let headers = [
            ("content-type", mediaType), ("content-disposition", "attachment; filename=\"krug-\(visit.workspace.name)-\(day.iso).zip\""),
            ("cache-control", "no-store"),
        ]
        return WebResponse(200, headers: headers, body: .stream { try await writer.next() })
    }

    package static func upload(_ package: FileSource, _ visit: Visit) async throws -> PackageImport.Report {
        let user = try await visit.read { _, caller in caller.principal.user }
        guard let user else { throw Failure.signInRequired }
        return try await visit.workspace.unpack(package, as: user)
    }
}
