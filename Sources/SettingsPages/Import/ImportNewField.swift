import Definitions
import Exchange
import Kit
import Pages
import RecordEngine
import Tailoring
import Web

/// A field that is made for a column of an import: of what kind, and what it is called.
struct ImportNewField {
    let column: Int
    /// The part of the row whose record gets it.
    let part: String
    var label: String
    var kind: CustomFieldKind
    /// What stands against it.
    var problem: Label?

    /// What a column is given to fill to have a field made for it.
    static func target(_ part: String) -> String { "\(part).#new" }

    /// Whether the principal may add fields to an object.
    static func mayMake(of object: String, _ records: Records) -> Bool {
        guard records.principal.role.administers, records.principal.role.grant("custom_field").create,
            case .choice(let objects) = records.schema.object("custom_field")?.field(CustomField.subject.name)?.type.input
        else { return false }
        return objects.contains { $0.value == object }
    }

    /// The fields that a form asks for, and whether it says all that is to be known of them.
    static func asked(_ form: Form, _ file: ImportFile, _ context: ValueContext) -> (fields: [ImportNewField], isComplete: Bool) {
        var isComplete = true
        let fields = file.header.indices.compactMap { index -> ImportNewField? in
            guard let chosen = form.first("column-\(index)"), chosen.hasSuffix(".#new") else { return nil }
            let said = form.first("kind-\(index)").flatMap(CustomFieldKind.init)
            if said == nil { isComplete = false }
            return ImportNewField(
                column: index, part: String(chosen.dropLast(".#new".count)), label: form.first("label-\(index)") ?? file.header[index],
                kind: said ?? .guessed(file.values[index], of: file.rows, context))
        }
        return (fields, isComplete)
    }

    /// Those that the address of the page asks for: `3:company,5:person`.
    static func asked(_ text: String, _ file: ImportFile, _ context: ValueContext) -> [ImportNewField] {
        text.split(separator: ",").compactMap { piece in
            let parts = piece.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let index = Int(parts[0]), file.header.indices.contains(index) else { return nil }
            return ImportNewField(
                column: index, part: parts[1], label: file.header[index], kind: .guessed(file.values[index], of: file.rows, context))
        }
    }

    /// The context in which the table's numbers are written.
    static func context(_ records: Records, _ language: Language) throws -> ValueContext {
        let own = try records.context()
        return ValueContext(language: language, now: own.now, zone: own.zone, baseCurrency: own.baseCurrency, country: own.country)
    }

    /// The kinds that a column of a table can fill.
    static let kinds = CustomFieldKind.allCases.filter { $0.isFilledIn && !$0.isReference }

    /// Makes the field. - Returns: what the column fills then.
    /// - Throws: `Failure.invalid` with what stands against it.
    func make(_ file: ImportFile, subject: String, _ records: Records) throws -> String {
        let parts = ImportMapping.parts(about: subject)
        guard let object = parts.first(where: { $0.name == part })?.object, ImportNewField.mayMake(of: object, records) else {
            throw Failure.forbidden(Label("You may not make fields.", ru: "Вам нельзя создавать поля."))
        }
        var draft = Draft(records.current(CustomField.object))
        draft[CustomField.subject] = object
        draft[CustomField.label] = label.trimmed.isEmpty ? nil : label.trimmed
        draft[CustomField.kind] = kind.rawValue
        if kind.hasChoices { draft[CustomField.options] = file.values[column].joined(separator: "\n") }
        let made = try records.create(draft)
        return "\(part).\(made[CustomField.name] ?? "")"
    }
}
