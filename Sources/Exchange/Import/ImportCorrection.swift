import Bulk
import Foundation
public import Kit
public import RecordEngine
import Storage

/// Rejected rows that somebody corrected are tried again, as part of the same import: with its columns, in its report, taken back with it.
public struct ImportCorrection: Sendable {
    /// So many are corrected at once.
    public static let most = 200

    /// The rows by their numbers, each with all its cells.
    public let rows: [(place: Int, cells: [String])]

    public init(_ rows: [(place: Int, cells: [String])]) { self.rows = rows }

    /// - Returns: how many of them are no longer rejected, and how many still are.
    /// - Throws: `Failure.conflict` while the import is under way or taken back; `Failure.invalid` when its columns do not fit any more.
    public func perform(on run: Import, _ records: Records) throws -> (taken: Int, left: Int) {
        guard run.state == .done, let mapping = run.mapping, !(run.undo?.isRunning ?? false) else {
            throw Failure.conflict(Label("Wait for the end of the import.", ru: "Дождитесь конца импорта."))
        }
        guard !run.isTakenBack else {
            throw Failure.conflict(
                Label("This import is taken back; bring it back first.", ru: "Этот импорт отменён; сначала верните его."))
        }
        guard rows.count <= ImportCorrection.most else {
            throw Failure.malformed(Label("Send up to \(ImportCorrection.most) rows.", ru: "Присылайте до \(ImportCorrection.most) строк."))
        }
        let tx = try records.writing()
        try Imports.takeTurns(in: tx)
        let own = Records(records.engine, tx, records.principal.acting(via: Via(.importing, run.id)))
        let reading = try ImportReading(mapping, header: run.header, own)
        // Whoever takes a row off the list tries it; nobody else does.
        let taken = try rows.sorted { $0.place < $1.place }.filter { try Imports.takeRejected($0.place, of: run.id, in: tx) }
        guard let now = try Imports.find(run.id, in: tx) else { throw Failure.notFound }
        let ahead = taken.map { RowAhead(cells: $0.cells, drafts: [], reader: nil) }
        let result = try ImportUnit(reading.plan, own).run(ahead, reading, places: taken.map(\.place))
        var counts = now.counts
        counts.rejected -= taken.count
        counts = counts + result.counts
        counts.conflicts = min(counts.conflicts, counts.rejected)
        try Imports.keep(result, of: now, counts: counts, in: tx)
        return (taken.count - result.counts.rejected, result.counts.rejected)
    }
}

extension Import {
    /// The columns that fill something, in the order of the table.
    public var usedColumns: [Int] {
        let used = Set((mapping?.parts ?? []).flatMap { $0.clientKey + $0.fields.flatMap(\.columns) })
        return header.indices.filter { used.contains(header[$0]) }
    }
}

extension RejectedRow {
    /// What is wrong with a column; nil when nothing is said of it.
    public func problem(with column: String) -> Label? {
        let own = notes.filter { $0.column == column || $0.column.components(separatedBy: " + ").contains(column) }
        return own.isEmpty ? nil : Label(own.map(\.reason.en).joined(separator: " "), ru: own.map(\.reason.ru).joined(separator: " "))
    }

    public func cell(_ index: Int) -> String { cells.indices.contains(index) ? cells[index] : "" }
}
