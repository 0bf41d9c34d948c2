public import Kit
public import Storage

/// One of a few values.
public struct ChoiceType: TextKept {
    public let choices: [Choice]

    public init(_ choices: [Choice]) { self.choices = choices }

    public let kind = "choice"
    public let columns = [StoredColumn("", .text)]
    public var input: FieldInput { .choice(choices) }
    public let operators = FilterOperator.discrete
    public let sortColumn: Int? = 0
    public var jsonSchema: JSON {
        .object([("type", .string("string")), ("enum", .array(choices.map { .string($0.value) }))])
    }

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let value = json.string else { throw notAChoice }
        if value.isEmpty { return .empty }
        guard choices.contains(where: { $0.value == value }) else { throw notAChoice }
        return .text(value)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let choice = choice(text) else { throw notAChoice }
        return .text(choice.value)
    }

    public func searchText(_ value: FieldValue) -> String { "" }

    /// A value whose choice is gone shows as it is stored.
    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        guard let text = String(value) else { return "" }
        return choices.first { $0.value == text }?.label[context.language] ?? text
    }

    public func export(_ value: FieldValue, _ context: ValueContext) -> String {
        let label = format(value, context)
        // Two choices may bear one label.
        return choice(label)?.value == String(value) ? label : String(value) ?? ""
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, column(0)) { operand throws(ValueProblem) in
            switch operand {
            case .word(let text), .string(let text), .number(let text, nil):
                guard let choice = choice(text) else { throw notAChoice }
                return .text(choice.value)
            default: throw notAChoice
            }
        }
    }

    /// The choice of a value, or of a label in either language.
    private func choice(_ text: String) -> Choice? {
        if let choice = choices.first(where: { $0.value == text }) { return choice }
        let folded = text.folded
        return choices.first { $0.value.folded == folded || $0.label.en.folded == folded || $0.label.ru.folded == folded }
    }

    private var notAChoice: ValueProblem {
        let known = choices.prefix(20)
        return ValueProblem(
            Label(
                "Choose one of: \(known.map(\.label.en).joined(separator: ", ")).",
                ru: "Выберите одно из: \(known.map(\.label.ru).joined(separator: ", "))."))
    }
}
