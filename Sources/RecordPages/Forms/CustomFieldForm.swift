import Definitions
import Formulas
import Pages
import RecordEngine
import Tailoring
import Web

/// What the form of a custom field asks for depends on the field's type.
enum CustomFieldForm {
    /// The form of a rollup offers the references to its object, and the fields of the records that are counted.
    static func asked(_ form: RecordForm, _ visit: PageVisit) -> RecordForm {
        guard form.object.name == CustomField.object.name, form.texts[CustomField.kind.name]?.first == CustomFieldKind.rollup.rawValue,
            let name = form.texts[CustomField.subject.name]?.first, let known = form.object.field(CustomField.related.name)
        else { return form }
        let related = known.name
        var fields = [related: FieldDefinition(related, known.label, ChoiceType(visit.schema.referenceChoices(to: name)), required: true, help: known.help)]
        if let path = form.texts[related]?.first, let object = Rollup.place(path, to: name, visit.schema.objects)?.object {
            let measured = CustomField.measured.definition
            let offered = Rollup.measurable(object, by: nil).map { Choice($0.name, $0.label) }
            // What was typed and is none of them stays as it was typed.
            let isKnown = form.texts[measured.name]?.first.map { text in text.isEmpty || offered.contains { $0.value == text } } ?? true
            if isKnown { fields[measured.name] = FieldDefinition(measured.name, measured.label, ChoiceType(offered), help: measured.help) }
        }
        return form.asking(fields)
    }

    static func omitted(_ form: RecordForm) -> Set<String> {
        if form.object.name == CustomObject.object.name {
            let fixed: Set = [CustomObject.name.name, CustomObject.path.name, CustomObject.isOwned.name]
            return fixed.filter { _ in form.version != nil }.union([CustomObject.position.name, CustomObject.isHidden.name])
        }
        // Asked for when there are violations.
        if form.object.name == ValidationRule.object.name { return [ValidationRule.accepts.name] }
        guard form.object.name == CustomField.object.name else { return [] }
        // What is never typed: places are moved, and hiding is a button.
        var omitted: Set<String> = [CustomField.position.name, CustomField.isHidden.name]
        if form.version != nil { omitted.formUnion(["object", "name", "type", "target", "digits", CustomField.related.name]) }
        guard let kind = form.texts[CustomField.kind.name]?.first.flatMap(CustomFieldKind.init) else { return omitted }
        if !kind.hasChoices { omitted.insert(CustomField.options.name) }
        if !kind.isReference { omitted.insert(CustomField.target.name) }
        if kind != .autonumber { omitted.insert(CustomField.mask.name) }
        if !kind.isFilledIn || kind.holdsFiles { omitted.formUnion([CustomField.isRequired.name, CustomField.standard.name]) }
        if kind.isDerived { omitted.formUnion([CustomField.requiredIf.name, CustomField.visibleIf.name]) }
        if kind != .formula { omitted.insert(CustomField.formula.name) }
        if kind != .rollup {
            omitted.formUnion([CustomField.related, CustomField.function, CustomField.measured, CustomField.condition].map(\.name))
        }
        if !kind.hasDigits { omitted.insert(CustomField.digits.name) }
        if !kind.canBeUnique { omitted.insert(CustomField.isUnique.name) }
        if !kind.canBeSearched { omitted.insert(CustomField.isSearched.name) }
        return omitted
    }
}
