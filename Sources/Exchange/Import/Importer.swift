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

    /// So many rows are written in one unit, unless somebody waits for its end.
    private static let unitSize = 2_000
    /// So many are written before that is looked at, and what they may mean is asked for all of them at once.
    private static let sliceSize = 150
    /// On an engine where nobody waits in a queue, records that are being written stay locked for so long at most.
    private static let longest = Duration.milliseconds(250)

    func perform() async throws {
        guard let cursor = ImportCursor(run.payload), let task = try await run.database.read({ try Imports.find(cursor.run, in: $0) }),
            let mapping = task.mapping
        else { throw GiveUp("The import is gone.") }
        let source = try ImportSource(await files.open(task.file), task.format, skipping: cursor.row)
        var done = cursor.row
        var reading: ImportReading?
        var ahead = try await source.next(Importer.sliceSize, nil)
        while !ahead.isEmpty {
            try Task.checkCancellation()
            let (rows, start, known) = (ahead, done, reading)
            // The next rows are read while these are written.
            async let more = known == nil ? [] : source.next(2 * Importer.unitSize - rows.count, known)
            let unit = try await run.write { tx in try write(rows, from: start, known, task, mapping, tx) }
            done += unit.rows
            reading = unit.reading
            ahead.removeFirst(unit.rows)
            ahead += try await more
            if ahead.isEmpty { ahead = try await source.next(Importer.unitSize, reading) }
        }
        try await run.write { tx in
            try Imports.finish(task.id, in: tx)
            try run.finish(in: tx)
        }
        // The rejected rows are kept apart; the rest of the file has served.
        try await files.release(task.file)
    }

    /// Writes as many of the rows as are due. - Returns: how many they were, and how they were read.
    private func write(
        _ rows: [RowAhead], from done: Int, _ known: ImportReading?, _ task: Import, _ mapping: ImportMapping, _ tx: any Transaction
    ) throws -> (rows: Int, reading: ImportReading) {
        let via = Via(.importing, task.id)
        guard let author = try task.createdBy.map({ try principal($0, via, tx) }) ?? Principal.system(mapping.language).acting(via: via) else {
            throw GiveUp("Whoever began the import may not sign in any more.")
        }
        guard let now = try Imports.find(task.id, in: tx) else { throw GiveUp("The import is gone.") }
        let records = Records(try engine(tx), tx, author)
        let reading: ImportReading
        do {
            reading = try known.flatMap { $0.holds(for: records) ? $0 : nil } ?? ImportReading(mapping, header: task.header, records)
        } catch let failure as Failure {
            throw GiveUp("The mapping does not fit any more: \(failure)")
        }
        let (count, result) = try write(rows, from: done, reading, records, tx)
        try Imports.keep(result, of: now, counts: now.counts + result.counts, in: tx) { $0[author.language] }
        let reached = done + count
        try run.remember(ImportCursor(run: task.id, row: reached).text, in: tx)
        try run.progress(Int64(reached), of: Int64(task.rows), in: tx)
        return (count, reading)
    }

    private func write(
        _ rows: [RowAhead], from done: Int, _ reading: ImportReading, _ records: Records, _ tx: any Transaction
    ) throws -> (Int, ImportResult) {
        let began = ContinuousClock.now
        var result = ImportResult()
        var count = 0
        repeat {
            let slice = rows[count..<min(count + Importer.sliceSize, rows.count)]
            // The heading is row 1.
            result += try ImportUnit(reading.plan, records).run(slice, reading, first: done + count + 2)
            try tx.runKept()
            count += slice.count
        } while count < min(rows.count, Importer.unitSize) && !tx.isAwaited && ContinuousClock.now - began < Importer.longest
        return (count, result)
    }
}
