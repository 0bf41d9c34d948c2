import Definitions
import Kit
import Storage

/// Turns conditions and paths on one object into SQL. Identifiers come from the schema, values are bound, the principal's
/// row rules go into every table that is read, and fields it may not read do not exist.
struct QueryCompiler {
    let object: ObjectDefinition
    let alias: Identifier
    let schema: Schema
    let role: Role
    let context: ValueContext
    /// The context of row rules, which are of the present whatever is read.
    private let ruleContext: ValueContext
    /// Which versions are read.
    let source: Source
    var way = Source.Way.span
    /// Whether rows and fields are limited to what the principal may read. Off only inside a row rule itself.
    let isGuarded: Bool
    /// How many rules this is inside of: the rights of one record may follow those of another, and those of a third.
    private(set) var depth = 0
    private var joins: [String: Joined] = [:]
    private(set) var joined = SQL.empty

    init(
        _ object: ObjectDefinition, schema: Schema, role: Role, context: ValueContext, ruleContext: ValueContext? = nil, source: Source = .now,
        alias: Identifier = "t", isGuarded: Bool = true
    ) {
        self.object = object
        self.schema = schema
        self.role = role
        self.context = context
        self.ruleContext = ruleContext ?? context
        self.source = source
        self.alias = alias
        self.isGuarded = isGuarded
    }

    /// A record that a path leads to: the alias of its table, and in the past that of its former versions too, of which one at most
    /// has a row.
    struct Joined {
        let object: ObjectDefinition
        let alias: Identifier
        var former: Identifier?

        func column(_ name: Identifier) -> SQL {
            former.map { "COALESCE(\(alias).\(name), \($0).\(name))" } ?? "\(alias).\(name)"
        }
    }

    /// A field and the record it is read from.
    struct Place {
        let field: FieldDefinition
        let record: Joined
        /// Whether the moment that is read is from before the field had values.
        var isBefore = false

        func column(_ index: Int) -> SQL {
            if isBefore { return field.type.columns[index].kind == .integer ? "CAST(NULL AS bigint)" : "CAST(NULL AS text)" }
            return record.column(field.identifiers[index])
        }
    }

    /// The table of the object and all that is joined to it.
    var from: SQL { reading(source) }

    /// The same of another table of the object; what is joined is the same.
    func reading(_ source: Source) -> SQL {
        let table = source.table(of: object)
        switch (source, way) {
        case (.former(let batch), .few(let most, let owners)):
            let few: SQL = "SELECT id, version FROM \(table) WHERE \(object.owned(by: owners))ended_by > \(batch) LIMIT \(most)"
            return "(\(few)) f CROSS JOIN \(table) \(alias)\(joined)"
        case (.former(let batch), .moved(let owners)):
            let theirs: SQL = "object = \(object.name) AND owner IN (\(owners.listed)) AND batch > \(batch)"
            return "(SELECT DISTINCT record FROM changed_owner WHERE \(theirs)) o CROSS JOIN \(table) \(alias)\(joined)"
        default: return "\(table) \(alias)\(joined)"
        }
    }

    /// Follows a path, joining what it leads through.
    mutating func place(_ path: FieldPath) throws(Failure) -> Place {
        let record = try record(path)
        let field = try readable(path.names.last ?? "", of: record.object, path)
        return Place(field: field, record: record, isBefore: source.batch != nil && field.isBefore(context.now))
    }

    /// The entries of segments, where there are any.
    var entries: ObjectDefinition? { schema.object("segment_entry") }

    /// The record that the last name of a path is a field of.
    mutating func record(_ path: FieldPath) throws(Failure) -> Joined {
        var record = Joined(object: object, alias: alias)
        guard !path.names.isEmpty, path.names.count <= 4 else { throw unknown(path, object) }
        var prefix = ""
        for name in path.names.dropLast() {
            let field = try readable(name, of: record.object, path)
            guard let target = target(of: field), !field.isManyReferences else { throw unknown(path, record.object) }
            prefix += name + "."
            record = try join(prefix, Place(field: field, record: record), target)
        }
        return record
    }

    /// The record that a reference leads to, with the row rule of its object in the join.
    mutating func joinTarget(of place: Place, path: FieldPath) throws(Failure) -> Joined? {
        guard let target = target(of: place.field) else { return nil }
        return try join(path.text + ".", place, target)
    }

    func target(of field: FieldDefinition) -> ObjectDefinition? {
        guard let name = field.type.target else { return nil }
        return schema.object(name)
    }

    private mutating func join(_ prefix: String, _ place: Place, _ target: ObjectDefinition) throws(Failure) -> Joined {
        if let known = joins[prefix] { return known }
        var record = Joined(object: target, alias: Identifier(checked: "\(self.alias.name)\(joins.count + 1)") ?? "j")
        let rule = isGuarded ? role.grant(target.name).read : .all
        joined += " LEFT JOIN \(target.table) \(record.alias) ON \(record.alias).id = \(place.column(0))"
        if let batch = source.batch { joined += Source.living(asOf: batch).condition(record.alias) }
        if let rule = try rowRule(rule, of: target, alias: record.alias) { joined += " AND \(rule)" }
        if let batch = source.batch {
            let former = record.alias.adding("p")
            joined += " LEFT JOIN \(target.past) \(former) ON \(former).id = \(place.column(0))\(Source.former(asOf: batch).condition(former))"
            if let rule = try presentRule(rule, of: target, id: "\(former).id") { joined += " AND \(rule)" }
            record.former = former
        }
        joins[prefix] = record
        return record
    }

    func readable(_ name: String, of object: ObjectDefinition, _ path: FieldPath) throws(Failure) -> FieldDefinition {
        guard let field = object.field(name), !isGuarded || role.access(object.name, name) >= .read else { throw unknown(path, object) }
        return field
    }

    private func unknown(_ path: FieldPath, _ object: ObjectDefinition) -> Failure {
        .malformed(Label(
            "There is no field “\(path.text.prefix(80))” of \(object.noun.english.many).",
            ru: "Поля «\(path.text.prefix(80))» у объекта «\(object.noun.russian.one)» нет."
        ))
    }

    /// That a record is not in the archive. Nil where there is none, and for a filter that asks for what is in it, or for records by number.
    func leavingOutArchived(_ filter: Filter = .all) -> SQL? {
        guard object.hasArchive else { return nil }
        if !filter.asksForArchived { return "\(alias).archived_at IS NULL" }
        // As a range it is found by its index also without statistics, whatever the order.
        let isArchived = Filter.compare(FieldPath(ObjectDefinition.archivedAt.name), .isNotEmpty, .none)
        return filter.parts.contains(isArchived) ? "\(alias).archived_at BETWEEN \(Int64.min) AND \(Int64.max)" : nil
    }

    /// A filter as a condition.
    mutating func condition(_ filter: Filter) throws(Failure) -> SQL {
        switch filter {
        case .all: return "1 = 1"
        case .and(let parts): return try conditions(parts, separator: " AND ")
        case .or(let parts): return try conditions(parts, separator: " OR ")
        case .not(let part): return "NOT COALESCE((\(try condition(part))), 1 = 0)"
        case .compare(let path, let comparison, let operand): return try comparisonCondition(path, comparison, operand)
        case .has(let path, let part): return try relatedCondition(path, part)
        }
    }

    private mutating func conditions(_ parts: [Filter], separator: SQL) throws(Failure) -> SQL {
        var pieces: [SQL] = []
        for part in parts { pieces.append("(\(try condition(part)))") }
        return pieces.joined(separator: separator)
    }

    private mutating func comparisonCondition(
        _ path: FieldPath, _ comparison: FilterOperator, _ operand: Operand
    ) throws(Failure) -> SQL {
        if let condition = try segmentCondition(path, comparison, operand) { return condition }
        let place = try place(path)
        if comparison == .equals, case .word(let word) = operand, let right = QueryCompiler.rights[word] {
            guard let condition = try condition(that: right, reaches: place) else {
                throw problem(path, Label("leads to no single record", ru: "не ведёт к одной записи"))
            }
            return condition
        }
        guard place.field.type.operators.contains(comparison) else {
            throw problem(path, Label("can't be compared with “\(comparison.rawValue)”", ru: "не сравнивают через «\(comparison.rawValue)»"))
        }
        if place.field.isManyReferences, place.record.alias == alias, let condition = try linkCondition(place, path, comparison, operand) {
            return condition
        }
        do {
            return try place.field.type.condition(comparison, operand, context) { place.column($0) }
        } catch {
            throw problem(path, error.message)
        }
    }

    /// "Has this tag" goes through the table of links, which has an index; former versions have none.
    private func linkCondition(
        _ place: Place, _ path: FieldPath, _ comparison: FilterOperator, _ operand: Operand
    ) throws(Failure) -> SQL? {
        guard [.equals, .contains, .isIn, .differs, .isNotIn].contains(comparison), source.hasLinks else { return nil }
        var operands = [operand]
        if case .list(let list) = operand { operands = list }
        var ids: [SQL] = []
        for operand in operands {
            switch operand {
            case .word("me") where place.field.type.target == "user": ids += (context.me.map { [$0] } ?? []).map { "\($0)" }
            case .word("my_team") where place.field.type.target == "user": ids += context.myTeam.map { "\($0)" }
            default:
                guard case .number(let digits, nil) = operand, let id = Int64(digits) else {
                    throw problem(path, Label("give the number of a record", ru: "укажите номер записи"))
                }
                ids.append("\(id)")
            }
        }
        let targets = ids.isEmpty ? "NULL" : ids.joined(separator: ", ")
        let within: SQL = "\(alias).id IN (SELECT record FROM \(object.links(place.field)) WHERE target IN (\(targets)))"
        return comparison == .differs || comparison == .isNotIn ? "NOT \(within)" : within
    }

    private func problem(_ path: FieldPath, _ message: Label) -> Failure {
        .malformed(Label("Filter, “\(path.text)”: \(message.en)", ru: "Фильтр, «\(path.text)»: \(message.ru)"))
    }

    /// The columns of a field as they are read. A reference that may not be followed is empty.
    mutating func shown(_ place: Place, _ path: FieldPath) throws(Failure) -> [SQL] {
        var columns = place.field.type.columns.indices.map { place.column($0) }
        guard isGuarded else { return columns }
        if case .link = place.field.type.input {
            columns[0] = try followed(link: columns)
        } else if !place.field.isManyReferences, let target = target(of: place.field), role.grant(target.name).read != .all {
            if let joined = try joinTarget(of: place, path: path) { columns[0] = joined.column("id") }
        }
        return columns
    }

    private func followed(link columns: [SQL]) throws(Failure) -> SQL {
        var cases = SQL.empty
        for target in schema.objects {
            guard let isReadable = try presentRule(role.grant(target.name).read, of: target, id: columns[0]) else { continue }
            cases += " WHEN \(columns[1]) = \(target.name) AND NOT \(isReadable) THEN NULL"
        }
        return cases.isEmpty ? columns[0] : "CASE\(cases) ELSE \(columns[0]) END"
    }

    /// Another compiler with the same rights and none of the joins, for the records that refer to these.
    func forRelated(_ target: ObjectDefinition, source: Source) -> QueryCompiler {
        let alias = Identifier(checked: "\(self.alias.name)h") ?? "h"
        var compiler = QueryCompiler(
            target, schema: schema, role: role, context: context, ruleContext: ruleContext, source: source, alias: alias, isGuarded: isGuarded)
        compiler.depth = depth + 1
        return compiler
    }

    /// Another compiler with the same rights and none of the joins, for a row rule.
    func forRule(_ target: ObjectDefinition, alias: Identifier, source: Source) -> QueryCompiler {
        var compiler = QueryCompiler(target, schema: schema, role: role, context: ruleContext, source: source, alias: alias, isGuarded: false)
        compiler.depth = depth + 1
        return compiler
    }
}
