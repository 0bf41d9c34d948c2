public import Kit
public import Storage

/// A number that the program gives to each new record, in the spelling of a mask: `ДОГ-{YYYY}-{0000}`.
public struct AutonumberType: TextKept {
    public static let longest = 60

    /// The mask as it was written.
    public let mask: String
    private let pieces: [Piece]

    private enum Piece: Sendable, Hashable {
        case text(String)
        case year, shortYear, month
        /// With at least so many digits.
        case number(Int)
    }

    /// - Throws: what is wrong with the mask.
    public init(mask: String) throws(ValueProblem) {
        self.mask = mask
        guard let pieces = AutonumberType.pieces(mask) else {
            throw ValueProblem(Label(
                "A mask has one number in it, such as {0000}, and perhaps {YYYY}, {YY} or {MM}: INV-{YYYY}-{0000}.",
                ru: "В маске есть один номер, например {0000}, и, если нужно, {YYYY}, {YY} или {MM}: СЧ-{YYYY}-{0000}."
            ))
        }
        self.pieces = pieces
    }

    public let kind = "autonumber"
    public let columns = [StoredColumn("", .text)]
    public let input = FieldInput.text
    public let operators = FilterOperator.textual
    public let sortColumn: Int? = 0
    public let jsonSchema = JSON.object([("type", .string("string"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue { try TextType().parse(json, context) }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue { try TextType().parse(text: text, context) }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareText(comparison, operand, TextPattern.folded(column(0)), \.folded)
    }

    /// Within what the numbers are counted: the year or the month that the mask names, or for ever.
    public func period(_ day: Day) -> String {
        let (year, month, _) = day.parts
        if pieces.contains(.month) { return "\(year)-\(month)" }
        return pieces.contains(.year) || pieces.contains(.shortYear) ? "\(year)" : ""
    }

    public func text(_ number: Int64, on day: Day) -> String {
        let (year, month, _) = day.parts
        return pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .year: "\(year)"
            case .shortYear: AutonumberType.padded(Int64(year % 100), 2)
            case .month: AutonumberType.padded(Int64(month), 2)
            case .number(let digits): AutonumberType.padded(number, digits)
            }
        }.joined()
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    private static func pieces(_ mask: String) -> [Piece]? {
        guard !mask.isLonger(than: longest), !mask.hasControlCharacters() else { return nil }
        var pieces: [Piece] = []
        var rest = mask[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}"), !rest[..<open].contains("}") else { return nil }
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            let word = rest[rest.index(after: open)..<close]
            switch word {
            case "YYYY": pieces.append(.year)
            case "YY": pieces.append(.shortYear)
            case "MM": pieces.append(.month)
            default:
                guard (1...12).contains(word.count), word.allSatisfy({ $0 == "0" }) else { return nil }
                pieces.append(.number(word.count))
            }
            rest = rest[rest.index(after: close)...]
        }
        guard !rest.contains("}") else { return nil }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        let numbers = pieces.count { if case .number = $0 { true } else { false } }
        // A month without its year would come again.
        guard numbers == 1, !pieces.contains(.month) || pieces.contains(.year) || pieces.contains(.shortYear) else { return nil }
        return pieces
    }
}
