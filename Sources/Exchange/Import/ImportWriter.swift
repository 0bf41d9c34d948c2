import Jobs
import Kit
import RecordEngine
import Storage

/// Brings the rows of a table into records, unit by unit: those of the workspace, or those of a copy, to see what would become of them.
struct ImportWriter: Sendable {
    let task: Import
    let mapping: ImportMapping
    let engine: ImportJob.EngineSource
    let principal: ImportJob.PrincipalSource

    /// So many rows are written in one unit, unless somebody waits for its end.
    private static let unitSize = 2_000
    /// So many are written before that is looked at, and what they may mean is asked for all of them at once.
    private static let sliceSize = 150
    /// On an engine where nobody waits in a queue, records that are being written stay locked for so long at most.
    private static let longest = Duration.milliseconds(250)

    /// What one unit brought.
    struct Piece: Sendable {
        let rows: Int
        let reading: ImportReading
        let result: ImportResult
    }

    /// Takes the table to its end.
    /// - Parameter unit: writes as many of the rows as are due; gets their first place and how rows were read last.
    func run(
        _ source: ImportSource, from start: Int, unit: ([RowAhead], Int, ImportReading?) async throws -> Piece
    ) async throws {
        var done = start
        var reading: ImportReading?
        var ahead = try await source.next(ImportWriter.sliceSize, nil)
        while !ahead.isEmpty {
            try Task.checkCancellation()
            let (rows, known) = (ahead, reading)
            // The next rows are read while these are written.
            async let more = known == nil ? [] : source.next(2 * ImportWriter.unitSize - rows.count, known)
            let piece = try await unit(rows, done, known)
            done += piece.rows
            reading = piece.reading
            ahead.removeFirst(piece.rows)
            ahead += try await more
            if ahead.isEmpty { ahead = try await source.next(ImportWriter.unitSize, reading) }
        }
    }

    /// Writes as many of the rows as are due.
    /// - Parameter lines: notes what became of each row.
    func write(
        _ rows: [RowAhead], from done: Int, _ known: ImportReading?, _ tx: any Transaction, noting lines: ImportLines? = nil
    ) throws -> Piece {
        let records = try records(tx)
        let reading: ImportReading
        do {
            reading = try known.flatMap { $0.holds(for: records) ? $0 : nil } ?? ImportReading(mapping, header: task.header, records)
        } catch let failure as Failure {
            throw GiveUp("The mapping does not fit any more: \(failure)")
        }
        let began = ContinuousClock.now
        var result = ImportResult()
        var count = 0
        repeat {
            let slice = rows[count..<min(count + ImportWriter.sliceSize, rows.count)]
            // The heading is row 1.
            let places = (0..<slice.count).map { done + count + 2 + $0 }
            result += try ImportUnit(reading.plan, records, noting: lines).run(slice, reading, places: places)
            try tx.runKept()
            count += slice.count
        } while count < min(rows.count, ImportWriter.unitSize) && !tx.isAwaited && ContinuousClock.now - began < ImportWriter.longest
        return Piece(rows: count, reading: reading, result: result)
    }

    /// The records of whoever began the import.
    func records(_ tx: any Transaction) throws -> Records {
        let via = Via(.importing, task.id)
        guard let author = try task.createdBy.map({ try principal($0, via, tx) }) ?? Principal.system(mapping.language).acting(via: via)
        else {
            throw GiveUp("Whoever began the import may not sign in any more.")
        }
        return Records(try engine(tx), tx, author)
    }
}
