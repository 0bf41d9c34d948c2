import Definitions
import Kit
import RecordEngine
import Web

/// What changed between two moments, as asked for by a program.
struct ChangeList {
    static let moments: [Operation.Parameter] = [
        .query(
            "from", ["type": "string"],
            Label("The earlier moment, or a day, which means its end.", ru: "Более ранний момент или день, то есть его конец."),
            required: true),
        .query("to", ["type": "string"], Label("The later one; now when left out.", ru: "Более поздний; если не указан — сейчас.")),
        .filter,
        .query("kind", ["enum": ["added", "lost", "changed", "moved", "grown", "shrunk"]], Label("Only those.", ru: "Только такие.")),
    ]

    private let object: ObjectDefinition
    private let query: ChangeQuery
    private let earlier: Records
    private let later: Records

    /// - Throws: `Failure.malformed` for a parameter that makes no sense.
    init(_ request: WebRequest, _ object: ObjectDefinition, _ records: Records) throws {
        self.object = object
        _ = try records.object(object.name)
        guard let from = request.item("from") else {
            throw Failure.malformed(Label("“from” says since when.", ru: "«from» указывает, с какого момента."))
        }
        (earlier, later) = (try records.asOf(from), try records.asOf(request.item("to")))
        guard earlier.now <= later.now else {
            throw Failure.malformed(Label("“from” lies behind “to”.", ru: "«from» позже, чем «to»."))
        }
        let after = try request.item("after").map { text throws(Failure) in
            guard let id = Int64(text), id > 0 else { throw Cursor.unknown }
            return id
        }
        let (kind, way) = try ChangeList.kind(request.item("kind"))
        query = ChangeQuery(
            object.name, filter: try Filter(request.item("filter") ?? ""), kind: kind, way: way,
            limit: try request.limit(1...200, standard: 50),
            after: after ?? 0)
    }

    /// What is meant by the name of a kind, or of a way of changing.
    static func kind(_ name: String?) throws(Failure) -> (RecordChange.Kind?, RecordChange.Way?) {
        guard let name else { return (nil, nil) }
        if let kind = RecordChange.Kind(rawValue: name) { return (kind, nil) }
        if let way = RecordChange.Way(rawValue: name) { return (nil, way) }
        throw .malformed(
            Label(
                "“kind” is added, lost, changed, moved, grown or shrunk.", ru: "«kind» — это added, lost, changed, moved, grown или shrunk."
            ))
    }

    /// `{"data": […], "next": …}`.
    func page() throws -> [UInt8] {
        let (changes, next) = try later.changes(query, since: earlier)
        var json = JSONWriter(capacity: 64 + changes.count * 256)
        json.object { json in
            json.name("data")
            json.array { json in for change in changes { json.recordChange(change) } }
            json.name("next")
            json.optional(next.map { "\($0)" })
        }
        return json.bytes
    }

    /// `{"data": [{"kind": "added", "count": 3, "sum": 120000}], "currency": "RUB", "exact": true}`.
    func summary() throws -> [UInt8] {
        var summary = ChangeSummary()
        summary.isExact = try later.eachChange(query, since: earlier) { summary.add($0) }
        var json = JSONWriter(capacity: 512)
        json.object { json in
            json.name("data")
            json.array { json in
                for line in summary.lines {
                    json.object { json in
                        json.name("kind")
                        json.string(line.kind)
                        json.name("count")
                        json.int(Int64(line.count))
                        json.name("sum")
                        json.int(line.sum)
                    }
                }
            }
            json.name("currency")
            json.string(later.engine.settings.baseCurrency.code)
            json.name("exact")
            json.bool(summary.isExact)
        }
        return json.bytes
    }
}

/// Counts and sums of changes by their kinds and ways.
struct ChangeSummary {
    static let kinds = ["added", "moved", "grown", "shrunk", "changed", "lost"]
    private(set) var lines = kinds.map { (kind: $0, count: 0, sum: Int64(0)) }
    /// Whether all changes were looked at.
    var isExact = true

    mutating func add(_ change: RecordChange) {
        add(change.kind.rawValue, change.weight(nil))
        for way in change.ways { add(way.rawValue, change.weight(way)) }
    }

    private mutating func add(_ kind: String, _ sum: Int64) {
        guard let index = lines.firstIndex(where: { $0.kind == kind }) else { return }
        lines[index].count += 1
        lines[index].sum = lines[index].sum.addingReportingOverflow(sum).partialValue
    }
}

/// What a program sends to give a record its former values back.
struct Reversion {
    static let schema: JSON = [
        "type": "object", "required": ["as_of"],
        "properties": [
            "as_of": [
                "type": "string",
                "description": .words("A moment, or a day, which means its end.", ru: "Момент или день; день означает его конец."),
            ],
            "fields": ["type": "array", "items": ["type": "string"], "description": .words("Only these fields.", ru: "Только эти поля.")],
        ],
        "additionalProperties": false,
    ]

    let moment: String
    let fields: [String]?

    init(_ json: JSON) throws(Failure) {
        let unknown = (json.members ?? []).map(\.name).filter { $0 != "as_of" && $0 != "fields" }
        if !unknown.isEmpty { throw .invalid(unknown.map { FieldIssue($0, Label("There is no such field.", ru: "Такого поля нет.")) }) }
        guard let moment = json["as_of"]?.string else {
            throw .invalid([FieldIssue("as_of", Label("Fill this in.", ru: "Заполните это поле."))])
        }
        self.moment = moment
        guard let fields = json["fields"], fields != .null else {
            self.fields = nil
            return
        }
        let names = (fields.array ?? []).compactMap(\.string)
        guard let array = fields.array, names.count == array.count, (1...200).contains(names.count) else {
            throw .invalid([FieldIssue("fields", Label("Give a list of names.", ru: "Укажите список имён."))])
        }
        self.fields = names
    }
}
