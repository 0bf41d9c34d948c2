import Definitions
import Kit
import Markup
public import Pages
public import RecordEngine

/// The templates for a text about a record, each with what it says there.
public struct TemplateChoice {
    private let visit: PageVisit
    private var ui: Components { visit.ui }

    public init(_ visit: PageVisit) { self.visit = visit }

    func content() throws -> PageContent {
        guard let link = RecordLink(text: visit.item("about") ?? ""), let object = visit.schema.object(link.object) else {
            throw Failure.notFound
        }
        let record = try visit.records.record(link.object, link.id)
        let lines = try TextTemplate.offered(visit.records).render { template in
            let text = try filled(template.body, about: record)
            let url = visit.url(object, record.id).query("template", template.id)
            return """
                <li><a class="menu__item" href="\(url)" data-insert="\(text)"><span class="menu__label">\(template.title)</span></a></li>
                """
        }
        let own = URLPath(TextTemplate.object.path)
        let empty: HTML = "<p class=\"menu__note\">\(visit.say(Label("There are no templates yet.", ru: "Шаблонов пока нет.")))</p>"
        let manage =
            lines.isEmpty ? Label("Write the first one", ru: "Написать первый") : Label("Manage templates", ru: "Управлять шаблонами")
        let url = lines.isEmpty ? (own / "new").query("next", visit.url(object, record.id).text) : own
        let title = visit.say(TextTemplate.object.noun.plural)
        return PageContent(
            title,
            """
            \(Layout.pageHead(title))<ul class="menu__items" data-templates>\(lines.isEmpty ? "<li>\(empty)</li>" : lines)\
            <li><a class="menu__item" href="\(url)">\(ui.icon(.settings))<span class="menu__label">\(visit.say(manage))</span></a></li></ul>
            """)
    }

    /// What a template says about a record, by its number; nil when there is none, or it may not be read.
    public func text(of number: String, about record: Record) throws -> String? {
        guard let id = Int64(number) else { return nil }
        do {
            return try filled(visit.records.record(TextTemplate.object.name, id)[TextTemplate.body] ?? "", about: record)
        } catch Failure.notFound {
            return nil
        }
    }

    /// The text of a template as it reads about a record, for this person: what may not be read stays a name.
    private func filled(_ template: String, about record: Record) throws -> String {
        try TextTemplate.filled(template) { name in
            let name = name.lowercased()
            if ["me", "я"].contains(name) { return visit.principal.name }
            if ["today", "сегодня"].contains(name) { return visit.context.today.formatted(ui.language) }
            if ["title", "название"].contains(name) { return record.title }
            let field = record.object.fields.first { [$0.name, $0.label.en.lowercased(), $0.label.ru.lowercased()].contains(name) }
            guard let field, visit.principal.role.access(record.object.name, field.name) >= .read else { return nil }
            return try visit.values.text(record[field.name], field)
        }
    }
}
