public import Kit
public import Storage

/// The id of a record of one object.
public struct ReferenceType: FieldType {
    /// What happens to the field when the record it points at is deleted.
    public enum Deletion: Sendable, Hashable {
        /// The field becomes empty.
        case clear
        /// The record that holds the field is deleted too.
        case cascade
        /// The deletion is refused.
        case restrict
    }

    public let target: String?
    public let deletion: Deletion
    private let object: String

    public init(to object: String, onDelete deletion: Deletion = .clear) {
        self.object = object
        self.deletion = deletion
        target = object
    }

    public let kind = "reference"
    public let columns = [StoredColumn("", .integer)]
    public var input: FieldInput { .reference(to: object) }
    public let operators = FilterOperator.discrete
    public let sortColumn: Int? = 0
    public let jsonSchema = JSON.object([("type", .string("integer")), ("format", .string("int64"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let id = json.int, id > 0 else { throw ReferenceType.notAnID }
        return .reference(id)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        if text == "me", object == "user", let me = context.me { return .reference(me) }
        guard let id = Int64(text), id > 0 else { throw ReferenceType.notAnID }
        return .reference(id)
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .reference(let id) = value { [.int(id)] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue { row.isNull(column) ? .empty : .reference(row.int(column)) }

    public var plainColumn: PlainColumn? { .integer }

    public func write(_ value: FieldValue, into json: inout JSONWriter) { json.optional(Reference(value)?.id) }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { Reference(value).map { "\($0.id)" } ?? "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        var comparison = comparison
        if operand == .word("my_team") {
            if comparison == .equals { comparison = .isIn }
            if comparison == .differs { comparison = .isNotIn }
        }
        return try compare(comparison, expanded(operand, context), column(0)) { operand throws(ValueProblem) in
            switch operand {
            case .number(let digits, nil):
                guard let id = Int64(digits) else { throw ReferenceType.notAnID }
                return .int(id)
            case .word("me"): return context.me.map(DatabaseValue.int) ?? .null
            default: throw ReferenceType.notAnID
            }
        }
    }

    private func expanded(_ operand: Operand, _ context: ValueContext) -> Operand {
        switch operand {
        case .word("my_team"): .list(context.myTeam.map { .number("\($0)", currency: nil) })
        case .list(let items):
            .list(items.flatMap { item -> [Operand] in if case .list(let several) = expanded(item, context) { several } else { [item] } })
        default: operand
        }
    }

    private static let notAnID = ValueProblem(Label("Give the number of a record.", ru: "Укажите номер записи."))
}
