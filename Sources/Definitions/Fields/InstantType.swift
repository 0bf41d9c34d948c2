public import Kit
public import Storage
// To be replaced: the full type.
public struct InstantType: FieldType {
    public init() {}
    public let kind = "instant"
    public let columns = [StoredColumn("", .integer)]
    public let input = FieldInput.instant
    public let operators = FilterOperator.ordered
    public let sortColumn: Int? = 0
    public let jsonSchema = JSON.object([("type", .string("string")), ("format", .string("date-time"))])
    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue { .empty }
    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue { .empty }
    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] { [.null] }
    public func load(_ row: any Row, at column: Int) -> FieldValue { .empty }
    public func write(_ row: any Row, at column: Int, into json: inout JSONWriter) {}
    public func write(_ value: FieldValue, into json: inout JSONWriter) {}
    public func format(_ value: FieldValue, _ context: ValueContext) -> String { "" }
    public func condition(_ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL) throws(ValueProblem) -> SQL { .empty }
}
