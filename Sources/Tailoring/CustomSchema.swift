public import Definitions
import Formulas
import Kit
public import RecordEngine
import Storage

/// The schema as administrators have made it.
public enum CustomSchema {
    /// The fields and objects that a workspace has added. Hidden and deleted ones are among them, unseen, so that their values are kept.
    public static let additions: LiveEngine.Source = { shipped, connection in
        try additions(Records(shipped, connection, .system(), now: Instant(milliseconds: 0)))
    }

    private static func additions(_ records: Records) throws -> Additions {
        let made = try CustomObject.all(records)
        let objects = made.map(\.definition)
        let known = records.schema.objects.filter { !$0.isCustom } + objects
        let fields = try CustomField.all(records, of: known)
        let lists = lists(fields, known)
        var additions = Additions()
        var now = Dictionary(known.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for object in known {
            let (custom, more) = (fields[object.name] ?? [], lists[object.name] ?? [])
            guard object.isCustom || !custom.isEmpty || !more.isEmpty else { continue }
            now[object.name] = object.having(custom.map(\.definition), related: more)
        }
        for (name, own) in choices(objects) { now[name] = now[name].map { $0.having($0.fields.filter(\.isCustom), own: own) } }
        let (name, related) = (CustomField.object.name, CustomField.related.definition)
        let places = Field.choice(related.name, related.label, choices: references(now), help: related.help).definition
        now[name] = now[name].map { $0.having($0.fields.filter(\.isCustom), own: [related.name: places]) }
        let stages = StageRequirements(known)
        for name in stages.objects { now[name] = now[name].map { stages.offering($0, now) } }
        for (name, layout) in try ObjectLayout.all(records) { now[name] = now[name].map { ObjectLayout.applied(layout, to: $0) } }
        additions.derivation = derivation(fields, now)
        additions.objects = known.compactMap { object in now[object.name].flatMap { $0 === object ? nil : $0 } }
        additions.visible = fields.mapValues { fields in CustomField.visible(fields) }.filter { !$0.value.isEmpty }
        additions.rules = try ValidationRule.all(records, now) + stages.rules(records, now)
        additions.rules += fields.flatMap { CustomField.rules(on: now[$0.key], $0.value) }
        for (role, object, grant) in made.flatMap({ made in made.grants.map { ($0.key, made.definition.name, $0.value) } }) {
            additions.grants[role, default: [:]][object] = grant
        }
        return additions
    }

    /// The fields that follow from others, shipped and added ones; nil where there are none.
    private static func derivation(_ fields: [String: [CustomField.Made]], _ objects: [String: ObjectDefinition]) -> Derivations? {
        let texts = DerivedText.shipped(objects.values) + fields.sorted { $0.key < $1.key }.flatMap { object, made in
            made.filter { !$0.definition.isHidden }.compactMap { made in
                CustomField.derived(made.record).map { DerivedText($0, object: object, field: made.definition.name) }
            }
        }
        return texts.isEmpty ? nil : Derivations(texts, among: objects)
    }

    /// The same as it would be by what is written now.
    static func derivation(_ records: Records) throws -> Derivations? { try additions(records).derivation as? Derivations }

    /// The references to the objects that take fields, which rollups may go by.
    private static func references(_ objects: [String: ObjectDefinition]) -> [Choice] {
        let targets = objects.values.sorted { $0.name < $1.name }.filter { object in
            object.isCustom || CustomField.objects.contains { $0.value == object.name }
        }
        let places = targets.flatMap { Rollup.places(to: $0.name, objects.values) }.map { place in
            let (plural, label) = (place.object.noun.plural, place.field.label)
            return Choice("\(place.object.name).\(place.field.name)", Label("\(plural.en): \(label.en)", ru: "\(plural.ru): \(label.ru)"))
        }
        return places.reduce(into: []) { choices, choice in if !choices.contains(where: { $0.value == choice.value }) { choices.append(choice) } }
    }

    /// What a field may be added to and refer to.
    private static func choices(_ objects: [ObjectDefinition]) -> [String: [String: FieldDefinition]] {
        guard !objects.isEmpty else { return [:] }
        let more = objects.map { Choice($0.name, $0.noun.singular) }
        let subject = Field.choice(
            "object", CustomField.subject.definition.label, choices: CustomField.objects + more, required: true, indexed: true
        ).definition
        let target = Field.choice("target", CustomField.target.definition.label, choices: CustomField.targets + more).definition
        return [
            CustomField.object.name: ["object": subject, "target": target], ValidationRule.object.name: ["object": subject],
            ObjectLayout.object.name: ["object": subject],
        ]
    }

    /// The lists of the records that refer to an object by a field that was added.
    private static func lists(_ fields: [String: [CustomField.Made]], _ objects: [ObjectDefinition]) -> [String: [RelatedList]] {
        var lists: [String: [RelatedList]] = [:]
        for object in objects where object.isInNavigation {
            for field in fields[object.name] ?? [] where !field.definition.isHidden {
                guard let name = field.definition.type.target, objects.contains(where: { $0.name == name && $0.isInNavigation }) else { continue }
                let isPlain = object.isCustom && !(lists[name] ?? []).contains { $0.object == object.name }
                let (plural, label) = (object.noun.plural, field.definition.label)
                let title = isPlain ? nil : Label("\(plural.en): \(label.en)", ru: "\(plural.ru): \(label.ru)")
                lists[name, default: []].append(RelatedList(object.name, by: field.definition.name, title))
            }
        }
        return lists
    }
}

extension Schema {
    /// The references to an object, as the form of a rollup offers them.
    public func referenceChoices(to name: String) -> [Choice] {
        guard case .choice(let choices)? = object(CustomField.object.name)?.field(CustomField.related.name)?.type.input else { return [] }
        return choices.filter { Rollup.place($0.value, to: name, objects) != nil }
    }

    /// The objects that take fields, or that fields may refer to, as the form of a field offers them; without those that are hidden.
    public func choices(ofField name: String) -> [Choice] {
        guard case .choice(let choices)? = object("custom_field")?.field(name)?.type.input else { return [] }
        return choices.filter { object($0.value).map { !($0.custom?.isHidden ?? false) } ?? false }
    }
}
