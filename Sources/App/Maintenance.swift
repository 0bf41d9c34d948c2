import Attachments
import Definitions
import Foundation
import Jobs
import Kit
import PostgresStorage
import RecordEngine
import SQLiteStorage
import Storage
public import Web

/// What keeps a workspace healthy, from the command line.
public enum Maintenance {
    /// Hands out a checked copy of a SQLite workspace, made beside its data first: whoever asks may write where the server may not.
    static func backUp(_ workspace: Workspace, in folder: String, to console: inout some Console) async throws {
        guard let database = workspace.database as? SQLiteDatabase else {
            throw Complaint("This workspace is on PostgreSQL: back it up with pg_dump --schema.")
        }
        let copy = "\(folder)/\(backupPrefix)\(String(UInt64.random(in: .min ... .max), radix: 36))"
        defer { unlink(copy) }
        try await console.note("Copying the database …")
        try await database.backup(to: copy)
        guard let file = FileHandle(forReadingAtPath: copy) else { throw Complaint("The copy can't be read.") }
        let size = try file.seekToEnd()
        try file.seek(toOffset: 0)
        var done = 0
        while let data = try file.read(upToCount: 1 << 20), !data.isEmpty {
            try await console.write([UInt8](data))
            done += data.count
            try await console.note("\(done >> 20) of \(size >> 20) MB")
        }
    }

    static let backupPrefix = "backup-"

    /// Takes away what a backup left that was killed. For whoever has just opened the workspace, alone.
    static func sweepBackups(in files: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? [] where name.hasPrefix(backupPrefix) {
            unlink("\(files)/\(name)")
        }
    }

    /// What the workspace stands on, a line each; warnings begin with "warning:".
    public static func check(_ workspace: Workspace, _ configuration: Configuration) async throws -> [String] {
        let schema = workspace.engine.schema
        let (versions, held) = try await workspace.database.read { (try $0.dialect.versions($0), try JobQueue.heldSince(in: $0)) }
        return (configuration.folder.map { ["data: \($0)"] } ?? []) + [
            "engine: \(workspace.database.dialect.name)",
            "time zone: \(workspace.engine.settings.zone.identifier)", "base currency: \(workspace.engine.settings.baseCurrency.code)",
            "objects: \(schema.objects.map(\.name).joined(separator: ", "))",
        ] + versions + (held.map { ["warning: jobs are held since \($0.iso); krug release lets them go on"] } ?? [])
            + ((workspace.database as? SQLiteDatabase)?.replaced ?? []).map {
                "warning: \($0) was replaced by a restore; while it is kept no file is swept"
            }
            + (PDFText.installed == nil ? ["warning: \(PDFText.missing)"] : [])
    }

    private static let mostFaults = 100

    /// Counts everything anew that is kept beside the records, and says what differs. Others go on working meanwhile.
    /// - Returns: how much was wrong.
    static func recount(_ workspace: Workspace, to console: inout some Console) async throws -> Int {
        let engine = workspace.engine
        let now = workspace.clock.now()
        var (count, wrong) = (0, 0)
        for object in engine.schema.objects {
            var last: Int64? = 0
            while let after = last {
                let page = try await workspace.database.read { try Records(engine, $0, .system(), now: now).recount(object, after: after) }
                let orphans =
                    after > 0
                    ? [] : try await workspace.database.read { try Records(engine, $0, .system(), now: now).recountOrphans(object) }
                for fault in (page.faults + orphans).prefix(max(mostFaults - wrong, 0)) { try await console.say("wrong: \(fault)") }
                wrong += page.faults.count + orphans.count
                count += page.count
                last = page.last
            }
            try await console.note("\(object.name): done")
        }
        try await console.say(wrong == 0 ? "recount: \(count) records, nothing wrong" : "recount: \(count) records, \(wrong) things wrong")
        return wrong
    }
}
