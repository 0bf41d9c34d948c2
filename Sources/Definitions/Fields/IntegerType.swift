public import Kit
public import Storage

/// A whole number of 64 bits.
public struct IntegerType: IntegerKept {
    public init() {}

    public let kind = "integer"
    public let input = FieldInput.number
    public let jsonSchema = JSON.object([("type", .string("integer")), ("format", .string("int64"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let number = json.int else { throw IntegerType.notWhole }
        return .integer(number)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let number = Int64(text.filter { !$0.isWhitespace }) else { throw IntegerType.notWhole }
        return .integer(number)
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { Int64(value).map { "\($0)" } ?? "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, column(0)) { operand throws(ValueProblem) in
            guard case .number(let digits, nil) = operand, let number = Int64(digits) else { throw IntegerType.notWhole }
            return .int(number)
        }
    }

    private static let notWhole = ValueProblem(Label("Enter a whole number.", ru: "Введите целое число."))
}
