public import Kit
public import Tables

/// The table of rows that an import rejected: as they were, with the reasons behind. Corrected, it can be sent again.
public enum RejectedRows {
    /// The columns that are added.
    static let columns = [Label("Row in the file", ru: "Строка файла"), Label("Why rejected", ru: "Почему отклонено")]

    public static func table(_ rows: [RejectedRow], header: [String], delimiter: CSVFormat.Delimiter, _ language: Language) -> [UInt8] {
        var writer = CSVWriter(delimiter: delimiter)
        writer.row(header + columns.map { $0[language] })
        for row in rows {
            let cells = Array(row.cells.prefix(header.count)) + Array(repeating: "", count: max(0, header.count - row.cells.count))
            writer.row(cells + ["\(row.row)", row.notes.map { $0.text(language) }.joined(separator: "\n")])
        }
        return writer.take()
    }

    /// The table of cells that could not be used though their rows were.
    public static func warnings(_ notes: [ImportReportLine], delimiter: CSVFormat.Delimiter, _ language: Language) -> [UInt8] {
        var writer = CSVWriter(delimiter: delimiter)
        let head = [
            columns[0], Label("Column", ru: "Столбец"), Label("Value", ru: "Значение"), Label("Why not used", ru: "Почему не использовано"),
        ]
        writer.row(head.map { $0[language] })
        for note in notes { writer.row(["\(note.row)", note.column, note.value, note.reason[language]]) }
        return writer.take()
    }
}

/// One row that was rejected.
public struct RejectedRow: Sendable {
    /// The number of the row in its table, the heading being 1.
    public let row: Int
    public let cells: [String]
    public let notes: [ImportReportLine]

    public init(row: Int, cells: [String], notes: [ImportReportLine]) {
        self.row = row
        self.cells = cells
        self.notes = notes
    }
}

/// One cell of a row and what is wrong with it.
public struct ImportReportLine: Sendable {
    public let row: Int
    public let column: String
    public let value: String
    public let reason: Label
    /// Its number among all notes.
    var number: Int64 = 0

    /// Where a list goes on behind it: `42:7`.
    public var place: String { "\(row):\(number)" }

    public func text(_ language: Language) -> String {
        let place = [column, value].filter { !$0.isEmpty }.joined(separator: ": ")
        return place.isEmpty ? reason[language] : "\(place) — \(reason[language])"
    }
}
