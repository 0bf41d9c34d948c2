public import Definitions
public import Kit
import Storage

/// What to compute over the records that a filter matches, in groups.
public struct AggregateQuery: Sendable {
    public var object: String
    public var filter: Filter
    public var search: String?
    public var groups: [FieldPath]
    public var measures: [Measure]
    /// Where the first group, a day or a moment, is cut into stretches; a group is then how many of them a value has reached.
    public var bounds: [Day] = []
    /// How many groups there may be.
    public var limit: Int
    /// How many records are looked at, any of them; all for nil.
    public var most: Int?

    public init(
        _ object: String, filter: Filter = .all, search: String? = nil, groups: [FieldPath] = [], measures: [Measure], limit: Int = 1000,
        most: Int? = nil
    ) {
        self.object = object
        self.filter = filter
        self.search = search
        self.groups = groups
        self.measures = measures
        self.limit = limit
        self.most = most
    }
}

/// A figure over a group of records. Sums of money are in minor units of the base currency.
public struct Measure: Sendable, Hashable {
    public enum Function: String, Sendable, Hashable, CaseIterable { case count, filled, sum, avg, min, max }
    public let function: Function
    public let path: FieldPath?

    public static let count = Measure(.count, nil)

    public init(_ function: Function, _ path: FieldPath?) {
        self.function = function
        self.path = path
    }

    /// Reads `count(),sum(amount)`.
    public static func parse(_ text: String) throws(Failure) -> [Measure] {
        var measures: [Measure] = []
        for part in text.split(separator: ",") {
            let part = String(part).trimmingWhitespace
            guard part.hasSuffix(")"), let open = part.firstIndex(of: "("), let function = Function(rawValue: String(part[..<open])) else {
                throw .malformed(Label("Measures look like count(),sum(amount).", ru: "Показатели записывают так: count(),sum(amount)."))
            }
            let path = part[part.index(after: open)..<part.index(before: part.endIndex)]
            guard path.isEmpty == (function == .count) else {
                throw .malformed(Label("count() has no field; the others name one.", ru: "У count() нет поля, у остальных показателей оно нужно."))
            }
            measures.append(Measure(function, path.isEmpty ? nil : FieldPath(String(path))))
        }
        return measures
    }

    public var text: String { "\(function.rawValue)(\(path?.text ?? ""))" }
}

/// One group: its values, and the measures in the order asked for (nil: nothing to compute from).
public struct AggregateRow: Sendable {
    public let groups: [FieldValue]
    public let measures: [Int64?]
}

extension Records {
    /// Computes measures over the records that the principal may read.
    public func aggregate(_ query: AggregateQuery) throws -> [AggregateRow] {
        // Each group and each measured field is a column of the rows, which are then grouped by their columns' names.
        let list = Query(query.object, filter: try resolved(query.filter, of: query.object), search: query.search)
        var (plan, compiler) = try compiled(list, principal.role.grant(query.object).read)
        var columns: [SQL] = []
        var groups: [(field: FieldDefinition?, position: Int)] = []
        for path in query.groups {
            let place = try compiler.place(path)
            guard !place.field.isManyReferences, let column = place.field.type.sortColumn else {
                throw Failure.malformed(Label("There are no groups by “\(path.text)”.", ru: "По полю «\(path.text)» не группируют."))
            }
            if !query.bounds.isEmpty, columns.isEmpty {
                groups.append((nil, 0))
                columns.append(stretch(place.column(column), try passed(query.bounds, place.field)))
                continue
            }
            groups.append((place.field, columns.count))
            columns += try compiler.shown(place, path)
        }
        let width = columns.count
        let figures = try query.measures.map { try figure($0, &columns, &compiler) }
        let names = columns.indices.compactMap { Identifier(checked: "c\($0)") }
        // What groups and measures have joined the plan has not.
        for index in plan.sources.indices { plan.sources[index].from = compiler.reading(index == 0 ? compiler.source : compiler.source.former) }
        var rows = plan.rows(columns.isEmpty ? ["1"] : zip(columns, names).map { "\($0) AS \($1)" })
        if let most = query.most { rows += " LIMIT \(most)" }
        let groupColumns = names.prefix(width).map { "\($0)" as SQL }.joined(separator: ", ")
        var sql: SQL = "SELECT \((names.prefix(width).map { "\($0)" as SQL } + figures).joined(separator: ", ")) FROM (\(rows)) u"
        if width > 0 { sql += " GROUP BY \(groupColumns) ORDER BY \(groupColumns)" }
        return try connection.all("\(sql) LIMIT \(query.limit)") { row in
            AggregateRow(
                groups: groups.map { group in
                    group.field?.type.load(row, at: group.position) ?? row.optionalInt(group.position).map { .integer($0) } ?? .empty
                },
                measures: query.measures.indices.map { row.optionalInt(width + $0) }
            )
        }
    }

    /// The bounds as the field keeps its values.
    private func passed(_ bounds: [Day], _ field: FieldDefinition) throws(Failure) -> [Int64] {
        switch field.type.input {
        case .day: return bounds.map { Int64($0.number) }
        case .instant: return bounds.map { engine.settings.zone.start(of: $0).milliseconds }
        default: throw .malformed(Label("Only days are grouped by stretches.", ru: "По отрезкам группируют только дни."))
        }
    }

    /// How many of the bounds a value has reached, as an expression; nothing of nothing.
    private func stretch(_ value: SQL, _ bounds: [Int64]) -> SQL {
        let cases = bounds.enumerated().map { "WHEN \(value) < \($1) THEN CAST(\(Int64($0)) AS bigint)" as SQL }
        return "CASE WHEN \(value) IS NULL THEN NULL \(cases.joined(separator: " ")) ELSE CAST(\(Int64(bounds.count)) AS bigint) END"
    }

    /// The measure as an expression over a column that is added for it.
    private func figure(_ measure: Measure, _ columns: inout [SQL], _ compiler: inout QueryCompiler) throws -> SQL {
        guard let path = measure.path else { return "count(*)" }
        let place = try compiler.place(path)
        if measure.function == .filled {
            let value = Identifier(checked: "c\(columns.count)") ?? "c"
            columns.append(try compiler.shown(place, path)[0])
            return "count(\(value))"
        }
        guard let column = place.field.type.sortColumn, place.field.takes(measure.function) else {
            throw Failure.malformed(Label("“\(path.text)” can't be computed with.", ru: "С полем «\(path.text)» нельзя считать."))
        }
        let value = Identifier(checked: "c\(columns.count)") ?? "c"
        columns.append(place.column(column))
        switch measure.function {
        case .count, .filled: return "count(\(value))"
        case .sum: return "CAST(sum(\(value)) AS \(connection.dialect.type(.integer)))"
        case .avg: return "CAST(avg(\(value)) AS \(connection.dialect.type(.integer)))"
        case .min: return "min(\(value))"
        case .max: return "max(\(value))"
        }
    }
}

extension FieldDefinition {
    fileprivate func takes(_ function: Measure.Function) -> Bool {
        switch type.input {
        case .number, .money, .duration, .rating: true
        // A sum of moments means nothing and would not fit.
        case .day, .instant: function == .min || function == .max
        default: false
        }
    }
}

extension Records {
    /// How many records the principal may read there are, and how many of them each condition matches, in one statement.
    public func counts(_ object: String, _ conditions: [Filter]) throws -> (all: Int, each: [Int]) {
        let definition = try self.object(object)
        let context = conditions.contains(where: \.needsRates) ? Filter.and(conditions) : .all
        var compiler = try compiler(definition, filter: context)
        let tests = try conditions.map { try compiler.condition(resolved($0, of: object)) }
        let sums = tests.map { ", sum(CASE WHEN \($0) THEN 1 ELSE 0 END)" as SQL }.joined(separator: "")
        var sql: SQL = "SELECT count(*)\(sums) FROM \(compiler.from)"
        let among = [compiler.leavingOutArchived(), try compiler.ownRule(principal.role.grant(object).read)].compactMap(\.self)
        if !among.isEmpty { sql += " WHERE \(among.joined(separator: " AND "))" }
        return try connection.first(sql) { row in (Int(row.int(0)), tests.indices.map { Int(row.int($0 + 1)) }) } ?? (0, [])
    }
}
