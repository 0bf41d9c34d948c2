public import Definitions
public import Kit
public import Markup
import RecordEngine

/// Values as a person reads them on a page.
public final class ValueView {
    private let records: Records
    private let ui: Components
    private let titles: TitleBook
    private let context: ValueContext
    /// The moment that links lead to.
    private let asOf: String?
    /// Records as they were shown before on this page: the same stage and the same person stand in many rows.
    private var shown: [RecordLink: HTML] = [:]

    init(_ records: Records, _ ui: Components, _ titles: TitleBook, _ context: ValueContext, asOf: String?) {
        self.records = records
        self.ui = ui
        self.titles = titles
        self.context = context
        self.asOf = asOf
    }

    /// Nil when there is nothing to show.
    public func html(_ value: FieldValue, _ field: FieldDefinition) throws -> HTML? {
        var html = HTML()
        try append(value, field, to: &html)
        return html.isEmpty ? nil : html
    }

    /// The same at the end of something longer.
    public func append(_ value: FieldValue, _ field: FieldDefinition, to html: inout HTML) throws {
        switch value {
        case .empty: break
        case .reference(let id): if let target = field.type.target, let record = try record(target, id) { html += record }
        case .references(let ids):
            guard let target = field.type.target else { return }
            let shown = try ids.compactMap { try record(target, $0) }
            if !shown.isEmpty { html += "<span class=\"values\">\(shown.joined(separator: hasHues(target) ? " " : ", "))</span>" }
        case .link(let link): if let record = try record(link.object, link.id) { html += record }
        case .money(let money): html.append { money.append(ui.language, trimmingZeros: true, to: &$0) }
        case .boolean(let isOn): html.append(text: ui.say(isOn ? Label("Yes", ru: "Да") : Label("No", ru: "Нет")))
        case .list(let items): html += list(items, field)
        case .text(let text): try append(text, field, to: &html)
        case .integer, .day, .instant, .address: html.append(text: plain(value, field))
        }
    }

    /// The value as a text: references by their titles.
    public func text(_ value: FieldValue, _ field: FieldDefinition) throws -> String {
        switch value {
        case .reference(let id): return try field.type.target.flatMap { try titles.title($0, id) } ?? ui.number(of: id)
        case .references(let ids):
            return try ids.map { id in try field.type.target.flatMap { try titles.title($0, id) } ?? ui.number(of: id) }.joined(
                separator: ", ")
        case .link(let link): return try titles.title(link.object, link.id) ?? ui.number(of: link.id)
        default: return plain(value, field)
        }
    }

    /// A record by its title, as a link where one may go there.
    public func record(_ name: String, _ id: Int64) throws -> HTML? {
        let link = RecordLink(object: name, id: id)
        if let known = shown[link] { return known }
        guard let entry = try titles.entry(name, id), let object = records.schema.object(name) else { return nil }
        let html =
            mark(entry.title, entry.hue, name) ?? "<a href=\"\((URLPath(object.path) / id).query("as_of", asOf))\">\(entry.title)</a>"
        shown[link] = html
        return html
    }

    /// A record whose title is shown otherwise than as a link: in its colour, or as a person. Nil for others.
    public func mark(_ title: String, _ hue: Hue?, _ object: String) -> HTML? {
        hue.map { ui.badge(title, $0) } ?? (object == "user" ? ui.person(title) : nil)
    }

    private func plain(_ value: FieldValue, _ field: FieldDefinition) -> String {
        if case .money(let money) = value { return money.formatted(ui.language, trimmingZeros: true) }
        return field.type.format(value, context)
    }

    private func append(_ text: String, _ field: FieldDefinition, to html: inout HTML) throws {
        switch field.type.input {
        case .choice(let choices):
            let choice = choices.first { $0.value == text }
            html += ui.badge(choice?.label[ui.language] ?? text, choice?.hue ?? .gray)
        case .url:
            guard let url = ExternalURL(text) else { return html.append(text: text) }
            let site = text.replacing("https://", with: "").replacing("http://", with: "")
            html += "<a href=\"\(url)\" rel=\"noopener noreferrer\" target=\"_blank\">\(site)</a>"
        case .color: html += "<span class=\"swatch\">\(ui.swatch(text))\(text)</span>"
        case .json: html += "<code class=\"values__code\">\(text)</code>"
        case .longText: html += "<span class=\"values__text\">\(try linked(text))</span>"
        default: html.append(text: field.type.format(.text(text), context))
        }
    }

    private func list(_ items: [String], _ field: FieldDefinition) -> HTML {
        if case .choices(let choices) = field.type.input {
            let badges = items.map { item -> HTML in
                let choice = choices.first { $0.value == item }
                return ui.badge(choice?.label[ui.language] ?? item, choice?.hue ?? .gray)
            }
            return "<span class=\"values\">\(badges.joined(separator: " "))</span>"
        }
        let links: [HTML] = items.map { item in
            switch field.type.input {
            case .email: return ExternalURL.mail(to: item).map { "<a href=\"\($0)\">\(item)</a>" } ?? HTML(text: item)
            case .phone:
                let shown = field.type.format(.list([item]), context)
                return ExternalURL.call(item).map { "<a href=\"\($0)\">\(shown)</a>" } ?? HTML(text: shown)
            default: return HTML(text: item)
            }
        }
        return links.joined(separator: ", ")
    }

    private func hasHues(_ object: String) -> Bool { records.schema.object(object)?.field("hue") != nil }
}
