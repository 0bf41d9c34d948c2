import Definitions
import Formulas
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Tailoring
import Web

/// The fields of one object in their order: the shipped ones, and those that the workspace added.
struct FieldListPage {
    let visit: PageVisit
    private var ui: Components { visit.ui }

    static let title = Label("Fields", ru: "Поля")

    static func url(_ object: String? = nil) -> URLPath { URLPath("settings", "fields").query("object", object) }

    /// The object that the address names; the first one for a name that is none.
    static func object(_ visit: PageVisit) -> Choice {
        visit.schema.choices(ofField: "object").first { $0.value == visit.item("object") } ?? CustomField.objects[0]
    }

    func content() throws -> PageContent {
        let object = FieldListPage.object(visit)
        let own = try visit.records.customFields(of: object.value)
        let shipped = visit.schema.object(object.value)?.fields.filter { !$0.isCustom && !$0.isReadOnly } ?? []
        let tabs = visit.schema.choices(ofField: "object").map { choice in
            let label = visit.schema.object(choice.value)?.noun.plural ?? choice.label
            return Tab(visit.say(label), FieldListPage.url(choice.value), isCurrent: choice.value == object.value)
        }
        let new = ui.linkButton(
            visit.say(Label("New field", ru: "Новое поле")), (URLPath("settings", "fields") / "new").query("object", object.value), .primary,
            icon: .plus)
        let title = visit.say(FieldListPage.title)
        let back = ui.backLink(Tab(visit.say(Wording.settings), URLPath("settings")))
        let html = Layout.pageHead(title, actions: new, above: back, below: ui.tabs(tabs, label: title))
            + "<div class=\"profile\">\(panel(own))\(panel(shipped))</div>"
        return PageContent(title, html)
    }

    private func panel(_ own: [Record]) -> HTML {
        let content = own.isEmpty
            ? "<p class=\"muted\">\(visit.say(Label("Nothing of your own yet.", ru: "Своих полей пока нет.")))</p>"
            : ui.relatedList(own.enumerated().render { line($1, isFirst: $0 == 0, isLast: $0 == own.count - 1) })
        return ui.panel(visit.say(Label("Your own", ru: "Свои")), isCard: true, content)
    }

    private func panel(_ shipped: [FieldDefinition]) -> HTML {
        let lines = shipped.render { field in
            let kind = CustomFieldKind(rawValue: field.type.kind).map { visit.say($0.label) } ?? ""
            let detail = [field.name, kind].filter { !$0.isEmpty }.joined(separator: " · ")
            return "<li class=\"related\"><span class=\"related__title\">\(visit.say(field.label))</span><span class=\"related__detail\">\(detail)</span></li>"
        }
        return ui.panel(visit.say(Label("Shipped", ru: "Встроенные")), isCard: true, ui.relatedList(lines))
    }

    private func line(_ field: Record, isFirst: Bool, isLast: Bool) -> HTML {
        let label = visit.ui.language == .ru ? field[CustomField.russianLabel] ?? field.title : field.title
        let isHidden = field[CustomField.isHidden] ?? false
        let kind = field[CustomField.kind].flatMap(CustomFieldKind.init).map { visit.say($0.label) }
        let gives = field[CustomField.result].flatMap(CustomFieldKind.init).map { visit.say($0.label) }
        let name = "\(field[CustomField.subject] ?? "").\(field[CustomField.name] ?? "")"
        let problem = (visit.records.engine.derivation as? Derivations)?.problems[name].map(visit.say)
        let marks = [
            field[CustomField.name], kind, gives, problem, field[CustomField.isRequired] ?? false ? visit.say(CustomField.isRequired.definition.label) : nil,
            isHidden ? visit.say(CustomField.isHidden.definition.label) : nil, field[CustomField.formula].map { String($0.prefix(120)) },
            field[CustomField.condition].map { String($0.prefix(120)) },
        ]
        let own = URLPath("settings", "fields") / field.id
        let edit = (URLPath("custom_fields") / field.id / "edit").query("next", FieldListPage.url(field[CustomField.subject]).text)
        func move(_ way: String, _ icon: Icon, _ name: Label) -> HTML {
            ui.form(
                own / "move", class: "form-inline",
                "<input type=\"hidden\" name=\"way\" value=\"\(way)\">\(ui.iconButton(icon, "\(visit.say(name)): \(label)"))")
        }
        let hide = isHidden ? Label("Bring back", ru: "Вернуть") : Label("Hide", ru: "Скрыть")
        let buttons: HTML = """
            \(move("up", .arrowUp, Label("Move up", ru: "Выше")), if: !isFirst)\
            \(move("down", .arrowDown, Label("Move down", ru: "Ниже")), if: !isLast)\
            \(ui.postButton(visit.say(hide), own / "hide", .plain, fields: [("hidden", isHidden ? "0" : "1")]))
            """
        return ui.relatedLine(label, href: edit, detail: marks.compactMap(\.self).joined(separator: " · "), trailing: buttons)
    }
}

/// The types of fields, of which a new one is chosen.
struct FieldTypesPage {
    let visit: PageVisit

    func content() -> PageContent {
        let object = FieldListPage.object(visit)
        let back = FieldListPage.url(object.value)
        if visit.item("type") == CustomFieldKind.rollup.rawValue { return references(object, back) }
        let lines = CustomFieldKind.allCases.render { kind in
            // What a rollup is made of depends on what refers here, which is asked for first.
            let page = kind == .rollup ? URLPath("settings", "fields") / "new" : URLPath("custom_fields", "new")
            let url = page.query("object", object.value).query("type", kind.rawValue).query("next", back.text)
            return visit.ui.relatedLine(visit.say(kind.label), href: url, detail: visit.say(kind.note), trailing: visit.ui.icon(kind.icon))
        }
        let title = visit.say(Label("New field", ru: "Новое поле")) + ": " + visit.say(object.label)
        let panel = visit.ui.panel(visit.say(CustomField.kind.definition.label), isCard: true, visit.ui.relatedList(lines))
        return PageContent(title, Layout.pageHead(title) + "<div class=\"profile\">\(panel)</div>")
    }

    /// The references to an object, of which a rollup goes by one.
    private func references(_ object: Choice, _ back: URLPath) -> PageContent {
        let offered = visit.schema.referenceChoices(to: object.value)
        let lines = offered.render { choice in
            let url = URLPath("custom_fields", "new").query("object", object.value).query("type", CustomFieldKind.rollup.rawValue)
            return visit.ui.relatedLine(visit.say(choice.label), href: url.query(CustomField.related.name, choice.value).query("next", back.text))
        }
        let title = visit.say(Label("New rollup", ru: "Новая сводка")) + ": " + visit.say(object.label)
        let none = visit.say(Label("Nothing refers to these records yet.", ru: "На эти записи пока ничто не ссылается."))
        let content: HTML = offered.isEmpty ? "<p class=\"muted\">\(none)</p>" : visit.ui.relatedList(lines)
        let panel = visit.ui.panel(visit.say(CustomField.related.definition.label), isCard: true, content)
        return PageContent(title, Layout.pageHead(title) + "<div class=\"profile\">\(panel)</div>")
    }
}

extension Records {
    /// The living fields that an administrator added to an object, in their order.
    func customFields(of object: String) throws -> [Record] {
        let query = Query(
            CustomField.object.name, filter: try Filter("object = \(object)"), sort: [Sort(FieldPath("position")), Sort(FieldPath("id"))],
            limit: CustomField.limit)
        return try list(query, make: \.id).rows.map { try record(CustomField.object.name, $0) }
    }
}
