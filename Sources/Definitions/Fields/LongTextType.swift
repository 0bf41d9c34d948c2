public import Kit
public import Storage

/// Text of many lines.
public struct LongTextType: TextKept {
    public static let limit = 100_000

    public init() {}

    public let kind = "long_text"
    public let columns = [StoredColumn("", .text)]
    public let input = FieldInput.longText
    public let operators: [FilterOperator] = [.contains, .isEmpty, .isNotEmpty]
    public let sortColumn: Int? = nil
    public let jsonSchema = JSON.object([("type", .string("string")), ("maxLength", .number("\(LongTextType.limit)"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let text = json.string else { throw TextType.notText }
        return try parse(text: text, context)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        var lines = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            // Forms send CRLF.
            if scalar == "\r" { lines.append("\n") } else if !(scalar == "\n" && afterReturn) { lines.append(scalar) }
            afterReturn = scalar == "\r"
        }
        let text = String(lines).trimmed
        guard !text.isLonger(than: LongTextType.limit) else {
            throw ValueProblem(
                Label("At most \(LongTextType.limit) characters, please.", ru: "Не более \(LongTextType.limit) символов, пожалуйста."))
        }
        guard !text.hasControlCharacters(allowingLines: true) else {
            throw ValueProblem(Label("The text has characters that can't be kept.", ru: "В тексте есть недопустимые символы."))
        }
        return text.isEmpty ? .empty : .text(text.composed)
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareText(comparison, operand, TextPattern.folded(column(0)), \.folded)
    }
}
