import Definitions
import Kit
import RecordEngine
import Storage

/// What referred to a record that is merged into another refers to that.
extension Records {
    func lead(from record: Record, to survivor: Int64, merging ids: Set<Int64>) throws {
        for (object, field) in schema.references(to: record.object.name) {
            let sql: SQL = field.isManyReferences
                ? "SELECT record FROM \(object.links(field)) WHERE target = \(record.id)"
                : "SELECT id FROM \(object.table) WHERE \(field.identifiers[0]) = \(record.id)"
            for id in try connection.all(sql, { $0.int(0) }) where object.name != record.object.name || id == survivor || !ids.contains(id) {
                let isWithin = object.name == record.object.name && id == survivor
                try lead(field, of: object, id) { value in
                    switch value {
                    case .references(let all) where isWithin: References(all.filter { $0 != record.id }).fieldValue
                    case .references(let all):
                        References(all.map { $0 == record.id ? survivor : $0 }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }).fieldValue
                    default: isWithin ? .empty : .reference(survivor)
                    }
                }
            }
        }
        for object in schema.objects {
            for field in object.fields where field.type.input == .link && !field.isReadOnly {
                let sql: SQL = """
                    SELECT id FROM \(object.table)
                    WHERE \(field.identifiers[0]) = \(record.id) AND \(field.identifiers[1]) = \(record.object.name)
                    """
                for id in try connection.all(sql, { $0.int(0) }) where object.name != record.object.name || !ids.contains(id) {
                    try lead(field, of: object, id) { _ in .link(RecordLink(object: record.object.name, id: survivor)) }
                }
            }
        }
    }

    private func lead(_ field: FieldDefinition, of object: ObjectDefinition, _ id: Int64, _ led: (FieldValue) -> FieldValue) throws {
        guard let referring = try find(object, id, rule: .all, isLocked: true), let position = object.position(of: field.name) else { return }
        var values = referring.values
        values[position] = led(values[position])
        if values[position].isEmpty, field.isRequired { return }
        if object.isTie, try hasTwin(referring, values, by: field) { return try remove(referring, depth: 0) }
        _ = try replace(referring, values, changed: [field.name])
    }

    /// Whether another record says the very same: that somebody works in a company is said once.
    private func hasTwin(_ record: Record, _ values: [FieldValue], by field: FieldDefinition) throws -> Bool {
        guard let position = record.object.position(of: field.name), case .reference(let target) = values[position] else { return false }
        let others = try connection.all("""
            SELECT t.id, \(record.object.selection) FROM \(record.object.table) t WHERE t.\(field.identifiers[0]) = \(target) AND t.id <> \(record.id)
            """) { Record($0, record.object, at: 1, role: nil) }
        return others.contains { other in
            zip(record.object.fields, zip(values, other.values)).allSatisfy { $0.isReadOnly || $1.0 == $1.1 }
        }
    }
}

extension ObjectDefinition {
    /// Whether its records do nothing but tie others together.
    fileprivate var isTie: Bool {
        !isInNavigation && fields.count { $0.isRequired && !$0.isReadOnly && $0.type.target != nil && !$0.isManyReferences } > 1
    }
}
