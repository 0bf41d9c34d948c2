import Kit
public import Tables

/// Writes the pages of an export in one of the formats, and lends the bytes as they come.
public struct ExportWriter {
    private var pen: any Pen

    /// - Parameters:
    ///   - title: what the sheet of a workbook is called.
    ///   - delimiter: of CSV.
    public init(_ format: ExportFormat, title: String, delimiter: CSVFormat.Delimiter) {
        pen = switch format {
        case .csv: CSVWriter(delimiter: delimiter)
        case .xlsx: WorkbookWriter(title: title)
        case .vcf: CardWriter()
        case .jsonl: LinesPen()
        }
    }

    public mutating func begin(_ heading: ExportHeading) throws { try pen.begin(heading) }
    public mutating func write(_ page: ExportPage) throws { try pen.write(page) }
    public mutating func finish() throws { try pen.finish() }

    /// The bytes since the last time.
    public mutating func take() -> [UInt8] { pen.take() }
}

/// What writes one of the formats.
private protocol Pen {
    mutating func begin(_ heading: ExportHeading) throws
    mutating func write(_ page: ExportPage) throws
    mutating func finish() throws
    mutating func take() -> [UInt8]
}

extension CSVWriter: Pen {
    fileprivate mutating func begin(_ heading: ExportHeading) { row(heading.labels) }
    fileprivate mutating func write(_ page: ExportPage) { for row in page.rows { self.row(row.map(\.text)) } }
    fileprivate func finish() {}
}

extension WorkbookWriter: Pen {
    fileprivate mutating func begin(_ heading: ExportHeading) throws { try self.heading(heading.labels) }
    fileprivate mutating func write(_ page: ExportPage) throws { for row in page.rows { try self.row(row.map(\.inWorkbook)) } }
}

extension CardWriter: Pen {
    fileprivate func begin(_ heading: ExportHeading) {}
    fileprivate mutating func write(_ page: ExportPage) { for card in page.cards { self.card(card) } }
    fileprivate func finish() {}
}

private struct LinesPen: Pen {
    private var names: [JSONName] = []
    private var bytes: [UInt8] = []

    mutating func begin(_ heading: ExportHeading) { names = heading.names.map { JSONName($0) } }

    mutating func write(_ page: ExportPage) {
        for row in page.rows {
            var json = JSONWriter()
            json.object { json in
                for (name, cell) in zip(names, row) {
                    json.name(name)
                    cell.write(into: &json)
                }
            }
            bytes += json.bytes + [10]
        }
    }

    func finish() {}

    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}
