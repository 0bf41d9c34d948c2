public import Definitions
import Kit
public import Markup
import RecordEngine

/// Values as a person reads them on a page.
public struct ValueView {
    private let visit: PageVisit
    private var ui: Components { visit.ui }

    public init(_ visit: PageVisit) { self.visit = visit }

    /// Nil when there is nothing to show.
    public func html(_ value: FieldValue, _ field: FieldDefinition) throws -> HTML? {
        switch value {
        case .empty: nil
        case .reference(let id): try field.type.target.flatMap { try record($0, id) }
        case .references(let ids):
            try field.type.target.flatMap { target in
                let shown = try ids.compactMap { try record(target, $0) }
                return shown.isEmpty ? nil : "<span class=\"values\">\(shown.joined(separator: hasHues(target) ? " " : ", "))</span>"
            }
        case .link(let link): try record(link.object, link.id)
        case .money(let money): HTML(text: money.formatted(ui.language, trimmingZeros: true))
        case .boolean(let isOn): HTML(text: visit.say(isOn ? Label("Yes", ru: "Да") : Label("No", ru: "Нет")))
        case .list(let items): list(items, field)
        case .text(let text): self.text(text, field)
        case .integer, .day, .instant: HTML(text: plain(value, field))
        }
    }

    /// The value as a text: references by their titles.
    public func text(_ value: FieldValue, _ field: FieldDefinition) throws -> String {
        switch value {
        case .reference(let id): return try field.type.target.flatMap { try visit.titles.title($0, id) } ?? visit.number(of: id)
        case .references(let ids):
            return try ids.map { id in try field.type.target.flatMap { try visit.titles.title($0, id) } ?? visit.number(of: id) }.joined(
                separator: ", ")
        case .link(let link): return try visit.titles.title(link.object, link.id) ?? visit.number(of: link.id)
        default: return plain(value, field)
        }
    }

    /// A record by its title, as a link where one may go there.
    public func record(_ name: String, _ id: Int64) throws -> HTML? {
        guard let entry = try visit.titles.entry(name, id), let object = visit.schema.object(name) else { return nil }
        if let hue = entry.hue { return ui.badge(entry.title, hue) }
        if name == "user" { return ui.person(entry.title) }
        return "<a href=\"\(URLPath(object.path) / id)\">\(entry.title)</a>"
    }

    private func plain(_ value: FieldValue, _ field: FieldDefinition) -> String {
        if case .money(let money) = value { return money.formatted(ui.language, trimmingZeros: true) }
        return field.type.format(value, visit.context)
    }

    private func text(_ text: String, _ field: FieldDefinition) -> HTML {
        switch field.type.input {
        case .choice(let choices):
            let choice = choices.first { $0.value == text }
            return ui.badge(choice?.label[ui.language] ?? text, choice?.hue ?? .gray)
        case .url:
            guard let url = ExternalURL(text) else { return HTML(text: text) }
            let site = text.replacing("https://", with: "").replacing("http://", with: "")
            return "<a href=\"\(url)\" rel=\"noopener noreferrer\" target=\"_blank\">\(site)</a>"
        case .longText: return "<span class=\"values__text\">\(text)</span>"
        default: return HTML(text: text)
        }
    }

    private func list(_ items: [String], _ field: FieldDefinition) -> HTML {
        let links: [HTML] = items.map { item in
            switch field.type.input {
            case .email: return ExternalURL.mail(to: item).map { "<a href=\"\($0)\">\(item)</a>" } ?? HTML(text: item)
            case .phone:
                let shown = field.type.format(.list([item]), visit.context)
                return ExternalURL.call(item).map { "<a href=\"\($0)\">\(shown)</a>" } ?? HTML(text: shown)
            default: return HTML(text: item)
            }
        }
        return links.joined(separator: ", ")
    }

    private func hasHues(_ object: String) -> Bool { visit.schema.object(object)?.field("hue") != nil }
}
