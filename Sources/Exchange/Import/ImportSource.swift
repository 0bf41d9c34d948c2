import Files
import Jobs
import Kit
import Tables

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
    private var reader: TableFile
    private var broken: GiveUp?

    /// - Parameters:
    ///   - language: of headings that the format does not have itself.
    ///   - done: how many rows below the heading are done.
    init(_ file: sending FileSource, _ format: TableFormat, _ language: Language, skipping done: Int) throws {
        reader = try TableFile(file, as: format, language)
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
