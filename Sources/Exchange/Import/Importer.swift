import Files
import Jobs
import Kit
import RecordEngine
import Storage

/// One attempt at an import.
struct Importer {
    let run: JobRun
    let engine: ImportJob.EngineSource
    let files: any FileStore
    let principal: ImportJob.PrincipalSource

    func perform() async throws {
        guard let cursor = ImportCursor(run.payload), let task = try await run.database.read({ try Imports.find(cursor.run, in: $0) }),
            let mapping = task.mapping
        else { throw GiveUp("The import is gone.") }
        let source = try ImportSource(FileSource(await files.open(task.file)), task.format, mapping.language, skipping: cursor.row)
        let writer = ImportWriter(task: task, mapping: mapping, engine: engine, principal: principal)
        try await writer.run(source, from: cursor.row) { rows, start, known in
            try await run.write { tx in try write(rows, from: start, known, writer, tx) }
        }
        try await run.write { tx in
            try Imports.finish(task.id, in: tx)
            try run.finish(in: tx)
        }
        // The rejected rows are kept apart; the rest of the file has served.
        try await files.release(task.file)
    }

    private func write(
        _ rows: [RowAhead], from start: Int, _ known: ImportReading?, _ writer: ImportWriter, _ tx: any Transaction
    ) throws -> ImportWriter.Piece {
        let task = writer.task
        try Imports.takeTurns(in: tx)
        guard let now = try Imports.find(task.id, in: tx) else { throw GiveUp("The import is gone.") }
        let piece = try writer.write(rows, from: start, known, tx)
        try Imports.keep(piece.result, of: now, counts: now.counts + piece.result.counts, in: tx)
        let reached = start + piece.rows
        try run.remember(ImportCursor(run: task.id, row: reached).text, in: tx)
        try run.progress(Int64(reached), of: Int64(task.rows), in: tx)
        return piece
    }
}
