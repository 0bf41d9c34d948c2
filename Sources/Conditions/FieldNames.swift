package import Definitions
import Kit
package import Pages
package import RecordEngine

/// The names of fields and paths for people.
package enum FieldNames {
    /// "Company: City" for `company.city`.
    package static func label(_ path: FieldPath, of object: ObjectDefinition, _ visit: PageVisit) -> String {
        var (current, parts): (ObjectDefinition?, [String]) = (object, [])
        for name in path.names {
            guard let field = current?.field(name) else { return path.text }
            parts.append(visit.say(field.label))
            current = field.type.target.flatMap { visit.schema.object($0) }
        }
        return parts.joined(separator: ": ")
    }

    /// The last field of a path.
    package static func field(_ path: FieldPath, of object: ObjectDefinition, _ schema: Schema) -> FieldDefinition? {
        var current: ObjectDefinition? = object
        var last: FieldDefinition?
        for name in path.names {
            last = current?.field(name)
            current = last?.type.target.flatMap { schema.object($0) }
        }
        return last
    }

    /// The records of another object that refer to these, as people call them: "Activities", "Deals: Company".
    package static func relation(_ path: FieldPath, of object: ObjectDefinition, _ visit: PageVisit) -> String {
        guard path.names.count == 2, let target = visit.schema.object(path.names[0]), let field = target.field(path.names[1]) else {
            return path.text
        }
        if let title = object.related.first(where: { $0.object == target.name && $0.field == field.name })?.title {
            return visit.say(title)
        }
        let isOnly = target.fields.count { $0.mayReferTo(object) } == 1
        return visit.say(target.noun.plural) + (isOnly ? "" : ": \(visit.say(field.label))")
    }
}
