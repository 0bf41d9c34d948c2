public import Files
public import Jobs
import Kit
public import RecordEngine
public import Storage
import Tables

/// The job that runs an import. Killed at any moment, it goes on where it was: what a chunk wrote and where the next one begins commit together.
public enum ImportJob {
    /// Makes the principal of a user as of now; nil when there is none any more.
    public typealias PrincipalSource = @Sendable (_ user: Int64, _ via: Via, _ connection: any Connection) throws -> Principal?

    /// The engine for a unit of writing: fields may have come meanwhile.
    public typealias EngineSource = @Sendable (any Transaction) throws -> Engine

    /// - Parameter files: where uploaded files wait.
    public static func kind(engine: @escaping EngineSource, files: any FileStore, principal: @escaping PrincipalSource) -> JobKind {
        JobKind("import", Label("Import", ru: "Импорт")) { run in
            try await Importer(run: run, engine: engine, files: files, principal: principal).perform()
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

/// One attempt at an import.
private struct Importer {
    let run: JobRun
    let engine: ImportJob.EngineSource
    let files: any FileStore
    let principal: ImportJob.PrincipalSource

    func perform() async throws {
        guard let cursor = ImportCursor(run.payload), let task = try await run.database.read({ try Imports.find(cursor.run, in: $0) }),
            let mapping = task.mapping
        else { throw GiveUp("The import is gone.") }
        var reader = try TableFile(FileSource(await files.open(task.file)), as: task.format, mapping.language)
        _ = try reader.next()
        var done = 0
        while done < cursor.row, try reader.next() != nil { done += 1 }
        var pace = Pace()
        while true {
            try Task.checkCancellation()
            let rows = try next(pace.size, &reader)
            if rows.isEmpty { break }
            let start = done
            let began = ContinuousClock.now
            try await run.write { tx in try write(rows, from: start, task, mapping, tx) }
            pace.took(ContinuousClock.now - began)
            done += rows.count
        }
        try await run.write { tx in
            try Imports.finish(task.id, in: tx)
            try run.finish(in: tx)
        }
        // The rejected rows are kept apart; the rest of the file has served.
        try await files.release(task.file)
    }

    private func next(_ count: Int, _ reader: inout TableFile) throws -> [[String]] {
        var rows: [[String]] = []
        do {
            while rows.count < count, let row = try reader.next() { rows.append(row.cells) }
        } catch let failure as Failure {
            throw GiveUp("The file can't be read to its end: \(failure)")
        }
        return rows
    }

    private func write(_ rows: [[String]], from done: Int, _ task: Import, _ mapping: ImportMapping, _ tx: any Transaction) throws {
        let via = Via(.importing, task.id)
        guard let author = try task.createdBy.map({ try principal($0, via, tx) }) ?? Principal.system(mapping.language).acting(via: via)
        else {
            throw GiveUp("Whoever began the import may not sign in any more.")
        }
        guard let now = try Imports.find(task.id, in: tx) else { throw GiveUp("The import is gone.") }
        let records = Records(try engine(tx), tx, author)
        let plan: ImportPlan
        do throws(Failure) {
            plan = try ImportPlan(mapping, header: task.header, schema: records.schema, role: author.role)
        } catch {
            throw GiveUp("The mapping does not fit any more: \(error)")
        }
        // The heading is row 1.
        let result = try ImportUnit(plan, records).run(rows, first: done + 2)
        try Imports.keep(result, of: now, counts: now.counts + result.counts, in: tx) { $0[author.language] }
        let reached = done + rows.count
        try run.remember(ImportCursor(run: task.id, row: reached).text, in: tx)
        try run.progress(Int64(reached), of: Int64(task.rows), in: tx)
    }
}

/// How many rows to write at once: more while it goes quickly, fewer when others would have to wait.
private struct Pace {
    private(set) var size = 200

    mutating func took(_ duration: Duration) {
        if duration < .milliseconds(20) {
            size = min(size * 2, 5_000)
        } else if duration > .milliseconds(40) {
            size = max(size / 2, 100)
        }
    }
}
