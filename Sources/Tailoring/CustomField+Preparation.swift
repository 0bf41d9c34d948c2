import Definitions
import Kit
import RecordEngine
import Storage

extension CustomField {
    static let preparation = Preparation("custom_field") { draft, original, records in
        var plan = try FieldPlan(draft, original, records)
        plan.check()
        plan.checkConditions()
        plan.checkDerived()
        try plan.checkValues()
        draft = plan.draft
    }

    /// The columns follow the fields, in whatever way these are written.
    static let consequence = Consequence("custom_field") { old, new, records in
        guard let name = (new ?? old)?[subject], let object = records.schema.object(name) else { return }
        let made = try all(records)[name] ?? []
        let now = object.having(made.map(\.definition))
        try records.changeSchema(adding: made.map { (object, $0.definition) })
        try follow(from: old, to: new, records)
        // What was never a field held nothing.
        guard let known = old ?? new, old != nil || known.version > 1 else { return }
        let context = try records.context()
        let before = definition(known, isDeleted: old == nil, of: object, context)
        let former = object.having(made.map { $0.record.id == known.id ? before ?? $0.definition : $0.definition })
        try records.changeMatching(from: former, to: now)
        guard let old, let new, old[isSearched] ?? false != new[isSearched] ?? false else { return }
        try records.changeSearch(from: former, to: now)
    }
}

/// A field as it would be, and what stands against it.
struct FieldPlan {
    var draft: Draft
    let original: Record?
    let records: Records
    let object: ObjectDefinition?
    let kind: CustomFieldKind?
    /// The other fields of the object, hidden and deleted ones included.
    let others: [CustomField.Made]

    init(_ draft: Draft, _ original: Record?, _ records: Records) throws {
        self.draft = draft
        self.original = original
        self.records = records
        func text(_ field: Field<String>) -> String? { draft.values[field.name] == nil ? original?[field] : draft[field] }
        object = text(CustomField.subject).flatMap { records.schema.object($0) }
        kind = text(CustomField.kind).flatMap(CustomFieldKind.init)
        others = try object.map { object in
            try CustomField.all(records)[object.name, default: []].filter { $0.record.id != original?.id }
        } ?? []
    }

    func value<Value>(_ field: Field<Value>) -> Value? {
        draft.values[field.name] == nil ? original?[field] : draft[field]
    }

    mutating func check() {
        keepWhatStays()
        for field in [CustomField.label, CustomField.russianLabel, CustomField.section] where (value(field) ?? "").count > 100 {
            draft.issue(field.name, Label("At most 100 letters, please.", ru: "Не больше 100 букв."))
        }
        guard let object, let kind else { return }
        if original == nil {
            if others.count >= CustomField.limit {
                draft.issue(CustomField.subject.name, Label(
                    "There are \(CustomField.limit) fields already; no more fit.", ru: "Полей уже \(CustomField.limit), больше не поместится."
                ))
            }
            checkName(of: kind, object)
            if draft[CustomField.position] == nil {
                draft[CustomField.position] = (others.map { $0.record[CustomField.position] ?? 0 }.max() ?? 0) + 1
            }
        }
        checkType(kind)
    }

    /// What the values that are there depend on.
    private mutating func keepWhatStays() {
        guard let original else { return }
        let fixed = ["object", "name", "type", "target", "digits", "rollup_of"]
        for name in fixed where draft.values[name].map({ $0 != original[name] && !($0.isEmpty && name == "name") }) ?? false {
            draft.issue(name, Label("This stays as it was made.", ru: "Это не меняется после создания."))
        }
        if draft.values["name"]?.isEmpty ?? false { draft["name"] = original["name"] }
    }

    private mutating func checkName(of kind: CustomFieldKind, _ object: ObjectDefinition) {
        let taken = Set((object.fields.filter { !$0.isCustom } + others.map(\.definition)).flatMap(\.occupied))
        let suffixes = kind.type(choices: [Choice("one", .verbatim("One"))], target: "user", digits: nil, mask: "{0}")?.columns.map(\.suffix) ?? [""]
        func isFree(_ name: String) -> Bool {
            !FieldName.reserved.contains(name) && suffixes.allSatisfy { !taken.contains(name + $0) }
        }
        guard let name = draft[CustomField.name], !name.isEmpty else {
            draft[CustomField.name] = FieldName.made(from: draft[CustomField.label] ?? "", isFree: isFree)
            return
        }
        if !FieldName.isSpelledRight(name) {
            draft.issue("name", Label(
                "Up to \(FieldName.longest) lower-case Latin letters, digits and _, a letter first.",
                ru: "До \(FieldName.longest) строчных латинских букв, цифр и _, первой стоит буква."
            ))
        } else if !isFree(name) {
            draft.issue("name", Label(
                "This name is taken, perhaps by a hidden or deleted field.", ru: "Имя занято, возможно, скрытым или удалённым полем."
            ))
        }
    }

    /// A file hangs on its record, which must be there before it.
    private mutating func checkFiles() {
        if value(CustomField.isRequired) ?? false {
            draft.issue("required", Label(
                "A new record has no files yet. Say when it is required instead: a condition, or a stage.",
                ru: "У новой записи файлов ещё нет. Укажите, когда поле обязательно: условие или стадию."
            ))
        }
        if value(CustomField.subject) == "segment_entry" {
            draft.issue("type", Label("Files don't hang on segment entries.", ru: "К записям сегмента файлы не прикладывают."))
        }
    }

    private mutating func checkType(_ kind: CustomFieldKind) {
        if kind.hasChoices { checkChoices() }
        if kind == .autonumber { checkMask() }
        if kind.isReference, value(CustomField.target) == nil {
            draft.issue("target", Label("Say what the field refers to.", ru: "Укажите, на что ссылается поле."))
        }
        if kind.holdsFiles { checkFiles() }
        if let digits = value(CustomField.digits), !(0...CustomFieldKind.mostDigits).contains(digits) {
            draft.issue("digits", Label("From 0 to \(CustomFieldKind.mostDigits).", ru: "От 0 до \(CustomFieldKind.mostDigits)."))
        }
        if value(CustomField.isUnique) ?? false, !kind.canBeUnique {
            draft.issue("unique", Label("Fields of this type can't be unique.", ru: "Поля этого типа не бывают без повторов."))
        }
        if value(CustomField.isSearched) ?? false, !kind.canBeSearched {
            draft.issue("searched", Label("Search can't find by this type.", ru: "По полям этого типа поиск не работает."))
        }
        let choices = (try? ChoiceLines.choices(value(CustomField.options) ?? "")) ?? []
        let type = kind.type(
            choices: choices, target: value(CustomField.target), digits: value(CustomField.digits), mask: value(CustomField.mask),
            result: value(CustomField.result))
        if let text = value(CustomField.standard), !text.isEmpty, let type, let context = try? records.context() {
            let isNew = text != original?[CustomField.standard] || !(original?[CustomField.isUnique] ?? false)
            if value(CustomField.isUnique) ?? false, isNew {
                draft.issue("default", Label(
                    "Only one record could have it, since the field is unique.", ru: "Его получит лишь одна запись: поле без повторов."
                ))
            }
            guard CustomField.standard(text, type, context) == nil else { return }
            draft.issue("default", Label("A field of this type can't hold that.", ru: "Поле этого типа не может этого содержать."))
        }
    }

    private mutating func checkMask() {
        do throws(ValueProblem) {
            _ = try AutonumberType(mask: value(CustomField.mask) ?? "")
        } catch {
            draft.issue("mask", error.message)
        }
        if value(CustomField.isRequired) ?? false {
            draft.issue("required", Label("Krug fills this in by itself.", ru: "Это поле Круг заполняет сам."))
        }
    }

    private mutating func checkChoices() {
        do throws(ValueProblem) {
            let choices = try ChoiceLines.choices(value(CustomField.options) ?? "")
            guard !choices.isEmpty else {
                throw ValueProblem(Label("Write at least one choice.", ru: "Напишите хотя бы один вариант."))
            }
            draft[CustomField.options] = ChoiceLines.text(choices)
        } catch {
            draft.issue("options", error.message)
        }
    }

    /// Conditions are read as filters on the object.
    mutating func checkConditions() {
        guard let object else { return }
        for field in [CustomField.requiredIf, CustomField.visibleIf] {
            guard let text = draft[field], !text.isEmpty, text != original?[field] else { continue }
            do {
                _ = try records.condition(text, on: object.name)
            } catch Failure.malformed(let problem) {
                draft.issue(field.name, problem)
            } catch {
                draft.issue(field.name, Label("This can't be understood.", ru: "Это не понять."))
            }
        }
    }

    /// What the values that are there stand against.
    mutating func checkValues() throws {
        guard let original, let object, let column = original[CustomField.name].map(CustomField.column),
            let field = object.fields.first(where: { $0.isCustom && $0.identifiers[0].name == column })
        else { return }
        if draft[CustomField.isUnique] ?? false, !(original[CustomField.isUnique] ?? false), try records.hasDoubles(field, of: object) {
            draft.issue("unique", Label("There are records with the same value.", ru: "Есть записи с одинаковым значением."))
        }
        let isSearched = value(CustomField.isSearched) ?? false
        if isSearched != original[CustomField.isSearched] ?? false, try records.hasMore(than: 10_000, with: field, of: object) {
            draft.issue("searched", Label(
                "More than 10,000 records have a value here; this can be chosen only before.",
                ru: "Значение есть уже больше чем у 10 000 записей; это можно выбрать только раньше."
            ))
        }
    }
}

extension FieldDefinition {
    /// The names that columns and inputs of forms have by this field.
    fileprivate var occupied: [String] { [name] + type.columns.map { name + $0.suffix } }
}
