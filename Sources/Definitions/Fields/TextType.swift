public import Kit
public import Storage

/// One line of text. Filters and sorting see its folded form.
public struct TextType: TextKept {
    public static let limit = 2000

    public init() {}

    public let kind = "text"
    public let columns = [StoredColumn("", .text), StoredColumn("_fold", .text)]
    public let input = FieldInput.text
    public let operators = FilterOperator.textual
    public let sortColumn: Int? = 1
    public let jsonSchema = JSON.object([("type", .string("string")), ("maxLength", .number("\(TextType.limit)"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let text = json.string else { throw TextType.notText }
        return try TextType.value(text.trimmed)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        // Cells of spreadsheets break lines where one line is meant.
        let isLine = !text.utf8.contains { $0 == 9 || $0 == 10 || $0 == 13 }
        let line = isLine ? text : String(String.UnicodeScalarView(text.unicodeScalars.map { [9, 10, 13].contains($0.value) ? " " : $0 }))
        return try TextType.value(line.trimmed)
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .text(let text) = value { [.text(text), .text(text.folded)] } else { [.null, .null] }
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareText(comparison, operand, column(1), \.folded)
    }

    static let notText = ValueProblem(Label("Enter a text.", ru: "Введите текст."))

    private static func value(_ text: String) throws(ValueProblem) -> FieldValue {
        guard !text.isLonger(than: limit) else {
            throw ValueProblem(Label("At most \(limit) characters, please.", ru: "Не более \(limit) символов, пожалуйста."))
        }
        guard !text.hasControlCharacters() else {
            throw ValueProblem(Label("The text has characters that can't be kept.", ru: "В тексте есть недопустимые символы."))
        }
        return text.isEmpty ? .empty : .text(text.composed)
    }
}
