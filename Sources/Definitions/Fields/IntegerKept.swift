public import Kit
public import Storage

/// What the types have in common whose value is a whole number.
public protocol IntegerKept: FieldType {}

extension IntegerKept {
    public var columns: [StoredColumn] { [StoredColumn("", .integer)] }
    public var operators: [FilterOperator] { FilterOperator.ordered }
    public var sortColumn: Int? { 0 }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .integer(let number) = value { [.int(number)] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue { row.isNull(column) ? .empty : .integer(row.int(column)) }

    public var plainColumn: PlainColumn? { .integer }

    public func write(_ value: FieldValue, into json: inout JSONWriter) { json.optional(Int64(value)) }
}
