public import Kit
public import Storage

/// Any number of a few values.
public struct ChoicesType: ListKept {
    public let choices: [Choice]
    private let one: ChoiceType

    public init(_ choices: [Choice]) {
        self.choices = choices
        one = ChoiceType(choices)
    }

    public let kind = "choices"
    public var input: FieldInput { .choices(choices) }
    public var jsonSchema: JSON {
        .object([("type", .string("array")), ("items", one.jsonSchema), ("uniqueItems", .bool(true))])
    }

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let items = json.array else { throw ValueProblem(Label("Give a list of values.", ru: "Укажите список значений.")) }
        var values: [String] = []
        for item in items { if case .text(let value) = try one.parse(item, context) { values.append(value) } }
        return kept(values)
    }

    /// Values or labels, a semicolon or a line break between them; a comma too, where no label has one.
    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        if let whole = try? one.parse(text: text, context), case .text(let value) = whole { return kept([value]) }
        var pieces = text.split { $0 == ";" || $0.isNewline }
        if pieces.count == 1 { pieces = text.split(separator: ",") }
        var values: [String] = []
        for piece in pieces.map({ String($0).trimmed }) where !piece.isEmpty {
            if case .text(let value) = try one.parse(text: piece, context) { values.append(value) }
        }
        return kept(values)
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        json.array { json in for item in [String](value) ?? [] { json.string(item) } }
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        ([String](value) ?? []).map { one.format(.text($0), context) }.joined(separator: "; ")
    }

    public func export(_ value: FieldValue, _ context: ValueContext) -> String {
        ([String](value) ?? []).map { one.export(.text($0), context) }.joined(separator: "; ")
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareList(comparison, operand, column(0)) { operand, _ throws(ValueProblem) in
            let text: String
            switch operand {
            case .word(let word), .string(let word), .number(let word, nil): text = word
            default: throw ValueProblem(Label("Give one of the choices.", ru: "Укажите один из вариантов."))
            }
            guard case .text(let value) = try one.parse(text: text, context) else { return "(1 = 0)" }
            return try TextPattern.condition(column(0), value, before: "%\n", behind: "\n%")
        }
    }

    /// In the order of the choices, none twice. A choice that is gone by now is kept by those who have it.
    private func kept(_ values: [String]) -> FieldValue {
        choices.map(\.value).filter(values.contains).fieldValue
    }
}
