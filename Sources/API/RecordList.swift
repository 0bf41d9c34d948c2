import Definitions
import Kit
import RecordEngine
import Web

/// A list as a program asks for it. Rows go from the database into JSON without becoming values.
struct RecordList {
    private let query: Query
    private let included: Set<Int>
    /// Up to how many records are counted; nil when nobody asked.
    private let countLimit: Int?

    /// - Throws: `Failure.malformed` for a parameter that makes no sense.
    private init(_ request: WebRequest, _ object: ObjectDefinition, _ role: Role) throws {
        let include = try request.names("include") ?? []
        var names = try request.names("fields") ?? object.readableFields(role)
        names.removeAll { $0 == "id" || $0 == "version" }
        for name in include {
            guard let field = object.field(name), field.type.target != nil else {
                throw Failure.malformed(
                    Label("“\(name.prefix(80))” is no reference to include.", ru: "«\(name.prefix(80))» — не ссылка, включать нечего."))
            }
            if !names.contains(name) { names.append(name) }
        }
        included = Set(names.indices.filter { include.contains(names[$0]) })
        countLimit = try RecordList.countLimit(request.item("count"))
        query = Query(
            object.name, filter: try Filter(request.item("filter") ?? ""), search: request.item("q"),
            sort: try RecordList.sort(request, object),
            columns: names.map { FieldPath($0) }, limit: try request.limit(1...200, standard: 50)
        )
    }

    /// The page that a request asks for: `{"data": […], "next": …}`.
    /// - Parameter known: lists that were asked for before.
    static func page(_ request: WebRequest, _ object: ObjectDefinition, _ records: Records, known: Known) throws -> [UInt8] {
        let asked = request.query.filter { $0.name != "after" }.flatMap { [$0.name, $0.value] }
        let key = Key(engine: records.engine.number, role: records.principal.role.number, asked: asked)
        let list = try known.value(key) { try RecordList(request, object, records.principal.role) }
        return try list.page(after: try request.item("after").map { try Cursor($0) }, records)
    }

    typealias Known = Kept<Key, RecordList>

    /// All that a list follows from, besides its object.
    struct Key: Hashable {
        let engine: Int
        let role: Int
        let asked: [String]
    }

    private func page(after: Cursor?, _ records: Records) throws -> [UInt8] {
        var query = query
        query.after = after
        var json = JSONWriter(capacity: query.limit * (64 + query.columns.count * 32))
        var inclusions = Inclusions()
        try json.object { json in
            json.name("data")
            var next: Cursor?
            try json.array { json in
                next = try records.list(query) { row in write(row, into: &json, &inclusions) }
            }
            json.name("next")
            json.optional(next?.text)
            if let countLimit { json.count(try records.count(query, upTo: countLimit)) }
        }
        return inclusions.isEmpty ? json.bytes : try inclusions.filled(json.bytes, records)
    }

    private func write(_ row: ListRow, into json: inout JSONWriter, _ inclusions: inout Inclusions) {
        guard !included.isEmpty else { return row.write(into: &json) }
        row.write(into: &json) { json in
            for index in row.columns.indices {
                if included.contains(index) {
                    json.name(row.columns[index].path.text)
                    inclusions.leavePlace(for: row.value(index), of: row.columns[index].field, in: &json)
                } else {
                    row.write(index, into: &json)
                }
            }
        }
    }

    static func sort(_ request: WebRequest, _ object: ObjectDefinition) throws(Failure) -> [Sort] {
        guard let text = request.item("sort") else {
            return [Sort(FieldPath(object.listSort.field), descending: object.listSort.descending)]
        }
        let sort = Sort.parse(text)
        guard (1...4).contains(sort.count), Set(sort.map(\.path)).count == sort.count else {
            throw .malformed(Label("“sort” names one to four fields, each once.", ru: "«sort» — от одного до четырёх полей без повторов."))
        }
        return sort
    }

    private static func countLimit(_ text: String?) throws(Failure) -> Int? {
        switch text {
        case nil, "false": return nil
        case "true": return 10_000
        case "exact": return 1_000_000_000
        default: throw .malformed(Label("“count” is true, exact or false.", ru: "«count» — это true, exact или false."))
        }
    }
}

extension ObjectDefinition {
    /// The names of the fields that a role may read, besides the id.
    func readableFields(_ role: Role) -> [String] { fields.map(\.name).filter { $0 != "id" && role.access(name, $0) >= .read } }
}

extension JSONWriter {
    fileprivate mutating func count(_ count: RecordCount) {
        name("count")
        object { json in
            json.name("value")
            json.int(Int64(count.value))
            json.name("exact")
            json.bool(count.isExact)
        }
    }
}
