import Files
import Foundation
import Jobs
import Kit

/// A row on its way into records.
struct RowAhead: Sendable {
    let cells: [String]
    /// What it says about each part, as far as the row alone can tell; none for a row without anything in it.
    let drafts: [PartDraft]
    /// By whom the row was read; nil when it was not.
    let reader: ImportReading.Reader?
}

/// The table of an import, read row by row beside the writing.
actor ImportSource {
    private var reader: CSVReader
    private var broken: GiveUp?

    /// - Parameter skipping: how many rows below the heading are done.
    init(_ file: FileHandle, _ format: CSVFormat, skipping done: Int) throws {
        reader = try CSVReader(FileSource(file), encoding: format.encoding, delimiter: format.delimiter)
        var left = done
        _ = try reader.next()
        while left > 0, try reader.next() != nil { left -= 1 }
    }

    /// The next rows; none at the end of the table.
    func next(_ count: Int, _ reading: ImportReading?) throws -> [RowAhead] {
        if let broken { throw broken }
        var rows: [RowAhead] = []
        do {
            while rows.count < count, let row = try reader.next() {
                rows.append(reading?.row(row.cells) ?? RowAhead(cells: row.cells, drafts: [], reader: nil))
            }
        } catch let failure as Failure {
            let problem = GiveUp("The file can't be read to its end: \(failure)")
            if rows.isEmpty { throw problem }
            broken = problem
        }
        return rows
    }
}
