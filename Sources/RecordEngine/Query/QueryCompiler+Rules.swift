import Definitions
import Kit
import Storage

/// The rows that a right reaches, as conditions. Rules are of the present: also of what is read as of a moment of the past, the present
/// row decides, and of a deleted record the last one it had.
extension QueryCompiler {
    /// The row rule of a right on the query's own object; nil when it reaches all rows.
    func ownRule(_ rule: RowRule) throws(Failure) -> SQL? {
        source.isFormer ? try presentRule(rule, of: object, id: "\(alias).id") : try rowRule(rule, of: object, alias: alias)
    }

    /// The rule of a list as conditions of which exactly one holds for each row that it reaches; none where it reaches all. What is reached
    /// by a table of links (`colleagues = me`) is one of its own, so that the other rows still come in their order by an index.
    func alternatives(_ rule: RowRule, under filter: Filter) throws(Failure) -> [SQL] {
        if case .rows(let text) = rule, source == .now {
            let parts = try Filter(text).alternatives
            // Whoever asks for the own records only need not be asked whether others' are meant.
            if parts.count > 1, parts.contains(where: filter.demands) { return [] }
            let (linked, plain) = (parts.filter(isLinked), parts.filter { !isLinked($0) })
            if !linked.isEmpty, !plain.isEmpty, let first = try ownRule(.rows(Filter.or(plain).text)),
                let second = try ownRule(.rows(Filter.or(linked).text))
            {
                return [first, "\(second) AND NOT COALESCE(\(first), 1 = 0)"]
            }
        }
        guard let present = try ownRule(rule) else { return [] }
        // Those of the same owners come in order by an index, and those that came from others since are looked up.
        guard let owner = object.ownerField.flatMap(object.field)?.identifiers.first else { return [present] }
        switch way {
        case .ordered(let one?): return ["\(alias).\(owner) = \(one) AND \(present)"]
        case .moved(let owners):
            return ["(\(alias).\(owner) IN (\(owners.listed))) IS NOT TRUE AND \(present)"]
        case .ordered, .span, .few: return [present]
        }
    }

    private func isLinked(_ part: Filter) -> Bool {
        guard case .compare(let path, .equals, _) = part, path.names.count == 1 else { return false }
        return object.field(path.text)?.isManyReferences ?? false
    }

    /// The rule on a row of the table of living records, or of the past with `source`.
    func rowRule(_ rule: RowRule, of target: ObjectDefinition, alias: Identifier, source: Source = .now) throws(Failure) -> SQL? {
        switch rule {
        case .all: return nil
        case .none: return "1 = 0"
        case .rows(let text):
            let filter = try Filter(text)
            var own = forRule(target, alias: alias, source: source)
            let condition = try own.condition(filter)
            if own.joined.isEmpty { return "(\(condition))" }
            // A rule that looks across relations is a query of its own.
            var inner = forRule(target, alias: "q", source: source)
            let across = try inner.condition(filter)
            if !source.isFormer { return "\(alias).id IN (SELECT q.id FROM \(inner.from) WHERE \(across))" }
            return "EXISTS (SELECT 1 FROM \(inner.from) WHERE q.id = \(alias).id AND q.version = \(alias).version AND \(across))"
        }
    }

    /// Whether the record with an id may be read by its present row; in the past also by the last row it had, when it is deleted.
    func presentRule(_ rule: RowRule, of target: ObjectDefinition, id: SQL) throws(Failure) -> SQL? {
        // Inside of another rule the name may be taken.
        let row: Identifier = depth == 0 ? "r" : depth == 1 ? "ra" : "rb"
        guard let living = try rowRule(rule, of: target, alias: row) else { return nil }
        let isReadable: SQL = "EXISTS (SELECT 1 FROM \(target.table) \(row) WHERE \(row).id = \(id) AND \(living))"
        guard source.batch != nil, let deleted = try rowRule(rule, of: target, alias: row, source: .former(asOf: .max)) else {
            return isReadable
        }
        return """
            (\(isReadable) OR NOT EXISTS (SELECT 1 FROM \(target.table) d WHERE d.id = \(id))
            AND EXISTS (SELECT 1 FROM \(target.past) \(row) WHERE \(row).id = \(id) AND \(deleted)
            AND \(row).version = (SELECT max(d.version) FROM \(target.past) d WHERE d.id = \(id))))
            """
    }

    /// What a filter may say of a reference: `company = may_read`.
    static let rights: [String: any KeyPath<Grant, RowRule> & Sendable] = ["may_read": \.read, "may_update": \.update]

    /// Whether a right reaches the record that a reference or a link leads to; nil for a field that leads to no single one. Where rights
    /// follow each other in a circle, they reach nothing.
    func condition(that right: KeyPath<Grant, RowRule>, reaches place: Place) throws(Failure) -> SQL? {
        guard depth < 3 else { return "1 = 0" }
        let id = place.column(0)
        guard case .link = place.field.type.input else {
            guard !place.field.isManyReferences, let target = target(of: place.field) else { return nil }
            let rule = role.grant(target.name)[keyPath: right]
            if rule == .none { return "1 = 0" }
            return try presentRule(rule, of: target, id: id) ?? "\(id) IS NOT NULL"
        }
        var (whole, some): ([SQL], [SQL]) = ([], [])
        for target in schema.objects where target !== object {
            let rule = role.grant(target.name)[keyPath: right]
            if rule == .none { continue }
            if let condition = try presentRule(rule, of: target, id: id) {
                some.append("\(place.column(1)) = \(target.name) AND \(condition)")
            } else {
                whole.append("\(target.name)")
            }
        }
        if !whole.isEmpty { some.append("\(place.column(1)) IN (\(whole.joined(separator: ", ")))") }
        return some.isEmpty ? "1 = 0" : "(\(some.map { "(\($0))" as SQL }.joined(separator: " OR ")))"
    }
}

extension ObjectDefinition {
    /// The owners whose records a rule reaches, when it looks at nothing else; nil for other rules.
    func owners(reachedBy rule: RowRule, _ principal: Principal) -> [Int64]? {
        guard case .rows(let text) = rule, let ownerField, case .compare(let path, .equals, .word(let word))? = try? Filter(text),
            path == FieldPath(ownerField)
        else { return nil }
        let owners = word == "me" ? principal.user.map { [$0] } ?? [] : word == "my_team" ? Set(principal.team).sorted() : []
        return owners.isEmpty ? nil : owners
    }

    /// That a version belonged to one of some owners, before other conditions; nothing for all.
    func owned(by owners: [Int64]?) -> SQL {
        guard let owners, let column = ownerField.flatMap(field)?.identifiers.first else { return .empty }
        return "\(column) IN (\(owners.listed)) AND "
    }
}

extension Filter {
    /// What of it is enough.
    fileprivate var alternatives: [Filter] { if case .or(let parts) = self { parts.flatMap(\.alternatives) } else { [self] } }

    /// Whether whatever it matches fulfils a condition on a field of the record itself, which means the same in a rule.
    fileprivate func demands(_ part: Filter) -> Bool {
        if case .and(let parts) = self { return parts.contains { $0.demands(part) } }
        guard case .compare(let path, _, _) = part else { return false }
        return path.names.count == 1 && self == part
    }
}

extension [Int64] {
    /// As a list of values.
    var listed: SQL { map { "\($0)" as SQL }.joined(separator: ", ") }
}
