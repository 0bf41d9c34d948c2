public import Kit
public import Storage

/// One to five stars.
public struct RatingType: IntegerKept {
    public static let range: ClosedRange<Int64> = 1...5

    public init() {}

    public let kind = "rating"
    public let input = FieldInput.rating
    public let jsonSchema = JSON.object([("type", .string("integer")), ("minimum", .number("1")), ("maximum", .number("5"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue { try RatingType.value(json.int) }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        let stars = text.count { $0 == "★" }
        return try RatingType.value(stars > 0 ? Int64(stars) : Int64(text.trimmed))
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        guard let stars = Int64(value), RatingType.range.contains(stars) else { return "" }
        return String(repeating: "★", count: Int(stars)) + String(repeating: "☆", count: Int(5 - stars))
    }

    /// In files and forms a figure.
    public func export(_ value: FieldValue, _ context: ValueContext) -> String { Int64(value).map { "\($0)" } ?? "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, column(0)) { operand throws(ValueProblem) in
            guard case .number(let digits, nil) = operand, let stars = Int64(digits) else { throw RatingType.notStars }
            return .int(stars)
        }
    }

    private static func value(_ stars: Int64?) throws(ValueProblem) -> FieldValue {
        guard let stars, range.contains(stars) else { throw notStars }
        return .integer(stars)
    }

    private static let notStars = ValueProblem(Label("Give one to five stars.", ru: "Поставьте от одной до пяти звёзд."))
}
