import Definitions
import Kit
import Web

/// The shapes of one object's records in the API's document.
struct ObjectSchemas {
    let object: ObjectDefinition

    /// `currency_rate` as `CurrencyRate`.
    var name: String { object.name.split(separator: "_").map { String($0).capitalizedFirst }.joined() }
    var inputName: String { name + "Input" }
    var patchName: String { name + "Patch" }

    var all: [(name: String, value: JSON)] {
        [
            (name, record), (inputName, ObjectSchemas.input(object.writableFields, isWhole: true)),
            (patchName, ObjectSchemas.input(object.writableFields, isWhole: false)),
        ]
    }

    private var record: JSON {
        var properties: [(name: String, value: JSON)] = [("id", CommonSchemas.id), ("version", CommonSchemas.id)]
        properties += object.fields.filter { $0.name != "id" && !$0.isHidden }.map {
            ($0.name, ObjectSchemas.described($0, ObjectSchemas.shown($0)))
        }
        return [
            "type": "object", "title": object.noun.singular.json, "required": ["id", "version"], "properties": .object(properties),
        ]
    }

    /// What may be sent. A patch needs nothing; null empties a field.
    static func input(_ fields: [FieldDefinition], isWhole: Bool) -> JSON {
        let required = fields.filter { $0.isRequired && $0.standard == nil && isWhole && !$0.isFilledIn }.map { JSON.string($0.name) }
        let properties = fields.map { (name: $0.name, value: described($0, CommonSchemas.orNull($0.type.jsonSchema))) }
        var schema: [(name: String, value: JSON)] = [("type", "object")]
        if !required.isEmpty { schema.append(("required", .array(required))) }
        schema += [("properties", .object(properties)), ("additionalProperties", false)]
        return .object(schema)
    }

    /// As it is answered: a reference is the record itself when that was asked for.
    private static func shown(_ field: FieldDefinition) -> JSON {
        switch field.type.input {
        case .reference: ["type": ["integer", "object", "null"]]
        case .references: ["type": "array", "items": ["type": ["integer", "object"]]]
        default: CommonSchemas.orNull(field.type.jsonSchema)
        }
    }

    private static func described(_ field: FieldDefinition, _ schema: JSON) -> JSON {
        guard case .object(var members) = schema else { return schema }
        members.append(("title", field.label.json))
        let target = field.type.target.map { Label("Refers to \($0).", ru: "Ссылается на \($0).") }
        let notes = [field.help, target].compactMap(\.self)
        if !notes.isEmpty {
            let words = Label(notes.map(\.en).joined(separator: " "), ru: notes.map(\.ru).joined(separator: " "))
            members.append(("description", words.json))
        }
        if field.isReadOnly { members.append(("readOnly", true)) }
        return .object(members)
    }
}

extension FieldDefinition {
    /// A required reference may be chosen by the object's department: a new deal begins at the first stage.
    fileprivate var isFilledIn: Bool { type.target != nil }
}
