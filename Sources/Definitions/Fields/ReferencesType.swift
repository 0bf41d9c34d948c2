public import Kit
public import Storage

/// The ids of several records of one object.
public struct ReferencesType: FieldType {
    public static let limit = 500

    public let target: String?
    private let object: String

    public init(to object: String) {
        self.object = object
        target = object
    }

    public let kind = "references"
    public let columns = [StoredColumn("", .text)]
    public var input: FieldInput { .references(to: object) }
    public let operators: [FilterOperator] = FilterOperator.discrete + [.contains]
    public let sortColumn: Int? = nil
    public let jsonSchema = JSON.object([
        ("type", .string("array")), ("items", .object([("type", .string("integer")), ("format", .string("int64"))])),
        ("maxItems", .number("\(ReferencesType.limit)")),
    ])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let items = json.array else { throw ReferencesType.notIDs }
        return try value(items.map(\.int))
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        let words = text.split { ",; \n\t".contains($0) }
        return try value(words.map { $0 == "me" && object == "user" ? context.me : Int64($0) })
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .references(let ids) = value { [StoredList.text(ids.map(String.init))] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue {
        guard !row.isNull(column) else { return .empty }
        return References(StoredList.items(row.text(column)).compactMap { Int64($0) }).fieldValue
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        json.array { json in for id in References(value)?.ids ?? [] { json.int(id) } }
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        References(value)?.ids.map(String.init).joined(separator: ", ") ?? ""
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compareList(comparison, expanded(operand, context), column(0)) { operand, _ throws(ValueProblem) in
            guard case .number(let digits, nil) = operand, let id = Int64(digits) else { throw ReferencesType.notIDs }
            return try TextPattern.condition(column(0), "\(id)", before: "%\n", behind: "\n%")
        }
    }

    /// `me` and `my_team` as the ids they stand for.
    private func expanded(_ operand: Operand, _ context: ValueContext) -> Operand {
        .list(
            TextPattern.each(operand).flatMap { operand -> [Operand] in
                switch operand {
                case .word("me"): (context.me.map { [$0] } ?? []).map { .number("\($0)", currency: nil) }
                case .word("my_team"): context.myTeam.map { .number("\($0)", currency: nil) }
                default: [operand]
                }
            })
    }

    private func value(_ ids: [Int64?]) throws(ValueProblem) -> FieldValue {
        var seen: Set<Int64> = []
        var kept: [Int64] = []
        for id in ids {
            guard let id, id > 0 else { throw ReferencesType.notIDs }
            if seen.insert(id).inserted { kept.append(id) }
        }
        guard kept.count <= ReferencesType.limit else {
            throw ValueProblem(
                Label("At most \(ReferencesType.limit) records, please.", ru: "Не более \(ReferencesType.limit) записей, пожалуйста."))
        }
        return References(kept).fieldValue
    }

    private static let notIDs = ValueProblem(Label("Give the numbers of records.", ru: "Укажите номера записей."))
}
