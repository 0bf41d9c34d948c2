public import Kit
public import Storage

/// A postal address of several parts. Filters and sorting see it as one line.
public struct AddressType: FieldType {
    public static let longestPart = 300

    public init() {}

    public let kind = "address"
    public let columns = [StoredColumn("", .text), StoredColumn("_fold", .text)]
    public let input = FieldInput.address
    public let operators = FilterOperator.textual
    public let sortColumn: Int? = 1
    public let jsonSchema = JSON.object([
        ("type", .string("object")), ("additionalProperties", .bool(false)),
        ("properties", .object(PostalAddress.names.map { ($0, .object([("type", .array([.string("string"), .string("null")]))])) })),
    ])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let members = json.members, members.allSatisfy({ PostalAddress.names.contains($0.name) }) else { throw AddressType.notAnAddress }
        var parts: [String] = []
        for name in PostalAddress.names {
            switch json[name] {
            case nil, .null: parts.append("")
            case .string(let text): parts.append(text.trimmed)
            default: throw AddressType.notAnAddress
            }
        }
        return try AddressType.value(PostalAddress(parts: parts), context)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard !text.isLonger(than: 5 * AddressType.longestPart) else { throw AddressType.tooLong }
        return try AddressType.value(PostalAddress(text: text), context)
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        guard let address = PostalAddress(value) else { return [.null, .null] }
        return [.text(address.parts.joined(separator: "\n")), .text(address.line.folded)]
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue {
        guard !row.isNull(column) else { return .empty }
        return .address(PostalAddress(parts: row.text(column).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)))
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        guard let address = PostalAddress(value) else { return json.null() }
        json.object { json in
            for (name, part) in zip(PostalAddress.names, address.parts) {
                json.name(name)
                json.optional(part.isEmpty ? nil : part)
            }
        }
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { PostalAddress(value)?.line ?? "" }

    public func export(_ value: FieldValue, _ context: ValueContext) -> String { PostalAddress(value)?.plain ?? "" }

    public func searchText(_ value: FieldValue) -> String { PostalAddress(value)?.line ?? "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        switch comparison {
        case .contains: return try TextPattern.condition(column(1), try TextPattern.text(operand).folded)
        case .startsWith: return try TextPattern.condition(column(1), try TextPattern.text(operand).folded, before: "")
        default: return try compare(comparison, operand, column(1)) { operand throws(ValueProblem) in .text(try TextPattern.text(operand).folded) }
        }
    }

    private static func value(_ address: PostalAddress, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        if address.isEmpty { return .empty }
        guard !address.parts.contains(where: { $0.isLonger(than: longestPart) }) else { throw tooLong }
        guard !address.parts.contains(where: { $0.hasControlCharacters() }) else {
            throw ValueProblem(Label("The address has characters that can't be kept.", ru: "В адресе есть недопустимые символы."))
        }
        let isRussian = context.country == "RU" && ["", "россия", "рф", "russia"].contains(address.country.folded)
        let digits = address.postcode.utf8.allSatisfy { (48...57).contains($0) }
        guard !isRussian || address.postcode.isEmpty || digits && address.postcode.utf8.count == 6 else {
            throw ValueProblem(Label("A Russian postcode has 6 digits.", ru: "Почтовый индекс состоит из 6 цифр."))
        }
        return .address(PostalAddress(parts: address.parts.map(\.composed)))
    }

    private static let tooLong = ValueProblem(
        Label("At most \(longestPart) characters in each part of an address.", ru: "Не более \(longestPart) символов в каждой части адреса."))
    private static let notAnAddress = ValueProblem(
        Label(
            "Give an address as an object with \(PostalAddress.names.joined(separator: ", ")).",
            ru: "Укажите адрес объектом с полями \(PostalAddress.names.joined(separator: ", "))."))
}
