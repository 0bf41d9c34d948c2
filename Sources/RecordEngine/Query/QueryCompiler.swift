import Definitions
import Kit
import Storage

/// Turns conditions and paths on one object into SQL. Identifiers come from the schema, values are bound, the principal's
/// row rules go into every table that is read, and fields it may not read do not exist.
struct QueryCompiler {
    let object: ObjectDefinition
    let alias: Identifier
    private let schema: Schema
    private let role: Role
    private let context: ValueContext
    /// Whether rows and fields are limited to what the principal may read. Off only inside a row rule itself.
    private let isGuarded: Bool
    private var joins: [String: (alias: Identifier, object: ObjectDefinition)] = [:]
    private(set) var joined = SQL.empty

    init(_ object: ObjectDefinition, schema: Schema, role: Role, context: ValueContext, alias: Identifier = "t", isGuarded: Bool = true) {
        self.object = object
        self.schema = schema
        self.role = role
        self.context = context
        self.alias = alias
        self.isGuarded = isGuarded
    }

    /// A field and the table alias it is read from.
    struct Place {
        let field: FieldDefinition
        let object: ObjectDefinition
        let alias: Identifier

        func column(_ index: Int) -> SQL { "\(alias).\(field.identifiers[index])" }
    }

    /// Follows a path, joining what it leads through.
    mutating func place(_ path: FieldPath) throws(Failure) -> Place {
        var (object, alias) = (object, alias)
        guard let last = path.names.last, path.names.count <= 4 else { throw unknown(path, object) }
        var prefix = ""
        for name in path.names.dropLast() {
            let field = try readable(name, of: object, path)
            guard let target = target(of: field), !field.isManyReferences else { throw unknown(path, object) }
            prefix += name + "."
            (object, alias) = try join(prefix, Place(field: field, object: object, alias: alias), target)
        }
        return Place(field: try readable(last, of: object, path), object: object, alias: alias)
    }

    /// The alias of the record that a reference leads to, with the row rule of its object in the join.
    mutating func joinTarget(of place: Place, path: FieldPath) throws(Failure) -> (alias: Identifier, object: ObjectDefinition)? {
        guard let target = target(of: place.field) else { return nil }
        let (object, alias) = try join(path.text + ".", place, target)
        return (alias, object)
    }

    private func target(of field: FieldDefinition) -> ObjectDefinition? {
        guard let name = field.type.target else { return nil }
        return schema.object(name)
    }

    private mutating func join(
        _ prefix: String, _ place: Place, _ target: ObjectDefinition
    ) throws(Failure) -> (ObjectDefinition, Identifier) {
        if let known = joins[prefix] { return (known.object, known.alias) }
        let alias = Identifier(checked: "\(self.alias.name)\(joins.count + 1)") ?? "j"
        joins[prefix] = (alias, target)
        joined += " LEFT JOIN \(target.table) \(alias) ON \(alias).id = \(place.column(0))"
        if isGuarded, let rule = try rowRule(role.grant(target.name).read, of: target, alias: alias) { joined += " AND \(rule)" }
        return (target, alias)
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

    /// A filter as a condition.
    mutating func condition(_ filter: Filter) throws(Failure) -> SQL {
        switch filter {
        case .all: return "1 = 1"
        case .and(let parts): return try conditions(parts, separator: " AND ")
        case .or(let parts): return try conditions(parts, separator: " OR ")
        case .not(let part): return "NOT COALESCE((\(try condition(part))), 1 = 0)"
        case .compare(let path, let comparison, let operand): return try comparisonCondition(path, comparison, operand)
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
        let place = try place(path)
        guard place.field.type.operators.contains(comparison) else {
            throw problem(path, Label("can't be compared with “\(comparison.rawValue)”", ru: "не сравнивают через «\(comparison.rawValue)»"))
        }
        if place.field.isManyReferences, place.alias == alias, let condition = try linkCondition(place, path, comparison, operand) {
            return condition
        }
        do {
            return try place.field.type.condition(comparison, operand, context) { place.column($0) }
        } catch {
            throw problem(path, error.message)
        }
    }

    /// "Has this tag" goes through the table of links, which has an index.
    private func linkCondition(
        _ place: Place, _ path: FieldPath, _ comparison: FilterOperator, _ operand: Operand
    ) throws(Failure) -> SQL? {
        guard [.equals, .contains, .isIn, .differs, .isNotIn].contains(comparison) else { return nil }
        var operands = [operand]
        if case .list(let list) = operand { operands = list }
        var ids: [SQL] = []
        for operand in operands {
            guard case .number(let digits, nil) = operand, let id = Int64(digits) else {
                throw problem(path, Label("give the number of a record", ru: "укажите номер записи"))
            }
            ids.append("\(id)")
        }
        let within: SQL = "\(place.alias).id IN (SELECT record FROM \(place.object.links(place.field)) WHERE target IN (\(ids.joined(separator: ", "))))"
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
            if let joined = try joinTarget(of: place, path: path) { columns[0] = "\(joined.alias).id" }
        }
        return columns
    }

    private func followed(link columns: [SQL]) throws(Failure) -> SQL {
        var cases = SQL.empty
        for target in schema.objects {
            guard let rule = try rowRule(role.grant(target.name).read, of: target, alias: "r") else { continue }
            let isReadable: SQL = "EXISTS (SELECT 1 FROM \(target.table) r WHERE r.id = \(columns[0]) AND \(rule))"
            cases += " WHEN \(columns[1]) = \(target.name) AND NOT \(isReadable) THEN NULL"
        }
        return cases.isEmpty ? columns[0] : "CASE\(cases) ELSE \(columns[0]) END"
    }

    /// The row rule of a right on the query's own object; nil when it reaches all rows.
    func ownRule(_ rule: RowRule) throws(Failure) -> SQL? { try rowRule(rule, of: object, alias: alias) }

    private func rowRule(_ rule: RowRule, of target: ObjectDefinition, alias: Identifier) throws(Failure) -> SQL? {
        switch rule {
        case .all: return nil
        case .none: return "1 = 0"
        case .rows(let text):
            let filter = try parsed(text)
            var own = QueryCompiler(target, schema: schema, role: role, context: context, alias: alias, isGuarded: false)
            let condition = try own.condition(filter)
            if own.joined.isEmpty { return "(\(condition))" }
            // A rule that looks across relations is a query of its own.
            var inner = QueryCompiler(target, schema: schema, role: role, context: context, alias: "r", isGuarded: false)
            let across = try inner.condition(filter)
            return "\(alias).id IN (SELECT r.id FROM \(target.table) r\(inner.joined) WHERE \(across))"
        }
    }

    private func parsed(_ text: String) throws(Failure) -> Filter {
        var parser = FilterParser(text)
        return try parser.filter()
    }
}
