public import Files
import Kit

/// Reads a table row by row, however it is written: its encoding and delimiter are recognised. Holds one row at a time.
///
/// Rows may have fewer or more cells than the heading. Lines without anything are passed over. An apostrophe that keeps a cell
/// from being a formula is taken off.
public struct CSVReader: TableReader {
    public let format: CSVFormat

    private var source: any ByteSource
    private var decoder: TextDecoder
    private var scanner: CSVScanner
    private var buffer: [UInt8]
    private var position = 0
    private var isAtEnd = false

    private static let pieceSize = 65_536

    /// - Parameters:
    ///   - encoding: what the user chose, when the recognition was wrong.
    ///   - delimiter: likewise.
    /// - Throws: `Failure.unsupportedType` for what is no text, `Failure.malformed` for an empty file.
    public init(_ source: some ByteSource, encoding: TextEncoding? = nil, delimiter: CSVFormat.Delimiter? = nil) throws {
        var source = source
        let recognised = try TextEncoding.recognise(&source)
        let encoding = encoding ?? recognised
        decoder = TextDecoder(encoding)
        buffer = []
        while buffer.count < CSVReader.pieceSize {
            let piece = try source.read(CSVReader.pieceSize)
            buffer += decoder.decode(piece)
            guard !piece.isEmpty else {
                isAtEnd = true
                break
            }
        }
        format = CSVFormat(delimiter: delimiter ?? .recognise(buffer), encoding: encoding)
        scanner = CSVScanner(delimiter: format.delimiter.byte)
        if let named = CSVFormat.Delimiter.named(buffer) { buffer.removeFirst(named.length) }
        self.source = source
    }

    /// The next row, or nil at the end.
    /// - Throws: `Failure.tooLarge` for a row over 1 MB or 100,000 cells, `Failure.malformed` for quotes that are never closed.
    public mutating func next() throws -> TableRow? {
        while true {
            if let row = try scanner.next(buffer, &position) { return restored(row) }
            if isAtEnd { return try scanner.finish().map(restored) }
            let piece = try source.read(CSVReader.pieceSize)
            isAtEnd = piece.isEmpty
            buffer = decoder.decode(piece)
            position = 0
        }
    }

    private func restored(_ row: TableRow) -> TableRow { TableRow(cells: row.cells.map(Formula.restored), line: row.line) }
}
