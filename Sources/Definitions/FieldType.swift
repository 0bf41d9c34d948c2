public import Kit
public import Storage

/// Everything Krug knows about one kind of value. One file each; what the interface, the API, the filter, the import
/// and the database need of a type stands there and nowhere else.
public protocol FieldType: Sendable {
    /// The name in the API's documentation and of custom fields: "money".
    var kind: String { get }
    /// The stored columns; the suffix is appended to the field's name, the first has none.
    var columns: [StoredColumn] { get }
    /// How a form asks for the value.
    var input: FieldInput { get }
    /// The comparisons that a filter may make.
    var operators: [FilterOperator] { get }
    /// Whether a list can be sorted by it, and by which of the columns (an index into `columns`).
    var sortColumn: Int? { get }
    /// The shape in the API's OpenAPI document.
    var jsonSchema: JSON { get }
    /// The object whose records it refers to, for references.
    var target: String? { get }

    /// Reads what a program sent. - Throws: the message to stand beside the field.
    func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue
    /// Reads what a person typed or a file held; never called with an empty text.
    func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue

    /// The values of the stored columns, in their order. Empty is NULL everywhere.
    func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue]
    /// Reads the stored columns, which begin at `column` of the row.
    func load(_ row: any Row, at column: Int) -> FieldValue
    /// How JSON shows the stored columns where that takes nothing of the field's own. Nil when it takes more.
    var plainColumn: PlainColumn? { get }
    /// Writes the stored columns as JSON without making a `FieldValue`. Types with a `plainColumn` need none of their own.
    func write(_ row: any Row, at column: Int, into json: inout JSONWriter)
    func write(_ value: FieldValue, into json: inout JSONWriter)

    /// As a person reads it. A reference shows its id here; lists put the title in its place.
    func format(_ value: FieldValue, _ context: ValueContext) -> String
    /// As a file holds it, so that `parse(text:)` gives the same value again.
    func export(_ value: FieldValue, _ context: ValueContext) -> String
    /// What search finds the record by.
    func searchText(_ value: FieldValue) -> String

    /// The comparison as a condition on the stored columns. `column` gives a column by its index in `columns`.
    /// - Throws: the message for the person who wrote the filter.
    func condition(_ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL) throws(ValueProblem)
        -> SQL
}

/// One stored column of a field.
public struct StoredColumn: Sendable, Hashable {
    public let suffix: String
    public let kind: ColumnKind

    public init(_ suffix: String, _ kind: ColumnKind) {
        self.suffix = suffix
        self.kind = kind
    }
}

/// What JSON shows as it is kept. Rows of such columns are written without asking their types.
public enum PlainColumn: Sendable, Hashable {
    case integer, text, day, money

    /// The value, or null.
    @inlinable
    public func write(_ row: any Row, at column: Int, into json: inout JSONWriter) {
        if row.isNull(column) { return json.null() }
        switch self {
        case .integer: json.int(row.int(column))
        case .text: row.bytes(column) { json.string($0) }
        case .day: json.string(Day(number: Int32(truncatingIfNeeded: row.int(column))).iso)
        case .money:
            json.object { json in
                json.name("minor")
                json.int(row.int(column))
                json.name("currency")
                row.bytes(column + 1) { json.string($0) }
            }
        }
    }
}

extension FieldType {
    public var plainColumn: PlainColumn? { nil }

    public func write(_ row: any Row, at column: Int, into json: inout JSONWriter) {
        if let plainColumn { plainColumn.write(row, at: column, into: &json) } else { write(load(row, at: column), into: &json) }
    }
}

/// Why a value can't be taken, said to the person who gave it.
public struct ValueProblem: Error, Sendable, Equatable {
    public let message: Label
    public init(_ message: Label) { self.message = message }
}

/// How a form asks for a value.
public enum FieldInput: Sendable, Hashable {
    case text, longText, number, money, checkbox, day, instant, email, phone, url, color, duration, rating, address, json
    case choice([Choice])
    case choices([Choice])
    case reference(to: String)
    case references(to: String)
    /// A record of any object.
    case link
    /// Several lines, one value each.
    case list
}

/// One of the values of a choice field.
public struct Choice: Sendable, Hashable {
    /// As stored and as programs write it.
    public let value: String
    public let label: Label
    public let hue: Hue

    public init(_ value: String, _ label: Label, hue: Hue = .gray) {
        self.value = value
        self.label = label
        self.hue = hue
    }
}

/// A comparison of the filter.
public enum FilterOperator: String, Sendable, Hashable, CaseIterable {
    case equals = "="
    case differs = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case contains
    case startsWith = "starts with"
    case isEmpty = "is empty"
    case isNotEmpty = "is not empty"
    case isIn = "in"
    case isNotIn = "not in"
}

/// The right side of a comparison, as it was written.
public indirect enum Operand: Sendable, Hashable {
    /// With `is empty`.
    case none
    case string(String)
    /// The digits as written, and a currency behind them.
    case number(String, currency: String?)
    /// `true`, `me`, `my_team`, `today`, `this_month`, a choice.
    case word(String)
    /// `days_ago(7)`.
    case call(String, Int)
    case list([Operand])
}
