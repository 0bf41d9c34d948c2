import Definitions
import Duplicates
import Kit
import RecordEngine

/// A mapping that was found to fit: its names are definitions, its columns are positions.
struct ImportPlan: Sendable {
    let mapping: ImportMapping
    let parts: [Part]
    let main: Int

    struct Part: Sendable {
        let name: String
        let object: ObjectDefinition
        let fields: [Field]
        let clientKey: [Int]
        let keys: [ImportMapping.Key]
        let recognition: Recognition.Rule?
        let existing: ImportMapping.Existing
        let mode: ImportMapping.Mode
        /// The fields that a record is compared by.
        let comparedFields: [String]
        /// Made whenever the records it ties together are there, whatever its own cells hold.
        let isLink: Bool

        init(_ part: ImportMapping.Part, _ object: ObjectDefinition, fields: [Field], clientKey: [Int], keys: [ImportMapping.Key]) {
            name = part.name
            self.object = object
            // Two codes in one cell: each field takes its own.
            let shared = fields.filter { ($0.definition.type is INNType || $0.definition.type is KPPType) && !$0.source.columns.isEmpty }
            self.fields = fields.map { field in
                var field = field
                let isCode = field.definition.type is INNType || field.definition.type is KPPType
                field.isOneOfTwo = isCode && shared.count { $0.source.origin == field.source.origin } > 1
                return field
            }
            self.clientKey = clientKey
            self.keys = keys
            recognition = part.recognition
            existing = part.existing
            mode = part.mode
            var names = fields.map(\.definition.name)
            let recognised = part.recognition == nil ? [] : object.matchPositions.map { object.fields[$0].name }
            // By their titles they are told apart where several fit.
            for name in keys.flatMap({ $0.fields + $0.sharing }) + recognised + [object.titleField] where !names.contains(name) {
                names.append(name)
            }
            comparedFields = names
            isLink = fields.contains { if case .part = $0.origin { $0.definition.isRequired } else { false } }
        }

        func field(_ name: String) -> Field? { fields.first { $0.definition.name == name } }
    }

    struct Field: Sendable {
        let definition: FieldDefinition
        let origin: Origin
        let source: ImportMapping.Source
        /// As reports name the column.
        let column: String
        /// Whether its cells hold a tax number and a KPP, of which one is meant.
        var isOneOfTwo = false
    }

    enum Origin: Sendable {
        case columns([Int], separator: String)
        case constant(String)
        case part(Int)
    }

    /// - Throws: `Failure.invalid` with everything that does not fit, `Failure.forbidden` when the principal may not make such records.
    init(_ mapping: ImportMapping, header: [String], schema: Schema, role: Role) throws(Failure) {
        self.mapping = mapping
        var check = Check(header: header, schema: schema, role: role)
        var parts: [Part] = []
        for part in mapping.parts {
            if let known = try check.part(part, after: parts) { parts.append(known) }
        }
        let mainName = mapping.mainName
        guard check.issues.isEmpty else { throw .invalid(check.issues) }
        guard let main = parts.firstIndex(where: { $0.name == mainName }) else {
            throw .invalid("main", Label("Choose at least one column.", ru: "Выберите хотя бы один столбец."))
        }
        self.parts = parts
        self.main = main
    }
}

/// Gathers everything that does not fit.
private struct Check {
    let header: [String]
    let schema: Schema
    let role: Role
    var issues: [FieldIssue] = []

    mutating func part(_ part: ImportMapping.Part, after earlier: [ImportPlan.Part]) throws(Failure) -> ImportPlan.Part? {
        guard let object = schema.object(part.object), role.grant(part.object).read != .none else {
            issues.append(FieldIssue(part.name, Label("There is no object “\(part.object)”.", ru: "Объекта «\(part.object)» нет.")))
            return nil
        }
        guard role.grant(part.object).create else {
            throw .forbidden(
                Label("You may not create \(object.noun.english.many).", ru: "Вам нельзя создавать: \(object.noun.russian.many)."))
        }
        var fields: [ImportPlan.Field] = []
        for source in part.fields {
            if let field = field(source, of: part, object, earlier) { fields.append(field) }
        }
        // Who changes records only need not bring what new ones must have.
        for field in object.fields
        where part.mode != .update && field.isRequired && field.standard == nil
            && !fields.contains(where: { $0.definition.name == field.name })
        {
            // A deal's pipeline and stage are chosen by its department when the file has none.
            guard field.type.target == nil || field.isCustom else { continue }
            issues.append(
                FieldIssue(
                    "\(part.name).\(field.name)",
                    Label(
                        "Choose a column for “\(field.label.en)”.", ru: "Выберите столбец для поля «\(field.label.ru)»."
                    )))
        }
        recognise(part, object, fields)
        return ImportPlan.Part(
            part, object, fields: fields, clientKey: part.clientKey.compactMap { column($0, part.name) },
            keys: part.recognition == nil ? part.keys.filter { fits($0, object, fields, part) } : []
        )
    }

    private mutating func field(
        _ source: ImportMapping.Source, of part: ImportMapping.Part, _ object: ObjectDefinition, _ earlier: [ImportPlan.Part]
    ) -> ImportPlan.Field? {
        let place = "\(part.name).\(source.field)"
        guard let definition = object.field(source.field), !definition.isReadOnly, role.access(object.name, source.field) == .write else {
            issues.append(FieldIssue(place, Label("This field can't be filled.", ru: "Это поле нельзя заполнить.")))
            return nil
        }
        switch source.origin {
        case .columns(let names, let separator):
            let positions = names.compactMap { column($0, place) }
            guard positions.count == names.count else { return nil }
            let title = names.joined(separator: " + ")
            return .init(definition: definition, origin: .columns(positions, separator: separator), source: source, column: title)
        case .constant(let text):
            return .init(definition: definition, origin: .constant(text), source: source, column: "")
        case .part(let name):
            guard let index = earlier.firstIndex(where: { $0.name == name }), definition.type.target == earlier[index].object.name else {
                issues.append(FieldIssue(place, Label("“\(name)” is no part before this one.", ru: "Части «\(name)» перед этой нет.")))
                return nil
            }
            return .init(definition: definition, origin: .part(index), source: source, column: "")
        }
    }

    private mutating func column(_ name: String, _ place: String) -> Int? {
        if let position = header.firstIndex(of: name) { return position }
        issues.append(FieldIssue(place, Label("The file has no column “\(name)”.", ru: "В файле нет столбца «\(name)».")))
        return nil
    }

    /// Match keys that no column fills would make every row a new record.
    private mutating func recognise(_ part: ImportMapping.Part, _ object: ObjectDefinition, _ fields: [ImportPlan.Field]) {
        guard let rule = part.recognition else { return }
        let filled = object.matchKinds(filledBy: fields.map(\.definition.name))
        guard !filled.contains(where: rule.kinds.contains) else { return }
        issues.append(
            FieldIssue(
                "\(part.name).match_keys",
                Label(
                    "No column fills what \(object.noun.english.many) are to be recognised by.",
                    ru: "Ни один столбец не заполняет то, по чему узнавать записи."
                )))
    }

    /// A key whose fields the mapping does not fill finds nothing; that is no mistake.
    private mutating func fits(
        _ key: ImportMapping.Key, _ object: ObjectDefinition, _ fields: [ImportPlan.Field], _ part: ImportMapping.Part
    ) -> Bool {
        guard key.fields.allSatisfy({ name in object.field(name).map(\.type.isKey) ?? false }) else {
            let reason = Label("Records can't be recognised by this field.", ru: "По такому полю записи не узнать.")
            issues.append(FieldIssue("\(part.name).keys", reason))
            return false
        }
        return key.fields.allSatisfy { name in fields.contains { $0.definition.name == name } }
    }
}

extension FieldType {
    /// Whether records can be recognised by such a value.
    var isKey: Bool {
        switch input {
        case .text, .number, .day, .choice, .reference, .url: true
        default: false
        }
    }
}
