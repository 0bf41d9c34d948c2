public import Kit
public import Storage

/// A colour, red, green and blue: `#1e90ff`.
public struct ColorType: TextKept {
    public init() {}

    public let kind = "color"
    public let columns = [StoredColumn("", .text)]
    public let input = FieldInput.color
    public let operators = FilterOperator.discrete
    public let sortColumn: Int? = 0
    public let jsonSchema = JSON.object([("type", .string("string")), ("pattern", .string("^#[0-9a-f]{6}$"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let text = json.string else { throw ColorType.notAColor }
        return text.isEmpty ? .empty : .text(try ColorType.color(text))
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue { .text(try ColorType.color(text)) }

    public func searchText(_ value: FieldValue) -> String { "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, column(0)) { operand throws(ValueProblem) in
            guard case .string(let text) = operand else { throw ColorType.notAColor }
            return .text(try ColorType.color(text))
        }
    }

    /// `#1E90FF`, `1e90ff` and `#fff` in the spelling that is kept.
    private static func color(_ text: String) throws(ValueProblem) -> String {
        var digits = text.trimmed.lowercased()
        if digits.hasPrefix("#") { digits.removeFirst() }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }), [3, 6].contains(digits.utf8.count) else { throw notAColor }
        return "#" + (digits.utf8.count == 3 ? digits.map { "\($0)\($0)" }.joined() : digits)
    }

    private static let notAColor = ValueProblem(Label("Enter a colour, such as #1e90ff.", ru: "Введите цвет, например #1e90ff."))
}
