import Definitions
import Exchange
import Files
import Identity
import Jobs
import Kit
import RecordEngine
import Storage
import Tables
import Web

/// `krug import`: a table becomes records, by the job that the page and the API start too.
public struct ImportOrder: Codable, Sendable {
    /// What the report calls the file.
    public var fileName: String
    /// As `ImportMapping` reads it; guessed by the headings without it.
    public var mapping: String?
    /// What the rows are about, for the guess.
    public var object: String?
    /// The e-mail of the user for whom it acts; the first administrator without one.
    public var author: String?
    /// Whether to print the mapping and do nothing.
    public var showsMapping: Bool
    /// Whether to say what would become of the rows, and do nothing.
    public var isDry: Bool

    public init(fileName: String, mapping: String?, object: String?, author: String?, showsMapping: Bool, isDry: Bool) {
        self.isDry = isDry
        self.fileName = fileName
        self.mapping = mapping
        self.object = object
        self.author = author
        self.showsMapping = showsMapping
    }

    func perform(in workspace: Workspace, _ console: inout some Console) async throws -> Int32 {
        let email = author
        let author = try await workspace.database.read { try ImportAuthor.principal(email, $0, workspace) }
        let table = try FileSource.temporary()
        while let bytes = try await console.read() { try table.append(bytes) }
        try table.rewind()
        let file = try await ImportFile(table, author.language)
        var mapping = try chosen(file, workspace.engine.schema, author)
        let (wish, now) = (mapping, workspace.clock.now())
        let check = try await workspace.database.read { try ImportCheck(wish, file, Records(workspace.engine, $0, author, now: now)) }
        guard check.issues.isEmpty else { throw Failure.invalid(check.issues) }
        for column in check.columns {
            if let words = column.words(mapping) { try await console.warn(words) }
        }
        if showsMapping {
            mapping.accept(check)
            try await console.say(mapping.json.indented())
            return 0
        }
        if isDry {
            let id = try await workspace.files.lend(table) { try await noted(file, $0, wish, author, workspace, isDry: true) }
            return try await ImportDryWatch(id: id, workspace: workspace).report(to: &console)
        }
        let (id, isNew) = try await workspace.files.lend(table) { received in
            if let before = try await unfinished(like: received, mapping, author, workspace) { return (before, false) }
            return (try await noted(file, received, wish, author, workspace, isDry: false), true)
        }
        if !isNew { try await console.warn("Import \(id) of this file was interrupted; it goes on.") }
        return try await ImportWatch(id: id, workspace: workspace, language: author.language).report(to: &console)
    }

    private func chosen(_ file: ImportFile, _ schema: Schema, _ author: Principal) throws -> ImportMapping {
        if let mapping { return try ImportMapping(text: mapping) }
        if let object, schema.object(object) == nil {
            throw Complaint("There is no object “\(object)”. Choose one of: \(schema.objects.map(\.name).joined(separator: ", ")).")
        }
        return .guessed(file, schema: schema, object: object, speaker: author.language)
    }

    /// The import of the same table in the same way that an interruption left behind. It goes on instead of beginning anew.
    private func unfinished(like file: ReceivedFile, _ mapping: ImportMapping, _ author: Principal, _ workspace: Workspace) async throws
        -> Int64?
    {
        let text = mapping.text
        let known = try await workspace.database.read { try Imports.latest(of: author.user, limit: 50, in: $0) }
        let same = known.first { $0.state == .running && $0.mapping?.text == text && $0.file == file.name }
        guard let same, let job = same.job else { return nil }
        try await workspace.database.write { tx in
            let state = try JobView.find(job, in: tx)?.state
            if state == .dead || state == .uncertain { try workspace.jobs.revive(job, in: tx) }
        }
        return same.id
    }

    /// Notes the import and starts it, or its dry run.
    private func noted(
        _ file: ImportFile, _ received: ReceivedFile, _ mapping: ImportMapping, _ author: Principal, _ workspace: Workspace, isDry: Bool
    ) async throws -> Int64 {
        try await workspace.database.write { tx in
            let name = try workspace.files.keep(received, in: tx)
            let id = try Imports.create(file, fileName: fileName, storedAs: name, by: author.user, in: tx)
            guard let run = try Imports.find(id, in: tx) else { throw Failure.notFound }
            if isDry {
                try Imports.rehearse(run, mapping, workspace.rehearsing, workspace.jobs, in: tx)
            } else {
                try Imports.start(run, mapping, workspace.importing, workspace.jobs, in: tx)
            }
            return id
        }
    }
}
