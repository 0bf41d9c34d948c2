public import Kit

/// How a table is written down.
public enum TableFormat: Sendable, Hashable {
    /// Lines of cells.
    case text(CSVFormat)
    /// A sheet of a workbook (XLSX).
    case workbook(sheet: String)
    /// Visiting cards (vCard 2.1, 3.0, 4.0), one a row.
    case cards(TextEncoding)
    /// A JSON object a line. The columns are the names of its members, in the order in which they first appear.
    case lines(columns: [String])

    /// What stands between the cells where the table is written as text.
    public func delimiter(_ language: Language) -> CSVFormat.Delimiter {
        if case .text(let format) = self { format.delimiter } else { .usual(language) }
    }
}

extension TableFormat {
    /// As it is kept.
    public var json: JSON {
        switch self {
        case .text(let format):
            .object([
                ("kind", .string("text")), ("encoding", .string(format.encoding.rawValue)),
                ("delimiter", .string(format.delimiter.rawValue)),
            ])
        case .workbook(let sheet): .object([("kind", .string("workbook")), ("sheet", .string(sheet))])
        case .cards(let encoding): .object([("kind", .string("cards")), ("encoding", .string(encoding.rawValue))])
        case .lines(let columns): .object([("kind", .string("lines")), ("columns", .array(columns.map(JSON.string)))])
        }
    }

    public init?(_ json: JSON) {
        let encoding = json["encoding"]?.string.flatMap { TextEncoding(rawValue: $0) } ?? .utf8
        switch json["kind"]?.string {
        case "text":
            guard let delimiter = json["delimiter"]?.string.flatMap({ CSVFormat.Delimiter(rawValue: $0) }) else { return nil }
            self = .text(CSVFormat(delimiter: delimiter, encoding: encoding))
        case "workbook": self = .workbook(sheet: json["sheet"]?.string ?? "")
        case "cards": self = .cards(encoding)
        case "lines": self = .lines(columns: (json["columns"]?.array ?? []).compactMap(\.string))
        default: return nil
        }
    }
}
