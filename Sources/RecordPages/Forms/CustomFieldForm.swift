import Definitions
import Pages
import Tailoring
import Web

/// What the form of a custom field asks for depends on the field's type.
enum CustomFieldForm {
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
        if form.version != nil { omitted.formUnion(["object", "name", "type", "target", "digits"]) }
        guard let kind = form.texts[CustomField.kind.name]?.first.flatMap(CustomFieldKind.init) else { return omitted }
        if !kind.hasChoices { omitted.insert(CustomField.options.name) }
        if !kind.isReference { omitted.insert(CustomField.target.name) }
        if kind != .autonumber { omitted.insert(CustomField.mask.name) } else { omitted.formUnion([CustomField.isRequired.name, CustomField.standard.name]) }
        if !kind.hasDigits { omitted.insert(CustomField.digits.name) }
        if !kind.canBeUnique { omitted.insert(CustomField.isUnique.name) }
        if !kind.canBeSearched { omitted.insert(CustomField.isSearched.name) }
        return omitted
    }
}
