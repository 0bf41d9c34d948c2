public import Definitions
import Kit
import Storage

/// Conditions on the records that refer to these: `has activity.about where (done_at is empty)`.
extension QueryCompiler {
    mutating func relatedCondition(_ path: FieldPath, _ part: Filter) throws(Failure) -> SQL {
        guard path.names.count == 2, let target = schema.object(path.names[0]), let field = target.field(path.names[1]),
            !isGuarded || role.grant(target.name).read != .none && role.access(target.name, field.name) >= .read,
            field.mayReferTo(object)
        else {
            throw .malformed(Label(
                "There is no “\(path.text.prefix(80))” that refers to \(object.noun.english.many).",
                ru: "Нет такого «\(path.text.prefix(80))», что ссылается на объект «\(object.noun.russian.one)»."))
        }
        guard depth < 3 else { throw .malformed(Label("The filter asks across too many records.", ru: "Фильтр идёт через слишком много записей.")) }
        guard let batch = source.batch else { return try existing(target, field, part, .now) }
        return "(\(try existing(target, field, part, .living(asOf: batch))) OR \(try existing(target, field, part, .former(asOf: batch))))"
    }

    private func existing(_ target: ObjectDefinition, _ field: FieldDefinition, _ part: Filter, _ source: Source) throws(Failure) -> SQL {
        var inner = forRelated(target, source: source)
        // What is one person's own is little: it is looked up first, instead of one question for each row.
        if source == .now, !field.isManyReferences, part.isOfOnePerson {
            let id = try inner.place(FieldPath(field.name))
            var conditions = ["(\(try inner.condition(part)))" as SQL]
            if case .link = field.type.input { conditions.append("\(id.column(1)) = \(object.name)") }
            if let present = inner.leavingOutArchived(part) { conditions.append(present) }
            if isGuarded, let rule = try inner.ownRule(role.grant(target.name).read) { conditions.append(rule) }
            return "\(alias).id IN (SELECT \(id.column(0)) FROM \(inner.from) WHERE \(conditions.joined(separator: " AND ")))"
        }
        var conditions = [try inner.reference(field, to: object, "\(alias).id")]
        if let present = inner.leavingOutArchived(part) { conditions.append(present) }
        if part != .all { conditions.append("(\(try inner.condition(part)))") }
        if isGuarded, let rule = try inner.ownRule(role.grant(target.name).read) { conditions.append(rule) }
        return "EXISTS (SELECT 1 FROM \(inner.from) WHERE \(conditions.joined(separator: " AND "))\(source.condition(inner.alias)))"
    }

    /// That a field of these records refers to the record with an id.
    private mutating func reference(_ field: FieldDefinition, to object: ObjectDefinition, _ id: SQL) throws(Failure) -> SQL {
        let place = try place(FieldPath(field.name))
        if case .link = field.type.input { return "\(place.column(0)) = \(id) AND \(place.column(1)) = \(object.name)" }
        guard field.isManyReferences else { return "\(place.column(0)) = \(id)" }
        guard source.hasLinks else { return "\(place.column(0)) LIKE \("%\n") || CAST(\(id) AS text) || \("\n%")" }
        return "\(alias).id IN (SELECT record FROM \(self.object.links(field)) WHERE target = \(id))"
    }
}

extension FieldDefinition {
    /// Whether its values are records of an object.
    public func mayReferTo(_ object: ObjectDefinition) -> Bool { type.input == .link || type.target == object.name }
}

extension Filter {
    /// Whether it is of what belongs to whoever asks.
    fileprivate var isOfOnePerson: Bool {
        switch self {
        case .compare(_, .equals, .word("me")): true
        case .and(let parts): parts.contains(where: \.isOfOnePerson)
        default: false
        }
    }
}
