public import Kit
public import Storage

/// Telephone numbers. A number that names no country lies in the workspace's.
public struct PhonesType: ListKept {
    public static let limit = 20

    public init() {}

    public let kind = "phones"
    public let input = FieldInput.phone
    public let jsonSchema = JSON.object([
        ("type", .string("array")), ("items", .object([("type", .string("string")), ("example", .string("+74951234567;ext=350"))])),
        ("maxItems", .number("\(PhonesType.limit)")),
    ])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let items = json.array else { throw PhonesType.problem("") }
        var numbers: [PhoneNumber] = []
        for item in items {
            let text = item.string ?? ""
            guard let number = PhoneNumber(text, country: context.country) else { throw PhonesType.problem(text) }
            if !numbers.contains(number) { numbers.append(number) }
        }
        return try value(numbers)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        let (numbers, wrong) = PhoneNumber.list(text, country: context.country)
        if let wrong { throw PhonesType.problem(wrong) }
        return try value(numbers)
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        json.array { json in for number in PhonesType.numbers(value) { json.string(number.uri) } }
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        let numbers = PhonesType.numbers(value)
        // Behind a comma a short number would read as an extension.
        let separator = numbers.dropFirst().allSatisfy(\.isInternational) ? ", " : " / "
        return numbers.map { $0.formatted(context.language) }.joined(separator: separator)
    }

    public func searchText(_ value: FieldValue) -> String { PhonesType.numbers(value).map(\.searchText).joined(separator: " ") }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareList(comparison, operand, column(0)) { operand, isPart throws(ValueProblem) in
            let text = try TextPattern.text(operand)
            if isPart {
                let keys = PhoneNumber.searchKeys(text, country: context.country)
                guard !keys.isEmpty else { throw PhonesType.problem(text) }
                let parts = try keys.map { key throws(ValueProblem) in try TextPattern.condition(column(0), key) }
                return "(\(parts.joined(separator: " OR ")))"
            }
            guard let number = PhoneNumber(text, country: context.country) else { throw PhonesType.problem(text) }
            let whole = try TextPattern.condition(column(0), number.stored, before: "%\n", behind: "\n%")
            // A number without an extension is found with any.
            guard number.extensionNumber == nil else { return whole }
            return "(\(whole) OR \(try TextPattern.condition(column(0), number.stored, before: "%\n", behind: ";%")))"
        }
    }

    /// The numbers that a value holds.
    public static func numbers(_ value: FieldValue) -> [PhoneNumber] { ([String](value) ?? []).compactMap { PhoneNumber(stored: $0) } }

    private func value(_ numbers: [PhoneNumber]) throws(ValueProblem) -> FieldValue {
        guard numbers.count <= PhonesType.limit else {
            throw ValueProblem(
                Label("At most \(PhonesType.limit) numbers, please.", ru: "Не более \(PhonesType.limit) номеров, пожалуйста."))
        }
        return numbers.map(\.stored).fieldValue
    }

    private static func problem(_ text: String) -> ValueProblem {
        let shown = text.prefix(60)
        return ValueProblem(Label("“\(shown)” is not a telephone number.", ru: "«\(shown)» — не номер телефона."))
    }
}
