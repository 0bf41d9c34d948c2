import Kit
import Storage

/// What the types have in common whose value is one text and stands as such in the first column.
protocol TextKept: FieldType {}

extension TextKept {
    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .text(let text) = value { [.text(text)] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue { row.isNull(column) ? .empty : .text(row.text(column)) }

    public var plainColumn: PlainColumn? { .text }

    public func write(_ value: FieldValue, into json: inout JSONWriter) { json.optional(String(value)) }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { String(value) ?? "" }

    public func searchText(_ value: FieldValue) -> String { String(value) ?? "" }

    /// The comparisons of texts. `column` is in the form that `normal` gives to what is compared with it.
    func compareText(
        _ comparison: FilterOperator, _ operand: Operand, _ column: SQL, _ normal: (String) -> String
    ) throws(ValueProblem) -> SQL {
        switch comparison {
        case .contains: return try TextPattern.condition(column, normal(try TextPattern.text(operand)))
        case .startsWith: return try TextPattern.condition(column, normal(try TextPattern.text(operand)), before: "")
        default:
            return try compare(comparison, operand, column) { operand throws(ValueProblem) in .text(normal(try TextPattern.text(operand))) }
        }
    }
}
