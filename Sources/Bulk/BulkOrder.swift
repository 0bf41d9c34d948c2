import Definitions
public import Kit
public import RecordEngine

/// What is to become of many records of one object: which they are, and what is done to each.
public struct BulkOrder: Sendable {
    public enum Selection: Sendable, Hashable {
        case ids([Int64])
        /// Whatever a list with this filter and search shows, as far as it was there when the order was given.
        case found(filter: String, search: String?)
    }

    public enum Deed: Sendable {
        /// Fields are set; lists of values get more or lose some.
        case change(add: JSON, remove: JSON)
        case verb(String, input: JSON)
        case delete
    }

    public let object: String
    public let selection: Selection
    public let deed: Deed
    /// Fields that are set, before a verb is done.
    public let set: JSON

    /// So many can be named one by one.
    public static let mostNamed = 1_000

    public init(_ object: String, _ selection: Selection, _ deed: Deed, set: JSON = [:]) {
        (self.object, self.selection, self.deed, self.set) = (object, selection, deed, set)
    }

    private static let members: Swift.Set<String> = ["ids", "filter", "q", "set", "add", "remove", "verb", "values", "delete"]

    /// Reads `{"filter": "stage = 3", "set": {"owner": 7}}`.
    /// - Throws: `Failure.malformed`, and `Failure.invalid` with the member that is wrong.
    public init(_ json: JSON, of object: String) throws(Failure) {
        guard let given = json.members else {
            throw .malformed(Label("The body must be a JSON object.", ru: "Тело запроса должно быть объектом JSON."))
        }
        let unknown = given.filter { !BulkOrder.members.contains($0.name) }
        guard unknown.isEmpty else {
            throw .invalid(unknown.map { FieldIssue($0.name, Label("There is no such field.", ru: "Такого поля нет.")) })
        }
        func part(_ name: String) throws(Failure) -> JSON {
            let part = json[name] ?? [:]
            guard part.members != nil else { throw .invalid(name, Label("This is a JSON object.", ru: "Это объект JSON.")) }
            return part
        }
        let (set, add, remove) = (try part("set"), try part("add"), try part("remove"))
        let changes = json["set"] != nil || json["add"] != nil || json["remove"] != nil
        let deed: Deed
        switch (json["verb"]?.string, json["delete"]) {
        case (let verb?, nil) where json["add"] == nil && json["remove"] == nil: deed = .verb(verb, input: try part("values"))
        case (nil, .bool(true)?) where !changes: deed = .delete
        case (nil, nil) where changes && json["verb"] == nil: deed = .change(add: add, remove: remove)
        default:
            throw .malformed(
                Label(
                    "Say what to do: “set”, “add” and “remove”, or “verb”, or “delete”: true.",
                    ru: "Укажите, что сделать: «set», «add» и «remove», или «verb», или «delete»: true."))
        }
        self.init(object, try BulkOrder.selection(json), deed, set: set)
    }

    private static func selection(_ json: JSON) throws(Failure) -> Selection {
        switch (json["ids"], json["filter"]) {
        case (let ids?, nil):
            guard let numbers = ids.array?.map(\.int), !numbers.contains(nil), !numbers.isEmpty else {
                throw .invalid("ids", Label("Give the numbers of records.", ru: "Укажите номера записей."))
            }
            return try named(numbers.compactMap(\.self))
        case (nil, let filter?):
            guard let text = filter.string else { throw .invalid("filter", Label("The filter is a text.", ru: "Фильтр — это текст.")) }
            return .found(filter: text, search: json["q"]?.string)
        default: throw .malformed(Label("Give either “ids” or a “filter”.", ru: "Укажите либо «ids», либо «filter»."))
        }
    }

    /// - Throws: `Failure.invalid` for more than can be named one by one.
    public static func named(_ ids: [Int64]) throws(Failure) -> Selection {
        guard ids.count <= mostNamed else {
            throw .invalid(
                "ids",
                Label(
                    "Name at most \(mostNamed) records; for more give a filter.",
                    ru: "Не больше \(mostNamed) номеров; для большего задайте фильтр."))
        }
        return .ids(Swift.Set(ids).sorted())
    }

    public var json: JSON {
        var members: [(name: String, value: JSON)] = []
        switch selection {
        case .ids(let ids): members.append(("ids", .array(ids.map { .number("\($0)") })))
        case .found(let filter, let search):
            members.append(("filter", .string(filter)))
            if let search { members.append(("q", .string(search))) }
        }
        if set.members?.isEmpty == false { members.append(("set", set)) }
        switch deed {
        case .change(let add, let remove): members += [("add", add), ("remove", remove)].filter { $0.1.members?.isEmpty == false }
        case .verb(let verb, let input): members += [("verb", .string(verb)), ("values", input)]
        case .delete: members.append(("delete", .bool(true)))
        }
        // What changes nothing is still an order to change.
        if case .change = deed, members.count == 1 || members.count == 2 && members.last?.name == "q" { members.append(("set", [:])) }
        return .object(members)
    }
}

extension BulkOrder {
    /// The records that are meant, for counting them.
    public func query() throws -> Query {
        switch selection {
        case .ids(let ids):
            Query(object, filter: .compare(FieldPath("id"), .isIn, .list(ids.map { .number("\($0)", currency: nil) })))
        case .found(let filter, let search): Query(object, filter: try Filter(filter), search: search)
        }
    }

    /// How many records are meant, and the last of them.
    func extent(_ records: Records) throws -> (count: Int, last: Int64) {
        if case .ids(let ids) = selection { return (ids.count, ids.last ?? 0) }
        var newest = try query()
        newest.sort = [Sort(FieldPath("id"), descending: true)]
        newest.limit = 1
        return (try records.count(query(), upTo: 10_000_000).value, try records.list(newest, make: \.id).rows.first ?? 0)
    }

    /// The next records behind one.
    func next(after id: Int64, to last: Int64, most: Int, _ records: Records) throws -> [Int64] {
        if case .ids(let ids) = selection { return Array(ids.lazy.filter { $0 > id }.prefix(most)) }
        var query = try query()
        func bound(_ comparison: FilterOperator, _ number: Int64) -> Filter {
            .compare(FieldPath("id"), comparison, .number("\(number)", currency: nil))
        }
        query.filter = query.filter & bound(.greater, id) & bound(.atMost, last)
        query.sort = [Sort(FieldPath("id"))]
        query.limit = most
        return try records.list(query, make: \.id).rows
    }
}
