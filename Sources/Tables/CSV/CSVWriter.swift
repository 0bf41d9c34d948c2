import Kit

/// Writes a table in UTF-8 (RFC 4180). What a spreadsheet would take for a formula is made text,
/// so that `CSVReader` gives the same cells again.
public struct CSVWriter: Sendable {
    private let delimiter: UInt8
    private var bytes: [UInt8]

    /// - Parameter withMark: whether the file begins with the byte order mark by which Excel knows UTF-8.
    public init(delimiter: CSVFormat.Delimiter = .comma, withMark: Bool = true) {
        self.delimiter = delimiter.byte
        bytes = withMark ? [0xEF, 0xBB, 0xBF] : []
    }

    public mutating func row(_ cells: [String]) {
        var isFirst = true
        for cell in cells {
            if !isFirst { bytes.append(delimiter) }
            isFirst = false
            write(Formula.inert(cell), isAlone: cells.count == 1)
        }
        bytes += [13, 10]
    }

    /// The bytes since the last time, for sending a long table in pieces.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func write(_ cell: String, isAlone: Bool) {
        let isBare = cell.utf8.allSatisfy { $0 != 34 && $0 != 10 && $0 != 13 && !CSVWriter.delimiters.contains($0) }
        // A row of one empty cell would be an empty line.
        if isBare && !(cell.isEmpty && isAlone) {
            bytes += cell.utf8
        } else {
            bytes.append(34)
            for byte in cell.utf8 {
                if byte == 34 { bytes.append(34) }
                bytes.append(byte)
            }
            bytes.append(34)
        }
    }

    /// Whatever the delimiter is, a program that guesses it wrong shall not split a cell.
    private static let delimiters: [UInt8] = [44, 59, 9, 124]
}
