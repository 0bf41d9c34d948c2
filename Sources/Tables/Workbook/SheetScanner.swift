import Kit

/// Makes rows of a sheet as its XML goes by.
final class SheetScanner: XMLHandler {
    /// Beyond so many columns it is no table to import. Every row may be as wide, so this also bounds the memory.
    static let columnLimit = 2_000
    static let rowCountLimit = 1_048_576

    /// A row, and how many empty ones stand before it.
    struct Found {
        var gap: Int
        let row: TableRow
    }

    private(set) var found: [Found] = []

    private let strings: SharedStrings
    private let styles: WorkbookStyles
    private let countsFrom1904: Bool

    private var cells: [String] = []
    private var size = 0
    private var number = 0
    private var lastFilled = 0
    private var cell: Cell?
    private var value: [UInt8] = []
    private var text = SheetText()
    private var isInValue = false

    private struct Cell {
        let column: Int
        let kind: Kind
        let style: Int
    }

    private enum Kind { case number, shared, inline, text, flag }

    init(strings: SharedStrings, styles: WorkbookStyles, countsFrom1904: Bool) {
        self.strings = strings
        self.styles = styles
        self.countsFrom1904 = countsFrom1904
    }

    /// The rows that are whole, which are then forgotten here.
    func take() -> [Found] {
        defer { found = [] }
        return found
    }

    func start(_ name: XMLWord, _ attributes: XMLAttributes) throws(Failure) {
        if name == "c" {
            try open(attributes)
        } else if name == "v" {
            isInValue = true
        } else if name == "row" {
            let stated = attributes["r"].flatMap(Int.init) ?? 0
            number = stated > number ? stated : number + 1
            guard number <= SheetScanner.rowCountLimit else { throw tooLarge }
        } else if cell?.kind == .inline {
            text.start(name)
        }
    }

    func end(_ name: XMLWord) throws(Failure) {
        if name == "v" {
            isInValue = false
        } else if name == "c" {
            try close()
        } else if name == "row" {
            closeRow()
        } else if cell?.kind == .inline {
            text.end(name)
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(Failure) {
        if isInValue {
            value += bytes
            guard value.count <= CSVScanner.rowLimit else { throw tooLarge }
        } else if cell?.kind == .inline {
            try text.append(bytes)
        }
    }

    private func open(_ attributes: XMLAttributes) throws(Failure) {
        let column = attributes.bytes("r").flatMap(SheetScanner.column) ?? (cell.map(\.column) ?? cells.count - 1) + 1
        guard column < SheetScanner.columnLimit else {
            throw .tooLarge(
                Label(
                    "Row \(number) of the sheet has more than \(SheetScanner.columnLimit) columns.",
                    ru: "В строке \(number) листа больше \(SheetScanner.columnLimit) столбцов."
                ))
        }
        let kind: Kind =
            switch attributes["t"] {
            case "s": .shared
            case "inlineStr": .inline
            case "b": .flag
            case nil, "n": .number
            default: .text
            }
        cell = Cell(column: column, kind: kind, style: attributes["s"].flatMap(Int.init) ?? 0)
        value.removeAll(keepingCapacity: true)
    }

    private func close() throws(Failure) {
        guard let cell else { return }
        self.cell = nil
        let content = content(of: cell)
        guard !content.isEmpty else { return }
        size += content.utf8.count
        guard size <= CSVScanner.rowLimit else { throw tooLarge }
        while cells.count <= cell.column { cells.append("") }
        cells[cell.column] = content
    }

    private func content(of cell: Cell) -> String {
        switch cell.kind {
        case .inline: String(decoding: text.take(), as: UTF8.self)
        case .shared: Int(raw).flatMap { strings[$0] } ?? ""
        case .flag: raw == "1" || raw == "true" ? "true" : raw.isEmpty ? "" : "false"
        case .text: String(decoding: SheetEscape.restored(value), as: UTF8.self)
        case .number: raw.isEmpty ? "" : styles.format(cell.style).text(raw, countsFrom1904: countsFrom1904)
        }
    }

    private var raw: String { String(decoding: value, as: UTF8.self) }

    /// Rows without anything count only when something follows; those above the heading don't count at all.
    private func closeRow() {
        defer {
            cells = []
            size = 0
        }
        guard !cells.isEmpty else { return }
        found.append(Found(gap: lastFilled == 0 ? 0 : number - lastFilled - 1, row: TableRow(cells: cells, line: number)))
        lastFilled = number
    }

    /// The place of a column by its letters: `A1` is 0, `AB7` is 27.
    private static func column(_ reference: UnsafePointer<CChar>) -> Int? {
        var column = 0
        var index = 0
        while index < 8 {
            let byte = UInt8(bitPattern: reference[index])
            guard (65...90).contains(byte) || (97...122).contains(byte) else { break }
            column = column * 26 + Int(byte & 31)
            index += 1
        }
        return column > 0 ? column - 1 : nil
    }

    private var tooLarge: Failure {
        .tooLarge(Label("Row \(number) of the sheet is too large.", ru: "Строка \(number) листа слишком велика."))
    }
}
