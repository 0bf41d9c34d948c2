import Kit
import Storage

/// What INN, KPP and OGRN have in common: a short code, kept without spaces and dashes, with a rule in Russia.
protocol CodeType: FieldType {
    /// Whether the code is right in Russia.
    func isRight(_ code: String) -> Bool
    /// What is wrong when it isn't.
    var problem: ValueProblem { get }
    /// The code with the zero that a spreadsheet dropped, where that makes it right.
    func repaired(_ code: String) -> String
}

extension CodeType {
    public var columns: [StoredColumn] { [StoredColumn("", .text)] }
    public var input: FieldInput { .text }
    public var operators: [FilterOperator] { FilterOperator.textual }
    public var sortColumn: Int? { 0 }
    public var jsonSchema: JSON { .object([("type", .string("string")), ("maxLength", .number("20"))]) }

    func repaired(_ code: String) -> String { code }

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let text = json.string else { throw TextType.notText }
        return try value(normalized(text), context)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        let code = normalized(text)
        return try value(context.country == "RU" ? repaired(code) : code, context)
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .text(let text) = value { [.text(text)] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue { row.isNull(column) ? .empty : .text(row.text(column)) }

    public func write(_ row: any Row, at column: Int, into json: inout JSONWriter) { json.stored(row, column) }

    public func write(_ value: FieldValue, into json: inout JSONWriter) { json.optional(String(value)) }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { String(value) ?? "" }

    public func searchText(_ value: FieldValue) -> String { String(value) ?? "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        switch comparison {
        case .contains: return try TextPattern.condition(column(0), normalized(try TextPattern.text(operand)))
        case .startsWith: return try TextPattern.condition(column(0), normalized(try TextPattern.text(operand)), before: "")
        default:
            return try compare(comparison, operand, column(0)) { operand throws(ValueProblem) in
                .text(normalized(try TextPattern.text(operand)))
            }
        }
    }

    private func normalized(_ text: String) -> String {
        String(text.uppercased().unicodeScalars.filter { !$0.properties.isWhitespace && !$0.properties.isDash })
    }

    private func value(_ code: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        if code.isEmpty { return .empty }
        if context.country == "RU" {
            guard isRight(code) else { throw problem }
        } else {
            guard code.utf8.count <= 20, code.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) else {
                throw ValueProblem(Label("At most 20 letters and digits, please.", ru: "Не более 20 букв и цифр, пожалуйста."))
            }
        }
        return .text(code)
    }
}
