import Definitions
import Formulas
import Kit
import RecordEngine

/// Fields that follow from others, as they are written.
extension FieldPlan {
    /// How many figures over other records an object may have: each is a question when what it counts is written.
    static let mostRollups = 25

    mutating func checkDerived() {
        guard let object, let kind, kind.isDerived else { return }
        refuseFilling()
        let names = [
            CustomField.formula.name, CustomField.related.name, CustomField.function.name, CustomField.measured.name,
            CustomField.condition.name,
        ]
        // What was right once is looked at again only when it is written again.
        guard original == nil || names.contains(where: { name in draft.values[name].map { $0 != original?[name] } ?? false }) else {
            return
        }
        let objects = Dictionary(records.schema.objects.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        if kind == .formula { checkFormula(object, objects) } else { checkRollup(object, objects) }
        if draft.issues.isEmpty, original != nil { checkCircle(object, objects) }
    }

    private var rollup: Rollup.Text {
        func text(_ field: Field<String>) -> String { value(field) ?? "" }
        return Rollup.Text(
            path: text(CustomField.related), function: text(CustomField.function), measured: text(CustomField.measured),
            condition: text(CustomField.condition))
    }

    /// What is computed is not asked for.
    private mutating func refuseFilling() {
        let filled = Label("Krug computes this field by itself.", ru: "Это поле Круг вычисляет сам.")
        if value(CustomField.isRequired) ?? false { draft.issue(CustomField.isRequired.name, filled) }
        for field in [CustomField.requiredIf, CustomField.visibleIf, CustomField.standard] where !(value(field) ?? "").isEmpty {
            draft.issue(field.name, filled)
        }
    }

    private mutating func checkFormula(_ object: ObjectDefinition, _ objects: [String: ObjectDefinition]) {
        guard let text = value(CustomField.formula), !text.isEmpty else {
            return draft.issue(CustomField.formula.name, Label("Write what is to be computed.", ru: "Напишите, что вычислить."))
        }
        do throws(Failure) {
            settle(try Formula(text, on: object, among: objects).result, at: CustomField.formula.name)
        } catch {
            if case .malformed(let problem) = error { draft.issue(CustomField.formula.name, problem) }
        }
    }

    private mutating func checkRollup(_ object: ObjectDefinition, _ objects: [String: ObjectDefinition]) {
        if original == nil, others.count(where: { $0.record[CustomField.kind] == CustomFieldKind.rollup.rawValue }) >= FieldPlan.mostRollups
        {
            let most = FieldPlan.mostRollups
            draft.issue(
                CustomField.related.name,
                Label("There are \(most) rollups already; no more fit.", ru: "Сводок уже \(most), больше не поместится."))
        }
        let text = rollup
        do throws(Rollup.Problem) {
            let rollup = try Rollup(text, of: object, among: objects)
            if original == nil { draft[CustomField.digits] = rollup.result.hasDigits ? Int64(rollup.digits) : nil }
            settle(rollup.result, at: CustomField.function.name)
            guard !text.condition.isEmpty else { return }
            do {
                _ = try records.condition(text.condition, on: rollup.child.name)
            } catch Failure.malformed(let problem) {
                draft.issue(CustomField.condition.name, problem)
            } catch {
                draft.issue(CustomField.condition.name, Label("This can't be understood.", ru: "Это не понять."))
            }
        } catch {
            let field =
                switch error.part {
                case .path: CustomField.related
                case .function: CustomField.function
                case .measured: CustomField.measured
                case .condition: CustomField.condition
                }
            if !draft.issues.contains(where: { $0.field == field.name }) { draft.issue(field.name, error.message) }
        }
    }

    /// The columns are made for one type.
    private mutating func settle(_ result: DerivedResult, at field: String) {
        guard let original, let known = original[CustomField.result].flatMap(DerivedResult.init), known != result else {
            if original == nil { draft[CustomField.result] = result.rawValue }
            return
        }
        if known == .decimal, result == .integer { return }
        func label(_ result: DerivedResult) -> Label { CustomFieldKind(rawValue: result.rawValue)?.label ?? .verbatim(result.rawValue) }
        draft.issue(
            field,
            Label(
                "This gives “\(label(result).en)”, and the field was made for “\(label(known).en)”. Make another field for it.",
                ru: "Получается «\(label(result).ru)», а поле создано для «\(label(known).ru)». Сделайте для этого другое поле."
            ))
    }

    private mutating func checkCircle(_ object: ObjectDefinition, _ objects: [String: ObjectDefinition]) {
        guard let name = original?[CustomField.name], let all = try? CustomField.all(records, of: records.schema.objects) else { return }
        var texts = DerivedText.shipped(records.schema.objects)
        for (object, fields) in all {
            for made in fields where !made.definition.isHidden && made.record.id != original?.id {
                if let source = CustomField.derived(made.record) {
                    texts.append(DerivedText(source, object: object, field: made.definition.name))
                }
            }
        }
        let source: DerivedText.Source =
            kind == .formula
            ? .formula(value(CustomField.formula) ?? "")
            : .rollup(rollup)
        let own = DerivedText(source, object: object.name, field: name)
        if let problem = Derivations(texts + [own], among: objects).problems[own.name] {
            draft.issue(kind == .formula ? CustomField.formula.name : CustomField.measured.name, problem)
        }
    }
}

extension CustomField {
    /// Refuses to take away what other fields are computed of, and has computed what is new.
    static func follow(from old: Record?, to new: Record?, _ records: Records) throws {
        let known = (records.engine.derivation as? Derivations)?.problems ?? [:]
        let problems = try CustomSchema.derivation(records)?.problems ?? [:]
        if let (name, reason) = problems.filter({ known[$0.key] == nil }).min(by: { $0.key < $1.key }) {
            throw Failure.conflict(
                Label(
                    "The field “\(name)” is computed of this: \(reason.en). Change or hide that field first.",
                    ru: "Поле «\(name)» вычисляется из этого: \(reason.ru). Сначала измените или скройте то поле."
                ))
        }
        guard let new, let object = new[subject], let source = derived(new), !(new[isHidden] ?? false) else { return }
        if let old, !(old[isHidden] ?? false), derived(old) == source { return }
        try DerivedWork(object, isFirst: old == nil && new.version == 1).postpone(records)
    }
}
