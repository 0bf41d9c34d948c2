public import Kit
public import Storage

/// E-mail addresses.
public struct EmailsType: ListKept {
    public static let limit = 20

    public init() {}

    public let kind = "emails"
    public let input = FieldInput.email
    public let jsonSchema = JSON.object([
        ("type", .string("array")), ("items", .object([("type", .string("string")), ("format", .string("email"))])),
        ("maxItems", .number("\(EmailsType.limit)")),
    ])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let items = json.array else { throw EmailsType.problem("") }
        var texts: [String] = []
        for item in items {
            guard let text = item.string else { throw EmailsType.problem("") }
            texts.append(text)
        }
        return try value(texts)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        // Most cells hold one, and looking at each character takes long.
        if text.utf8.allSatisfy({ (33...126).contains($0) && !";,/".utf8.contains($0) }) { return try value([text]) }
        return try value(text.split { ";,/".contains($0) || $0.isNewline }.map { String($0).trimmed }.filter { !$0.isEmpty })
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        json.array { json in for item in [String](value) ?? [] { json.string(item) } }
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { [String](value)?.joined(separator: ", ") ?? "" }

    public func searchText(_ value: FieldValue) -> String { [String](value)?.joined(separator: " ") ?? "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareList(comparison, operand, column(0)) { operand, isPart throws(ValueProblem) in
            let text = try TextPattern.text(operand).folded
            guard !text.contains(" ") else { throw EmailsType.problem(text) }
            // Folding makes spaces of the line breaks between addresses, and drops the outer ones.
            let addresses: SQL = "(' ' || \(TextPattern.folded(column(0))) || ' ')"
            return try TextPattern.condition(addresses, text, before: isPart ? "%" : "% ", behind: isPart ? "%" : " %")
        }
    }

    private func value(_ texts: [String]) throws(ValueProblem) -> FieldValue {
        var kept: [String] = []
        for text in texts {
            guard let address = EmailAddress(text)?.text else { throw EmailsType.problem(text) }
            if !kept.contains(address) { kept.append(address) }
            guard kept.count <= EmailsType.limit else {
                throw ValueProblem(
                    Label("At most \(EmailsType.limit) addresses, please.", ru: "Не более \(EmailsType.limit) адресов, пожалуйста."))
            }
        }
        return kept.fieldValue
    }

    private static func problem(_ text: String) -> ValueProblem {
        let shown = text.prefix(60)
        return ValueProblem(Label("“\(shown)” is not an e-mail address.", ru: "«\(shown)» — не адрес электронной почты."))
    }
}
