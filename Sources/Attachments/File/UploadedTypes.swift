public import Definitions
public import Kit
public import Storage

/// What the program finds out about a file that came, and nobody sets: the digest of its bytes, its type.
public struct UploadedTextType: FieldType {
    private let shown: @Sendable (String, Language) -> String

    /// - Parameter shown: how a person reads it.
    init(shown: @escaping @Sendable (String, Language) -> String) { self.shown = shown }

    public let kind = "text"
    public let columns = [StoredColumn("", .text)]
    public let input = FieldInput.text
    public let operators: [FilterOperator] = [.equals, .differs, .startsWith, .isIn, .isNotIn]
    public let sortColumn: Int? = 0
    public let jsonSchema: JSON = ["type": "string", "readOnly": true]

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue { throw ByteCountType.notByHand }
    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue { throw ByteCountType.notByHand }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] { [String(value).map { .text($0) } ?? .null] }
    public func load(_ row: any Row, at column: Int) -> FieldValue { row.isNull(column) ? .empty : .text(row.text(column)) }
    public var plainColumn: PlainColumn? { .text }
    public func write(_ value: FieldValue, into json: inout JSONWriter) { json.optional(String(value)) }
    public func format(_ value: FieldValue, _ context: ValueContext) -> String { String(value).map { shown($0, context.language) } ?? "" }
    public func export(_ value: FieldValue, _ context: ValueContext) -> String { String(value) ?? "" }
    public func searchText(_ value: FieldValue) -> String { "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try TextType().condition(comparison, operand, context) { _ in column(0) }
    }
}

/// How many bytes a file has.
public struct ByteCountType: IntegerKept {
    public init() {}

    public let kind = "integer"
    public let input = FieldInput.number
    public let jsonSchema: JSON = ["type": "integer", "format": "int64", "readOnly": true]

    static let notByHand = ValueProblem(Label("This comes with the file.", ru: "Это определяет сам файл."))

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue { throw ByteCountType.notByHand }
    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue { throw ByteCountType.notByHand }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        Int64(value).map { ByteCount.text($0, context.language) } ?? ""
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try IntegerType().condition(comparison, operand, context, column: column)
    }
}

/// Sizes as people read them.
public enum ByteCount {
    /// “1.2 MB”, «1,2 МБ».
    public static func text(_ count: Int64, _ language: Language) -> String {
        let units = [Label("bytes", ru: "байт"), Label("KB", ru: "КБ"), Label("MB", ru: "МБ"), Label("GB", ru: "ГБ")]
        var (unit, divisor) = (0, Int64(1))
        while unit < units.count - 1, count / divisor >= 1024 {
            divisor *= 1024
            unit += 1
        }
        let tenths = count / divisor * 10 + count % divisor * 10 / divisor
        let shown =
            unit == 0 || tenths >= 100
            ? "\(tenths / 10)" : DecimalText.plain(tenths, digits: 1, point: language == .ru ? "," : ".")
        return "\(shown)\u{A0}\(units[unit][language])"
    }
}
