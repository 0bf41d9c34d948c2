import Definitions
import Files
import Jobs
import Kit
import RecordEngine
import Storage

/// A dry run of an import: the import itself, in a private copy of the workspace, of which only the report is kept.
struct ImportRehearsal {
    let run: JobRun
    let engine: ImportJob.EngineSource
    let files: any FileStore
    let principal: ImportJob.PrincipalSource

    func perform() async throws {
        guard let id = ImportCursor(run.payload)?.run, let task = try await run.database.read({ try Imports.find(id, in: $0) }),
            let mapping = task.preview?.mapping
        else { throw GiveUp("The import is gone.") }
        let writer = ImportWriter(task: task, mapping: mapping, engine: engine, principal: principal)
        let schema = try await run.write { tx in
            try Imports.clearPreview(id, in: tx)
            return try engine(tx).schema
        }
        let copy: any Database
        do {
            copy = try await run.database.copy { ImportRehearsal.rows(of: $0, schema) }
        } catch {
            throw GiveUp("There is no room for a copy to try the import in: \(error)")
        }
        do {
            try await rehearse(writer, in: copy, schema)
        } catch {
            await copy.close()
            throw error
        }
        await copy.close()
    }

    private func rehearse(_ writer: ImportWriter, in copy: any Database, _ schema: Schema) async throws {
        let source = try ImportSource(
            FileSource(await files.open(writer.task.file)), writer.task.format, writer.mapping.language, skipping: 0)
        let last = try await copy.read { try ImportRehearsal.lastNumbers(schema, $0) }
        let main = schema.object(writer.mapping.parts.first { $0.name == writer.mapping.mainName }?.object ?? "")
        var (counts, noted) = (ImportCounts(), [ImportLine.Outcome: Int]())
        try await writer.run(source, from: 0) { rows, start, known in
            let (piece, lines) = try await copy.write { [noted] tx in
                let lines = ImportLines(about: main, counts: noted, last: last)
                let piece = try writer.write(rows, from: start, known, tx, noting: lines)
                return (piece, lines.lines)
            }
            let before = counts.warnings
            counts = counts + piece.result.counts
            for line in lines { noted[line.outcome, default: 0] += 1 }
            try await run.write { [counts] tx in
                guard try Imports.keep(lines, counts, of: writer.task.id, in: tx) else { throw GiveUp("The import has begun.") }
                try Imports.keepCells(piece.result, behind: before, of: writer.task.id, in: tx)
                try run.progress(Int64(start + piece.rows), of: Int64(writer.task.rows), in: tx)
            }
            return piece
        }
        try await run.write { tx in
            try Imports.finishPreview(writer.task.id, in: tx)
            try run.finish(in: tx)
        }
    }
}
