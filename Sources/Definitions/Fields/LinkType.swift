public import Kit
public import Storage

/// A record of any object.
public struct LinkType: FieldType {
    public init() {}

    public let kind = "link"
    public let columns = [StoredColumn("", .integer), StoredColumn("_object", .text)]
    public let input = FieldInput.link
    public let operators = FilterOperator.discrete
    public let sortColumn: Int? = nil
    public let jsonSchema = JSON.object([
        ("type", .string("object")), ("required", .array([.string("object"), .string("id")])),
        (
            "properties",
            .object([
                ("object", .object([("type", .string("string"))])),
                ("id", .object([("type", .string("integer")), ("format", .string("int64"))])),
            ])
        ),
    ])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let object = json["object"]?.string, Identifier(checked: object) != nil, let id = json["id"]?.int, id > 0,
            json.members?.count == 2
        else { throw LinkType.notALink }
        return .link(RecordLink(object: object, id: id))
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let link = RecordLink(text: text) else { throw LinkType.notALink }
        return .link(link)
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .link(let link) = value { [.int(link.id), .text(link.object)] } else { [.null, .null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue {
        row.isNull(column) ? .empty : .link(RecordLink(object: row.text(column + 1), id: row.int(column)))
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        guard let link = RecordLink(value) else { return json.null() }
        json.object { json in
            json.name("object")
            json.string(link.object)
            json.name("id")
            json.int(link.id)
        }
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { RecordLink(value)?.text ?? "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        if comparison == .isIn, let (object, ids) = LinkType.sameObject(operand) {
            return "(\(column(1)) = \(object) AND \(column(0)) IN (\(ids.map { "\($0)" as SQL }.joined(separator: ", "))))"
        }
        return try compareList(comparison, operand, column(0)) { operand, _ throws(ValueProblem) in
            switch operand {
            // The object alone: any record of it.
            case .word(let object): return "\(column(1)) = \(object)"
            case .call(let object, let id): return "(\(column(0)) = \(id) AND \(column(1)) = \(object))"
            case .string(let text):
                guard let link = RecordLink(text: text) else { throw LinkType.notALink }
                return "(\(column(0)) = \(link.id) AND \(column(1)) = \(link.object))"
            default: throw LinkType.notALink
            }
        }
    }

    /// Many records of one object: one search in the index instead of one for each.
    private static func sameObject(_ operand: Operand) -> (object: String, ids: [Int])? {
        guard case .list(let items) = operand, case .call(let object, _)? = items.first else { return nil }
        let ids = items.compactMap { item in if case .call(object, let id) = item { id } else { nil } }
        return ids.count == items.count ? (object, ids) : nil
    }

    private static let notALink = ValueProblem(
        Label("Give an object and the number of a record, such as deal:7.", ru: "Укажите объект и номер записи, например deal:7."))
}

extension RecordLink {
    /// Reads `deal:7`; nil for anything else.
    public init?(text: String) {
        let parts = text.trimmed.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, Identifier(checked: String(parts[0])) != nil, let id = Int64(parts[1]), id > 0 else { return nil }
        self.init(object: String(parts[0]), id: id)
    }

    /// `deal:7`.
    public var text: String { "\(object):\(id)" }
}
