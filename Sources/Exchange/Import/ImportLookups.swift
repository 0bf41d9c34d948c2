import Definitions
import Duplicates
import Kit
import RecordEngine

/// Finds the records that cells name, all of a chunk at once.
final class ImportLookups {
    private let records: Records
    private var found: [Target: [String: [Int64]]] = [:]
    private var titles: [String: [String]] = [:]
    private var letters: [String: Set<String>] = [:]
    private var suggestions: [Target: [String: String?]] = [:]

    init(_ records: Records) { self.records = records }

    /// What is looked in: the records of an object, by one field or by whatever names them.
    struct Target: Hashable {
        let object: String
        let by: String?
    }

    enum Answer {
        case one(Int64)
        case none
        case several(Int)
    }

    /// Asks for all texts that the drafts of a chunk hold.
    func prepare(_ drafts: some Sequence<PartDraft>) throws {
        var wanted: [Target: Set<String>] = [:]
        for draft in drafts {
            for lookup in draft.lookups {
                guard let target = target(lookup.field) else { continue }
                wanted[target, default: []].formUnion(lookup.texts)
            }
        }
        for (target, texts) in wanted { try load(target, texts) }
    }

    func target(_ field: ImportPlan.Field) -> Target? {
        field.definition.type.target.map { Target(object: $0, by: field.source.by) }
    }

    func answer(_ text: String, _ target: Target) -> Answer {
        guard let ids = found[target]?[SpelledName.key(text)], let first = ids.first else { return .none }
        if ids.count == 1 { return .one(first) }
        // Steps of another list (stages of several pipelines) are told apart by their order; anything else is not.
        let isStep = records.schema.object(target.object)?.fields.contains { $0.isRequired && $0.type.target != nil && !$0.isCustom } ?? false
        return isStep ? .one(first) : .several(ids.count)
    }

    /// A record that was made in this unit.
    func learn(_ object: String, _ id: Int64, title: String) {
        let titleField = records.schema.object(object)?.titleField
        for target in Array(found.keys) where target.object == object && (target.by == nil || target.by == titleField) {
            found[target]?[SpelledName.key(title), default: []].append(id)
        }
        letters[object]?.insert(Similarity.letters(title))
    }

    /// What an unknown text may have meant.
    func suggestion(_ text: String, _ target: Target) throws -> String? {
        if let known = suggestions[target]?[text] { return known }
        let closest = try Similarity.closest(to: text, among: titles(of: target.object)) ?? meant(text, target.object)
        suggestions[target, default: [:]][text] = .some(closest)
        return closest
    }

    /// The first record that means what the text says in either language: the stage that is «Won» whatever it is called.
    private func meant(_ text: String, _ name: String) throws -> String? {
        guard let object = records.schema.object(name), let context = try? records.context() else { return nil }
        for field in object.fields where field.isRequired {
            guard case .choice = field.type.input, case .text(let value)? = try? field.type.parse(text: text, context) else { continue }
            let filter = Filter.compare(FieldPath(field.name), .equals, .string(value))
            let query = Query(name, filter: filter, sort: [Sort(FieldPath("id"))], columns: [FieldPath(object.titleField)], limit: 1)
            if let title = try records.list(query, make: { String($0.value(0)) }).rows.first { return title }
        }
        return nil
    }

    /// Whether a record is called the same but for blanks and points: to make a second one would be a mistake.
    func isMisspelt(_ text: String, _ target: Target) throws -> Bool {
        if letters[target.object] == nil { letters[target.object] = Set(try titles(of: target.object).map(Similarity.letters)) }
        return letters[target.object]?.contains(Similarity.letters(text)) ?? false
    }

    /// The titles of an object's records, for a person to choose from.
    func titles(of object: String) throws -> [String] {
        if let known = titles[object] { return known }
        guard let definition = records.schema.object(object) else { return [] }
        // Beyond so many, what is close says little.
        let query = Query(object, columns: [FieldPath(definition.titleField)], limit: 2_000)
        let read = try records.list(query) { String($0.value(0)) ?? "" }.rows
        titles[object] = read
        return read
    }

    private func load(_ target: Target, _ texts: Set<String>) throws {
        guard let object = records.schema.object(target.object) else { return }
        let names = target.by.map { [$0] } ?? namingFields(of: object)
        let operands = Operand.list(texts.flatMap(SpelledName.variants).map(Operand.string))
        let conditions = names.map { Filter.compare(FieldPath($0), .isIn, operands) }
        let filter = conditions.count == 1 ? conditions[0] : Filter.or(conditions)
        var query = Query(
            object.name, filter: filter, sort: [Sort(FieldPath("id"))], columns: names.map { FieldPath($0) }, limit: 100_000)
        query.withArchived = true
        var ids: [String: [Int64]] = [:]
        _ = try records.list(query) { row in
            let spelled = Set(names.indices.compactMap { String(row.value($0)).map(SpelledName.key) })
            for key in spelled { ids[key, default: []].append(row.id) }
        }
        found[target, default: [:]].merge(ids) { _, new in new }
    }

    /// The title, and texts that no two records share: an e-mail, a key.
    private func namingFields(of object: ObjectDefinition) -> [String] {
        let unique = object.fields.filter { $0.isUnique && $0.type is TextType && $0.name != object.titleField }
        return ([object.titleField] + unique.map(\.name)).filter { records.principal.role.access(object.name, $0) >= .read }
    }
}
