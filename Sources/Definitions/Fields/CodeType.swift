import Kit
import Storage

/// What INN, BIK, IBAN and their like have in common: a short code, kept without spaces and dashes, with a rule where it comes from.
protocol CodeType: TextKept {
    /// Whether the code is right in Russia.
    func isRight(_ code: String) -> Bool
    /// Whether the rule holds in a workspace of that country.
    func isChecked(in country: String) -> Bool
    /// What is wrong with a code of that country, where the rule does not hold; nil when nothing is.
    func problem(_ code: String, in country: String) -> ValueProblem?
    /// What is wrong when it isn't.
    var problem: ValueProblem { get }
    /// The code with the zero that a spreadsheet dropped, where that makes it right.
    func repaired(_ code: String) -> String
}

extension CodeType {
    public var columns: [StoredColumn] { [StoredColumn("", .text)] }
    public var input: FieldInput { .text }
    public var operators: [FilterOperator] { FilterOperator.textual }
    public var sortColumn: Int? { 0 }
    public var jsonSchema: JSON { .object([("type", .string("string")), ("maxLength", .number("34"))]) }

    func repaired(_ code: String) -> String { code }

    /// What is said of a number in a register that is none anywhere.
    var registerNumber: ValueProblem {
        ValueProblem(
            Label(
                "A number in a register has 2 to 20 letters and digits, two of them digits at least.",
                ru: "В регистрационном номере от 2 до 20 букв и цифр, из них не меньше двух цифр."))
    }

    func isChecked(in country: String) -> Bool { country == "RU" }

    func problem(_ code: String, in country: String) -> ValueProblem? {
        guard !TaxNumbers.isCode(code, 1...20) else { return nil }
        return ValueProblem(Label("At most 20 letters and digits, please.", ru: "Не более 20 букв и цифр, пожалуйста."))
    }

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let text = json.string else { throw TextType.notText }
        return try value(normalized(text), context)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        let code = normalized(text)
        return try value(isChecked(in: context.country) ? repaired(code) : code, context)
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareText(comparison, operand, column(0), normalized)
    }

    private func normalized(_ text: String) -> String {
        String(text.uppercased().unicodeScalars.filter { !$0.properties.isWhitespace && !$0.properties.isDash })
    }

    private func value(_ code: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        if code.isEmpty { return .empty }
        if isChecked(in: context.country) {
            guard isRight(code) else { throw problem }
        } else {
            if let problem = problem(code, in: context.country) { throw problem }
        }
        return .text(code)
    }
}
