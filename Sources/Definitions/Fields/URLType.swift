public import Kit
public import Storage

/// The address of a web page, `http` or `https`.
public struct URLType: TextKept {
    public init() {}

    public let kind = "url"
    public let columns = [StoredColumn("", .text)]
    public let input = FieldInput.url
    public let operators = FilterOperator.textual
    public let sortColumn: Int? = 0
    public let jsonSchema = JSON.object([("type", .string("string")), ("format", .string("uri")), ("maxLength", .number("2000"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let text = json.string else { throw URLType.notAnAddress }
        return try URLType.value(text.trimmed)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        let text = text.trimmed
        return try URLType.value(text.contains("://") || text.isEmpty ? text : "https://" + text)
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareText(comparison, operand, TextPattern.folded(column(0)), \.folded)
    }

    private static func value(_ text: String) throws(ValueProblem) -> FieldValue {
        if text.isEmpty { return .empty }
        guard let address = WebAddress(text) else { throw notAnAddress }
        return .text(address.text)
    }

    private static let notAnAddress = ValueProblem(
        Label("Enter the address of a page, such as https://example.com.", ru: "Введите адрес страницы, например https://example.ru."))
}
