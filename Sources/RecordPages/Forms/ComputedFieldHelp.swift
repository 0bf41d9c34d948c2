import Definitions
import Formulas
import Kit
import Markup
import Pages
import RecordEngine
import Tailoring

/// What stands below the form of a formula or a rollup: what it gives now, and what it can be made of.
struct ComputedFieldHelp {
    let form: RecordForm
    let visit: PageVisit

    /// - Parameter record: the field that is changed; nil for a new one.
    func html(of record: Record?) throws -> HTML {
        guard form.object.name == CustomField.object.name, let kind = text(CustomField.kind).flatMap(CustomFieldKind.init), kind.isDerived,
            let object = text(CustomField.subject).flatMap({ visit.schema.object($0) })
        else { return HTML() }
        let values = try record.map { try examples($0, object) } ?? HTML()
        if kind == .formula { return values + fields(object, isAcross: true) + functions }
        let counted = text(CustomField.related).flatMap { Rollup.place($0, to: object.name, visit.schema.objects) }
        return values + (counted.map { fields($0.object, isAcross: false) } ?? HTML())
    }

    private func text(_ field: Field<String>) -> String? { form.texts[field.name]?.first }

    private func fields(_ object: ObjectDefinition, isAcross: Bool) -> HTML {
        let shown = object.fields.filter { !$0.isHidden && $0.name != "id" && $0.name != "updated_at" }
        let own = shown.map { (code: $0.name, note: visit.say($0.label)) }
        let across = shown.compactMap { field -> (code: String, note: String)? in
            guard isAcross, case .reference(let target) = field.type.input, let other = visit.schema.object(target),
                let title = other.field(other.titleField)
            else { return nil }
            return ("\(field.name).\(title.name)", "\(visit.say(field.label)): \(visit.say(title.label)) …")
        }
        return reference(Label("Fields: \(object.noun.plural.en)", ru: "Поля: \(object.noun.plural.ru)"), own + across)
    }

    private var functions: HTML {
        let isRussian = visit.ui.language == .ru
        let lines = FormulaFunction.allCases.map { function -> (code: String, note: String) in
            let help = function.help
            let arguments = isRussian ? help.arguments.replacing(",", with: ";") : help.arguments
            return ("\(isRussian ? function.russian : function.rawValue)(\(arguments))", visit.say(help.gives))
        }
        return reference(Label("Functions", ru: "Функции"), lines)
    }

    private func reference(_ title: Label, _ lines: [(code: String, note: String)]) -> HTML {
        let items = lines.render { "<li class=\"reference__line\"><code class=\"reference__code\">\($0.code)</code><span>\($0.note)</span></li>" }
        return """
            <details class="reference"><summary class="reference__title">\(visit.say(title))</summary><ul class="reference__list">\(items)</ul></details>
            """
    }

    /// The values of the newest records.
    private func examples(_ record: Record, _ object: ObjectDefinition) throws -> HTML {
        guard let name = record[CustomField.name], let field = object.field(name), visit.principal.role.access(object.name, name) >= .read
        else { return HTML() }
        let query = Query(object.name, columns: [FieldPath(object.titleField), FieldPath(name)], limit: 5)
        let rows = try visit.records.list(query) { (id: $0.id, title: String($0.value(0)) ?? "", value: $0.value(1)) }.rows
        guard !rows.isEmpty else { return HTML() }
        let lines = try rows.map { row -> HTML in
            let value = try visit.values.text(row.value, field)
            return visit.ui.relatedLine(row.title, href: URLPath(object.path) / row.id, detail: value.isEmpty ? "—" : value)
        }
        let title = visit.say(Label("What it gives now", ru: "Что получается сейчас"))
        return "<div class=\"reference\"><p class=\"reference__title\">\(title)</p>\(visit.ui.relatedList(lines.joined()))</div>"
    }
}
