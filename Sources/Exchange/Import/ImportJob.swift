public import Bulk
public import Files
public import Jobs
import Kit
import RecordEngine
import Storage

/// The job that runs an import. Killed at any moment, it goes on where it was: what a chunk wrote and where the next one begins commit together.
public enum ImportJob {
    /// Makes the principal of a user as of now; nil when there is none any more.
    public typealias PrincipalSource = BulkJobs.PrincipalSource

    /// The engine for a unit of writing: fields may have come meanwhile.
    public typealias EngineSource = BulkJobs.EngineSource

    /// - Parameter files: where uploaded files wait.
    public static func kind(engine: @escaping EngineSource, files: any FileStore, principal: @escaping PrincipalSource) -> JobKind {
        JobKind("import", Label("Import", ru: "Импорт")) { run in
            try await Importer(run: run, engine: engine, files: files, principal: principal).perform()
        }
    }

    /// The job that lets an import run dry.
    public static func rehearsing(engine: @escaping EngineSource, files: any FileStore, principal: @escaping PrincipalSource) -> JobKind {
        JobKind("import_preview", Label("Dry run of an import", ru: "Пробный импорт")) { run in
            try await ImportRehearsal(run: run, engine: engine, files: files, principal: principal).perform()
        }
    }
}

/// Where an import goes on.
struct ImportCursor {
    let run: Int64
    /// Rows below the heading that are done.
    let row: Int

    var text: String { "{\"import\":\(run),\"row\":\(row)}" }

    init(run: Int64, row: Int) {
        self.run = run
        self.row = row
    }

    init?(_ text: String) {
        guard let json = try? JSON.parse(text), let run = json["import"]?.int, let row = json["row"]?.int else { return nil }
        self.init(run: run, row: Int(row))
    }
}
