import Definitions
import Formulas
import Kit
public import RecordEngine
import Storage

extension CustomField {
    /// A field as it is kept, and what it makes.
    struct Made {
        let record: Record
        let isDeleted: Bool
        let definition: FieldDefinition
    }

    /// Whether the field is looked up in ways that want an index.
    public static func wantsIndex(_ record: Record) -> Bool {
        record[isUnique] ?? false || [CustomFieldKind.reference, .file].map(\.rawValue).contains(record[kind])
    }

    /// All fields that ever were, by object, in their order.
    static func all(_ records: Records, of objects: [ObjectDefinition]? = nil) throws -> [String: [Made]] {
        let objects = objects.map { Schema(objects: $0, verbs: []) } ?? records.schema
        let ever = try records.everyRecord(of: object).sorted { ($0.record[position] ?? 0, $0.record.id) < ($1.record[position] ?? 0, $1.record.id) }
        var made: [String: [Made]] = [:]
        for (record, isDeleted) in ever {
            guard let name = record[subject], let object = objects.object(name),
                let definition = definition(record, isDeleted: isDeleted, of: object, records.engine.settings.context(records.now))
            else { continue }
            made[name, default: []].append(Made(record: record, isDeleted: isDeleted, definition: definition))
        }
        return made
    }

    /// What a record makes; nil for one of a type that this version does not know.
    static func definition(_ record: Record, isDeleted: Bool, of object: ObjectDefinition, _ context: ValueContext) -> FieldDefinition? {
        guard let name = record[name], let label = record[label], let kind = record[kind].flatMap(CustomFieldKind.init),
            let type = kind.type(
                choices: (try? ChoiceLines.choices(record[options] ?? "")) ?? [], target: record[target], digits: record[digits], mask: record[mask],
                result: record[result])
        else { return nil }
        let isHidden = isDeleted || record[isHidden] ?? false
        // A later version may ship a field of the same name. It has that name then.
        let isShipped = object.field(name).map { !$0.isCustom } ?? false
        return FieldDefinition(
            isShipped ? column(name) : name, Label(label, ru: record[russianLabel] ?? label), type,
            required: !isHidden && kind.isFilledIn && record[visibleIf] == nil && record[isRequired] ?? false,
            unique: record[isUnique] ?? false, searched: kind.canBeSearched && record[isSearched] ?? false, readOnly: !kind.isFilledIn,
            help: record[help].map(Label.verbatim), standard: isHidden ? nil : standard(record[standard], type, context),
            custom: .init(
                column: column(name), section: record[section].map(Label.verbatim), isHidden: isHidden,
                derivedSince: kind.isDerived ? Instant(record["created_at"]) : nil)
        )
    }

    /// What a record says of a field that follows from others; nil for all other fields.
    static func derived(_ record: Record) -> DerivedText.Source? {
        switch record[kind].flatMap(CustomFieldKind.init) {
        case .formula?: .formula(record[formula] ?? "")
        case .rollup?:
            .rollup(Rollup.Text(
                path: record[related] ?? "", function: record[function] ?? "", measured: record[measured] ?? "", condition: record[condition] ?? ""))
        default: nil
        }
    }

    /// The column of a field: no shipped column begins like that, today or ever.
    static func column(_ name: String) -> String { "x_" + name }

    static func standard(_ text: String?, _ type: any FieldType, _ context: ValueContext) -> StandardValue? {
        guard let text, !text.isEmpty else { return nil }
        if text == "today", type.input == .day { return .today }
        if text == "me", type.input == .reference(to: "user") { return .me }
        return (try? type.parse(text: text, context)).map { .value($0) }
    }
}

extension Engine.Settings {
    /// The context in which a default is read: it is the same for everybody.
    fileprivate func context(_ now: Instant) -> ValueContext {
        ValueContext(language: .en, now: now, zone: zone, baseCurrency: baseCurrency, country: country)
    }
}
