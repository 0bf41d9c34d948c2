public import Kit
public import Storage

/// Yes or no.
public struct BooleanType: FieldType {
    public init() {}

    public let kind = "boolean"
    public let columns = [StoredColumn("", .integer)]
    public let input = FieldInput.checkbox
    public let operators: [FilterOperator] = [.equals, .differs, .isEmpty, .isNotEmpty]
    public let sortColumn: Int? = 0
    public let jsonSchema = JSON.object([("type", .string("boolean"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let flag = json.bool else { throw BooleanType.neither }
        return .boolean(flag)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        switch text.folded {
        case "да", "yes", "true", "1", "+", "y", "д", "on", "истина", "✓", "✔": return .boolean(true)
        case "нет", "no", "false", "0", "-", "n", "н", "off", "ложь": return .boolean(false)
        default: throw BooleanType.neither
        }
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .boolean(let flag) = value { [.int(flag ? 1 : 0)] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue { row.isNull(column) ? .empty : .boolean(row.int(column) != 0) }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        if case .boolean(let flag) = value { json.bool(flag) } else { json.null() }
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        switch Bool(value) {
        case true?: Label("Yes", ru: "Да")[context.language]
        case false?: Label("No", ru: "Нет")[context.language]
        case nil: ""
        }
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, column(0)) { operand throws(ValueProblem) in
            switch operand {
            case .word(let word), .string(let word), .number(let word, nil):
                guard case .boolean(let flag) = try parse(text: word, context) else { throw BooleanType.neither }
                return .int(flag ? 1 : 0)
            default: throw BooleanType.neither
            }
        }
    }

    private static let neither = ValueProblem(Label("Answer yes or no.", ru: "Ответьте «да» или «нет»."))
}
