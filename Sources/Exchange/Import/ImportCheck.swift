public import Definitions
import Duplicates
public import Kit
public import RecordEngine

/// What an import would stumble over, found before it begins.
public struct ImportCheck: Sendable {
    /// One column some of whose texts mean nothing here.
    public struct Column: Sendable {
        /// `deal.product`
        public let target: String
        public let column: String
        public let field: Label
        public let unknown: [Unknown]
        /// How many more there are.
        public let more: Int
        /// What there is to choose from; empty when there is too much of it.
        public let known: [String]
    }

    public struct Unknown: Sendable {
        public let text: String
        /// What it probably means.
        public let suggestion: String?
    }

    /// What keeps the mapping from being used at all.
    public let issues: [FieldIssue]
    public let columns: [Column]

    static let unknownLimit = 40
    static let knownLimit = 300

    /// - Throws: `Failure.forbidden` when the principal may not make such records.
    public init(_ mapping: ImportMapping, _ file: ImportFile, _ records: Records) throws {
        let plan: ImportPlan
        do {
            plan = try ImportPlan(mapping, header: file.header, schema: records.schema, role: records.principal.role)
        } catch Failure.invalid(let issues) {
            self.issues = issues
            columns = []
            return
        }
        issues = []
        let lookups = ImportLookups(records)
        let context = try records.context()
        var columns: [Column] = []
        for part in plan.parts {
            for field in part.fields {
                guard case .columns(let positions, _) = field.origin, positions.count == 1 else { continue }
                let found = try ImportCheck.column(part, field, file.values[positions[0]], lookups, context)
                if let found { columns.append(found) }
            }
        }
        self.columns = columns
    }

    private static func column(
        _ part: ImportPlan.Part, _ field: ImportPlan.Field, _ texts: [String], _ lookups: ImportLookups, _ context: ValueContext
    ) throws -> Column? {
        let unknown: [Unknown]
        var known: [String]
        if let target = lookups.target(field) {
            let wanted = texts.flatMap { field.pieces($0) }
            var draft = PartDraft()
            draft.lookups = [(field, wanted)]
            try lookups.prepare([draft])
            unknown = try wanted.compactMap { text in
                guard case .none = lookups.answer(text, target) else { return nil }
                // What will be made needs no answer.
                if field.source.createsMissing, try !lookups.isMisspelt(text, target) { return nil }
                return Unknown(text: text, suggestion: try lookups.suggestion(text, target))
            }
            known = try lookups.titles(of: target.object)
        } else if case .choice(let choices) = field.definition.type.input {
            known = choices.map { $0.label[context.language] }
            unknown = texts.compactMap { text in
                if (try? field.definition.type.parse(text: text, context)) != nil { return nil }
                return Unknown(text: text, suggestion: Similarity.closest(to: text, among: known))
            }
        } else {
            return nil
        }
        if known.count > knownLimit { known = [] }
        guard !unknown.isEmpty else { return nil }
        return Column(
            target: "\(part.name).\(field.definition.name)", column: field.column, field: field.definition.label,
            unknown: Array(unknown.prefix(unknownLimit)),
            more: max(0, unknown.count - unknownLimit), known: known
        )
    }
}

extension ImportPlan.Field {
    /// The names that one cell holds.
    func pieces(_ text: String) -> [String] {
        guard case .references = definition.type.input else { return [text] }
        return Names.split(text)
    }
}

extension ImportMapping {
    /// What a person may give a column to fill: each part with its fields.
    public static func choices(about main: String, schema: Schema, role: Role) -> [(
        name: String, object: String, part: Label, targets: [(value: String, label: Label)]
    )] {
        ImportGuess.profile(main).parts.filter { $0.name != "employment" }.compactMap { part in
            guard let object = schema.object(part.object) else { return nil }
            let label = part.name == "manager" ? Label("Head", ru: "Руководитель") : object.noun.singular
            var targets = object.writableFields.filter { role.access(object.name, $0.name) == .write }.map { field in
                // A closed list shows one line alone, which has to say whose phones are meant.
                let whose = Label("\(label.en): \(field.label.en)", ru: "\(label.ru): \(field.label.ru)")
                return (value: "\(part.name).\(field.name)", label: part.name == main ? field.label : whose)
            }
            let codes = ["inn", "kpp"].compactMap { name in targets.first { $0.value == "\(part.name).\(name)" }?.label }
            if codes.count == 2 {
                targets.append(
                    ("\(part.name).\(ImportProfile.taxCodes)", Label("\(codes[0].en) / \(codes[1].en)", ru: "\(codes[0].ru) / \(codes[1].ru)")))
            }
            if part.name == main {
                targets.append(
                    ("\(part.name).\(ImportProfile.clientKey)", Label("Number in the other system", ru: "Номер в другой системе")))
            }
            return (part.name, part.object, label, targets)
        }
    }

    /// The records that a row may fill, by their names in a mapping.
    public static func parts(about main: String) -> [(name: String, object: String)] { ImportGuess.profile(main).parts }

    /// What the rows of a table may be about.
    public static func subjects(_ schema: Schema, role: Role) -> [(object: String, label: Label)] {
        let first = ImportProfile.all.map(\.main)
        let others = schema.objects.filter { $0.isInNavigation && !first.contains($0.name) }.map(\.name)
        return (first + others).compactMap { name in
            guard let object = schema.object(name), role.grant(name).create else { return nil }
            return (name, object.noun.plural)
        }
    }

    /// Whether records that cells name and that are missing are made. People and stages never are.
    public var createsMissing: Bool {
        get { parts.contains { $0.fields.contains { $0.createsMissing && $0.field != "parent" } } }
        set {
            let makeable: Set<String> = ["company", "product", "tags", "parent"]
            for part in parts.indices {
                for field in parts[part].fields.indices where makeable.contains(parts[part].fields[field].field) {
                    parts[part].fields[field].createsMissing = newValue || parts[part].fields[field].field == "parent"
                }
            }
        }
    }

    /// What to do with records that are already here, for all parts at once.
    public var existing: Existing {
        get { part(mainName)?.existing ?? .update }
        set { for part in parts.indices { parts[part].existing = newValue } }
    }

    /// Which rows are taken, by what they are about.
    public var mode: Mode {
        get { part(mainName)?.mode ?? .upsert }
        set { if let main = parts.firstIndex(where: { $0.name == mainName }) { parts[main].mode = newValue } }
    }

    /// By what the records that rows are about are recognised, when it is one field, or are match keys: `match.phone`.
    public var key: String? {
        if let rule = part(mainName)?.recognition { return rule.choice }
        guard let keys = part(mainName)?.keys, keys.count == 1, let key = keys.first, key.fields.count == 1, key.sharing.isEmpty,
            key.within == nil
        else { return nil }
        return key.fields.first
    }

    /// Has records recognised by one field that a column fills, or by match keys, and by nothing else.
    public mutating func recognise(by key: String) {
        guard let main = parts.firstIndex(where: { $0.name == mainName }) else { return }
        parts[main].recognition = Recognition.Rule(choice: key)
        if parts[main].recognition == nil, parts[main].source(key) != nil { parts[main].keys = [Key([key])] }
    }

    /// The fields by which records could be recognised.
    public func keyChoices(_ schema: Schema) -> [(value: String, label: Label)] {
        guard let part = part(mainName), let object = schema.object(part.object) else { return [] }
        let fields = part.fields.compactMap { source -> (value: String, label: Label)? in
            guard let field = object.field(source.field), field.type.isKey else { return nil }
            return (field.name, field.label)
        }
        let kinds = object.matchKinds(filledBy: part.fields.map(\.field))
        let single = kinds.map { (Recognition.Rule.choice($0), $0.recognised) }
        return (kinds.isEmpty ? [] : [(Recognition.Rule().choice, Recognition.Rule.whole)]) + single + fields
    }

    /// Says what a text of a column means; nil takes that back.
    public mutating func translate(_ text: String, of target: String, as meaning: String?) {
        let names = target.split(separator: ".", maxSplits: 1).map(String.init)
        guard names.count == 2, let part = parts.firstIndex(where: { $0.name == names[0] }),
            let field = parts[part].fields.firstIndex(where: { $0.field == names[1] })
        else { return }
        parts[part].fields[field].values[text.folded] = meaning.map { .some($0) }
    }

    /// Takes over what texts were said to mean, for the fields that are still filled.
    public mutating func keepValues(of other: ImportMapping) {
        for part in parts.indices {
            for field in parts[part].fields.indices {
                let theirs = other.part(parts[part].name)?.source(parts[part].fields[field].field)
                if let values = theirs?.values { parts[part].fields[field].values = values }
            }
        }
    }

    /// What a text of a column was said to mean.
    public func meaning(of text: String, for target: String) -> String? {
        let names = target.split(separator: ".", maxSplits: 1).map(String.init)
        guard names.count == 2 else { return nil }
        return part(names[0])?.source(names[1])?.values[text.folded] ?? nil
    }
}
