import Definitions
import Kit
import RecordEngine
import Web

/// Figures over groups of records, as asked for by a program.
struct Aggregation {
    private static let limit = 1_000
    private let object: ObjectDefinition
    private let query: AggregateQuery

    init(_ request: WebRequest, _ object: ObjectDefinition) throws {
        self.object = object
        let groups = try request.names("group") ?? []
        let measures = try Measure.parse(request.item("measures") ?? "count()")
        guard groups.count <= 4, (1...20).contains(measures.count), Set(measures).count == measures.count else {
            throw Failure.malformed(
                Label(
                    "Up to four groups and twenty measures, each once.",
                    ru: "До четырёх группировок и двадцати показателей, каждый один раз."
                ))
        }
        query = AggregateQuery(
            object.name, filter: try Filter(request.item("filter") ?? ""), search: request.item("q"), groups: groups.map { FieldPath($0) },
            measures: measures, limit: Aggregation.limit + 1
        )
    }

    /// `{"data": [{"stage": 3, "count()": 12}], "currency": "RUB"}`.
    func answer(_ records: Records) throws -> [UInt8] {
        let rows = try records.aggregate(query)
        guard rows.count <= Aggregation.limit else {
            throw Failure.malformed(
                Label("There are more than 1,000 groups; filter more.", ru: "Получилось больше 1000 групп; уточните фильтр."))
        }
        let groups = try query.groups.map { try field($0, records.schema) }
        let measures = try query.measures.map { try $0.path.map { try field($0, records.schema) } }
        var json = JSONWriter(capacity: 64 + rows.count * 64)
        json.object { json in
            json.name("data")
            json.array { json in
                for row in rows { json.object { write(row, groups, measures, into: &$0) } }
            }
            // Sums of money are in its minor units.
            json.name("currency")
            json.string(records.engine.settings.baseCurrency.code)
        }
        return json.bytes
    }

    private func write(_ row: AggregateRow, _ groups: [FieldDefinition], _ measures: [FieldDefinition?], into json: inout JSONWriter) {
        for index in groups.indices {
            json.name(query.groups[index].text)
            groups[index].type.write(row.groups[index], into: &json)
        }
        for index in measures.indices {
            json.name(query.measures[index].text)
            write(row.measures[index], measures[index], into: &json)
        }
    }

    /// A figure as its field is written; amounts of money as plain minor units.
    private func write(_ figure: Int64?, _ field: FieldDefinition?, into json: inout JSONWriter) {
        guard let figure, let field else { return json.optional(figure) }
        switch field.type.input {
        case .day: field.type.write(.day(Day(number: Int32(truncatingIfNeeded: figure))), into: &json)
        case .instant: field.type.write(.instant(Instant(milliseconds: figure)), into: &json)
        case .number, .duration, .rating: field.type.write(.integer(figure), into: &json)
        default: json.int(figure)
        }
    }

    /// The field that a path leads to. The engine has read by it, so it is there.
    private func field(_ path: FieldPath, _ schema: Schema) throws(Failure) -> FieldDefinition {
        var object: ObjectDefinition? = self.object
        var field: FieldDefinition?
        for name in path.names {
            field = object?.field(name)
            let target = field?.type.target
            object = target.flatMap { schema.object($0) }
        }
        guard let field else { throw .notFound }
        return field
    }
}
