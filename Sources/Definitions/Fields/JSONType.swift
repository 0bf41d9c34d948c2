public import Kit
public import Storage

/// Any JSON, for what programs keep with a record.
public struct JSONType: TextKept {
    public static let limit = 100_000

    public init() {}

    public let kind = "json"
    public let columns = [StoredColumn("", .text)]
    public let input = FieldInput.json
    public let operators: [FilterOperator] = [.contains, .isEmpty, .isNotEmpty]
    public let sortColumn: Int? = nil
    public let jsonSchema = JSON.object([("description", .words("Any JSON.", ru: "Любой JSON."))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        var writer = JSONWriter(capacity: 256)
        writer.value(json)
        guard writer.bytes.count <= JSONType.limit else {
            throw ValueProblem(
                Label("At most \(JSONType.limit) bytes of JSON, please.", ru: "Не более \(JSONType.limit) байт JSON, пожалуйста."))
        }
        return .text(String(decoding: writer.bytes, as: UTF8.self))
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        let json: JSON
        do throws(Failure) {
            json = try JSON.parse(text)
        } catch {
            if case .malformed(let problem) = error { throw ValueProblem(problem) }
            throw ValueProblem(Label("This is not JSON.", ru: "Это не JSON."))
        }
        return json == .null ? .empty : try parse(json, context)
    }

    /// What is kept is no text to be quoted.
    public var plainColumn: PlainColumn? { nil }

    public func write(_ row: any Row, at column: Int, into json: inout JSONWriter) {
        if row.isNull(column) { json.null() } else { json.encoded(row.text(column)) }
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        if case .text(let text) = value { json.encoded(text) } else { json.null() }
    }

    public func searchText(_ value: FieldValue) -> String { "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareText(comparison, operand, TextPattern.folded(column(0)), \.folded)
    }
}
