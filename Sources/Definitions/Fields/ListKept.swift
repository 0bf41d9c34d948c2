import Kit
import Storage

/// What the types have in common whose value is several texts in one column.
protocol ListKept: FieldType {}

extension ListKept {
    public var columns: [StoredColumn] { [StoredColumn("", .text)] }
    public var operators: [FilterOperator] { FilterOperator.discrete + [.contains] }
    public var sortColumn: Int? { nil }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .list(let items) = value { [StoredList.text(items)] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue {
        row.isNull(column) ? .empty : StoredList.items(row.text(column)).fieldValue
    }
}
