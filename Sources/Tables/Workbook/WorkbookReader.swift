import Foundation
import Kit
import Packing

/// Reads a sheet of a workbook (XLSX, ISO 29500) row by row. What cells show becomes text that an import understands in either
/// language: days and moments with the year in front, numbers with a point. Of formulas their last result is read.
struct WorkbookReader: TableReader {
    let sheets: [String]
    /// The sheet that is read.
    let sheet: String

    private var part: ZipEntryReader
    private let stream: XMLStream
    private let scanner: SheetScanner
    private var ready: ArraySlice<SheetScanner.Found> = []
    private var piece: ArraySlice<UInt8> = []
    private var isAtEnd = false

    private static let step = 8_192

    /// A sheet of a million rows and thirty columns has about so much.
    static let sheetLimit: Int64 = 1_500 << 20

    /// - Parameter wish: the sheet; the first that is not hidden, without one.
    init(_ file: FileHandle, sheet wish: String?) throws {
        let archive = try ZipArchive(file)
        func hear(_ name: String, _ handler: some XMLHandler) throws {
            guard let entry = archive.entry(name) else { return }
            try WorkbookPart.read(try archive.open(entry, limit: WorkbookPart.smallLimit), into: handler)
        }
        let root = WorkbookRelations(folder: "")
        try hear("_rels/.rels", root)
        let book = root.byType["officeDocument"] ?? "xl/workbook.xml"
        let folder = book.split(separator: "/").dropLast().joined(separator: "/")
        let relations = WorkbookRelations(folder: folder)
        try hear("\(folder)/_rels/\(book.split(separator: "/").last ?? "").rels", relations)
        let contents = WorkbookContents()
        try hear(book, contents)
        let styles = WorkbookStyles()
        if let part = relations.byType["styles"] { try hear(part, styles) }
        let known = contents.sheets.filter { relations.byID[$0.relation] != nil }
        guard let chosen = known.first(where: { $0.name == wish }) ?? known.first(where: { !$0.isHidden }) ?? known.first,
            let entry = relations.byID[chosen.relation].flatMap(archive.entry)
        else {
            throw Failure.unsupportedType(
                Label("There is no sheet in this file. Save it as XLSX or CSV.", ru: "В файле нет листов. Сохраните его в XLSX или CSV."))
        }
        sheets = known.filter { !$0.isHidden || $0.name == chosen.name }.map(\.name)
        sheet = chosen.name
        part = try archive.open(entry, limit: WorkbookReader.sheetLimit)
        let strings = try relations.byType["sharedStrings"].flatMap(archive.entry).map {
            try SharedStrings.read(try archive.open($0, limit: WorkbookReader.sheetLimit))
        }
        scanner = SheetScanner(strings: strings ?? .none, styles: styles, countsFrom1904: contents.countsFrom1904)
        stream = try XMLStream(scanner)
    }

    mutating func next() throws -> TableRow? {
        while true {
            if let first = ready.first {
                if first.gap > 0 {
                    ready[ready.startIndex].gap -= 1
                    return TableRow(cells: [], line: first.row.line - first.gap)
                }
                ready.removeFirst()
                return first.row
            }
            if isAtEnd { return nil }
            try readOn()
        }
    }

    /// In small steps, so that few rows are ready at a time, however wide they are.
    private mutating func readOn() throws {
        if piece.isEmpty {
            piece = try part.read()[...]
            isAtEnd = piece.isEmpty
        }
        try stream.feed(Array(piece.prefix(WorkbookReader.step)), isLast: isAtEnd)
        piece = piece.dropFirst(WorkbookReader.step)
        ready = scanner.take()[...]
    }
}
