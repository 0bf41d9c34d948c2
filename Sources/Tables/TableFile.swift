public import Files
import Foundation
public import Kit

/// Rows, one after another; the first is the heading. Holds a few rows at a time, however many there are.
public protocol TableReader {
    /// The next row, or nil at the end.
    mutating func next() throws -> TableRow?
}

/// A file with a table, of whatever format: its bytes say which, not its name.
public struct TableFile: TableReader {
    public let format: TableFormat
    /// The sheets that there are to choose from; none in formats without sheets.
    public let sheets: [String]
    private var reader: any TableReader

    /// Opens the file and recognises how it is written.
    /// - Parameters:
    ///   - wish: how the user says it is written; passed over where the bytes are of another kind.
    ///   - language: of headings that the format does not have itself.
    /// - Throws: `Failure.unsupportedType` for what is no table, `Failure.malformed` for an empty or damaged one,
    ///   `Failure.tooLarge` for what would burst.
    public init(_ file: FileSource, as wish: TableFormat? = nil, _ language: Language) throws {
        let start = try file.read(65_536)
        guard !start.isEmpty else { throw TableFile.empty }
        try file.rewind()
        switch try FileKind(start) {
        case .workbook:
            var sheet: String?
            if case .workbook(let name)? = wish { sheet = name }
            let workbook = try WorkbookReader(file.handle, sheet: sheet)
            (format, sheets, reader) = (.workbook(sheet: workbook.sheet), workbook.sheets, workbook)
        case .cards:
            let cards = try CardReader(file, language)
            (format, sheets, reader) = (.cards(cards.encoding), [], cards)
        case .lines:
            var columns: [String]?
            if case .lines(let known)? = wish, !known.isEmpty { columns = known }
            let lines = try LinesReader(file, columns: columns)
            (format, sheets, reader) = (.lines(columns: lines.columns), [], lines)
        case .text:
            var known: CSVFormat?
            if case .text(let chosen)? = wish { known = chosen }
            let text = try CSVReader(file, encoding: known?.encoding, delimiter: known?.delimiter)
            (format, sheets, reader) = (.text(text.format), [], text)
        }
    }

    public mutating func next() throws -> TableRow? { try reader.next() }

    static let empty = Failure.malformed(Label("The file is empty.", ru: "Файл пуст."))
}
