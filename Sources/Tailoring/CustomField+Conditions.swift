import Definitions
import Kit
import RecordEngine

/// When custom fields are asked for, and when they have to be filled.
extension CustomField {
    /// The fields that forms show only under a condition.
    static func visible(_ fields: [Made]) -> [String: Filter] {
        let conditions = fields.filter { !$0.definition.isHidden }.compactMap { made in
            filter(made.record[visibleIf]).map { (made.definition.name, $0) }
        }
        return Dictionary(conditions, uniquingKeysWith: { first, _ in first })
    }

    /// What makes fields required, as rules. A field that is not asked for is never required.
    static func rules(on object: ObjectDefinition?, _ fields: [Made]) -> [Rule] {
        guard let object else { return [] }
        return fields.filter { !$0.definition.isHidden }.compactMap { made in
            let visible = filter(made.record[visibleIf])
            let required = filter(made.record[requiredIf])
            guard required != nil || visible != nil && made.record[isRequired] ?? false else { return nil }
            let isEmpty = Filter.compare(FieldPath(made.definition.name), .isEmpty, .none)
            let condition = (required ?? .all) & (visible ?? .all) & isEmpty
            guard condition.isUsable(on: object) else { return nil }
            return Rule(object.name, refuses: condition, at: made.definition.name, Label("Fill this in.", ru: "Заполните это поле."))
        }
    }

    private static func filter(_ text: String?) -> Filter? { text.flatMap { $0.isEmpty ? nil : try? Filter($0) } }
}
