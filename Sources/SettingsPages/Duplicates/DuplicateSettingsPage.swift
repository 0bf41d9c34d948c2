import Definitions
import Duplicates
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// What is to happen when somebody makes a record that is there already: a rule for each kind of record.
enum DuplicateSettingsPage {
    static let url = URLPath("settings", "duplicates")

    static func content(_ visit: PageVisit) throws -> PageContent {
        let panels = try DuplicateRule.objects.compactMap { visit.schema.object($0.value) }.render { object in
            let (warns, refuses) = try DuplicateRule.levels(of: object.name, visit.records)
            let options = DuplicateRule.levels.map { Option($0.value, visit.say($0.label)) }
            func select(_ field: Field<String>, _ level: Certainty?) -> HTML {
                visit.ui.select(FormField(field.name, visit.say(field.definition.label)), options, selected: level?.name ?? "never")
            }
            let form = visit.ui.form(
                url, class: "form",
                """
                <input type="hidden" name="object" value="\(object.name)">\(select(DuplicateRule.warns, warns))\
                \(select(DuplicateRule.refuses, refuses))<div class="form__actions">\(visit.ui.button(visit.say(Wording.save), .primary))\
                \(visit.ui.linkButton(visit.say(Label("Show duplicates", ru: "Показать дубли")), URLPath(object.path) / "duplicates", .plain))</div>
                """)
            return visit.ui.panel(visit.say(object.noun.plural), isCard: true, form)
        }
        let title = visit.say(Wording.duplicates)
        let back = visit.ui.backLink(Tab(visit.say(Wording.settings), URLPath("settings")))
        return PageContent(title, Layout.pageHead(title, above: back) + "<div class=\"profile\">\(panels)\(explanation(visit))</div>")
    }

    private static func explanation(_ visit: PageVisit) -> HTML {
        let levels: [(Certainty, Label)] = [
            (.certain, Label(
                "The same INN (and not two branches by their KPP), or the same name with the same e-mail or phone.",
                ru: "Тот же ИНН (и это не два филиала с разными КПП) либо то же имя вместе с тем же адресом почты или телефоном.")),
            (.likely, Label(
                "The same name in the same city, the same e-mail under another name, or the same name and domain.",
                ru: "То же имя в том же городе, тот же адрес почты при другом имени либо те же имя и домен.")),
            (.possible, Label(
                "The same phone or domain under another name, or the same name without a city.",
                ru: "Тот же телефон или домен при другом имени либо то же имя без города.")),
        ]
        let lines = levels.render { level, text in
            "<li class=\"duplicate-list__line\">\(visit.ui.badge(visit.say(level.label), level.hue))<span>\(visit.say(text))</span></li>"
        }
        return visit.ui.panel(visit.say(Label("What is how sure", ru: "Что насколько точно")), isCard: true, "<ul class=\"duplicate-list\">\(lines)</ul>")
    }

    static func save(_ visit: Visit) async throws -> WebResponse {
        let (_, batch) = try await visit.writeBatch { records, caller in
            let object = try records.object(DuplicateRule.object.name)
            let sent = RecordForm(sent: visit.form, of: object, caller.principal.role)
            let draft = try sent.draft(records, try records.context(), role: caller.principal.role)
            let known = try draft[DuplicateRule.subject].flatMap { try DuplicateRule.record(of: $0, records) }
            if let known { try records.update(known.id, draft) } else { try records.create(draft) }
        }
        return .see(url, done: batch)
    }
}
