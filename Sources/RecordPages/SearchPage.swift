import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Finding records, places and actions: as a page, for the command field, and for fields that refer to records.
struct SearchPage {
    let frame: PageFrame
    let visit: PageVisit
    private var ui: Components { visit.ui }
    private var text: String { visit.item("q") ?? "" }

    func answer() throws -> PageFrame.Answer {
        switch visit.item("fragment") {
        case "picker": .fragment(try options())
        case .some: .fragment(try hits())
        case nil: .content(try page())
        }
    }

    private func page() throws -> PageContent {
        let title = visit.say(Wording.search)
        let isWide = visit.item("archived") == "1"
        let found = text.isEmpty ? [] : try visit.records.search(text, limit: 50, archived: isWide)
        let widen = visit.say(Label("Look in the archive, too", ru: "Искать и в архиве"))
        let wider = text.isEmpty || isWide ? HTML() : ui.linkButton(widen, URLPath("search").query("q", text).query("archived", 1), icon: .archive)
        let html: HTML =
            if text.isEmpty {
                ui.emptyState(.search, visit.say(Label("What are you looking for?", ru: "Что ищем?")))
            } else if found.isEmpty {
                ui.emptyState(.search, visit.say(Wording.nothingFound), visit.ui.language == .ru ? "«\(text)»" : "“\(text)”")
            } else {
                "<div class=\"palette__results palette__results--page\">\(try groups(found, isPage: true))</div>"
            }
        return PageContent(title, Layout.pageHead(text.isEmpty ? title : "\(title): \(text)", actions: wider) + html)
    }

    /// What the command field shows: places and actions by name, then records.
    private func hits() throws -> HTML {
        let wanted = [text.folded, KeyboardLayout.swapped(text)?.folded].compactMap(\.self)
        func fits(_ label: String) -> Bool { wanted.contains { $0.isEmpty || label.folded.contains($0) } }
        let places = frame.navigation(visit, current: nil)
            .filter { fits($0.label) }.map {
                Pages.SearchHit(HTML(text: $0.label), icon: $0.icon, url: $0.url, key: $0.key)
            }
        let actions = frame.creations(visit).compactMap { item -> Pages.SearchHit? in
            guard case .link(let url) = item.action, fits(item.label) else { return nil }
            return Pages.SearchHit(HTML(text: item.label), icon: item.icon ?? .plus, url: url, key: item.key)
        }
        var html = text.isEmpty ? try recent() : try groups(visit.records.search(text, limit: 20))
        let shown = Set(places.map(\.url.text))
        let settings =
            text.isEmpty
            ? []
            : frame.pages.settingPlaces(visit).filter { fits($0.title) || fits($0.detail) }
                .filter { !shown.contains($0.url.text) }.map {
                    Pages.SearchHit(HTML(text: $0.title), detail: $0.detail, icon: .settings, url: $0.url)
                }
        if !places.isEmpty { html += ui.searchGroup(visit.say(Label("Go to", ru: "Перейти")), places) }
        if !settings.isEmpty { html += ui.searchGroup(visit.say(Wording.settings), settings) }
        if !actions.isEmpty { html += ui.searchGroup(visit.say(Wording.create), actions) }
        return html.isEmpty ? ui.searchNothing(text) : html
    }

    /// The records that the browser says were looked at last, as far as the visitor may see them.
    private func recent() throws -> HTML {
        let links = (visit.item("recent") ?? "").split(separator: " ").prefix(8).compactMap {
            path -> (object: ObjectDefinition, id: Int64)? in
            let parts = path.split(separator: "/")
            guard parts.count == 2, let object = visit.schema.object(path: String(parts[0])), let id = Int64(parts[1]) else { return nil }
            return (object, id)
        }
        for link in links { visit.titles.want(link.object.name, [link.id]) }
        let hits = try links.compactMap { object, id -> Pages.SearchHit? in
            guard let title = try visit.titles.title(object.name, id) else { return nil }
            let (noun, url) = (visit.say(object.noun.singular), URLPath(object.path) / id)
            return Pages.SearchHit(HTML(text: title), detail: noun, icon: Icon(named: object.icon), url: url)
        }
        return hits.isEmpty ? HTML() : ui.searchGroup(visit.say(Label("Recent", ru: "Недавние")), hits)
    }

    private func groups(_ found: [RecordEngine.SearchHit], isPage: Bool = false) throws -> HTML {
        try visit.schema.objects.render { object in
            let hits = found.filter { $0.object == object.name }
            guard !hits.isEmpty else { return HTML() }
            let details = try details(object, hits.map(\.id))
            let lines = hits.map {
                Pages.SearchHit(
                    HTML(text: $0.title), detail: details[$0.id] ?? "№ \($0.id)", icon: Icon(named: object.icon),
                    url: URLPath(object.path) / $0.id)
            }
            return ui.searchGroup(visit.say(object.noun.plural), lines, isPage: isPage)
        }
    }

    /// What tells records of the same name apart: the company of a deal, the city of a company.
    private func details(_ object: ObjectDefinition, _ ids: [Int64]) throws -> [Int64: String] {
        let shown = object.listColumns.compactMap { object.field($0) }.first { field in
            guard field.name != object.titleField, visit.principal.role.access(object.name, field.name) >= .read else { return false }
            switch field.type.input {
            case .text: return true
            case .reference(let target): return target != "user"
            default: return false
            }
        }
        guard let shown else { return [:] }
        let wanted = Filter.compare(FieldPath("id"), .isIn, .list(ids.map { .number("\($0)", currency: nil) }))
        let query = Query(object.name, filter: wanted, columns: [FieldPath(shown.name)], withTitles: true, limit: ids.count)
        let rows = try visit.records.list(query) { row in (row.id, row.title(0) ?? String(row.value(0)) ?? "") }.rows
        return Dictionary(rows.filter { !$0.1.isEmpty }, uniquingKeysWith: { first, _ in first })
    }

    /// What a field that refers to records offers: of one object, or of any that has a page.
    private func options() throws -> HTML {
        guard let name = visit.item("object") else {
            return try visit.records.search(text, limit: 10).render { hit in
                let noun = visit.schema.object(hit.object)?.noun.singular
                return ui.pickerOption(PickedRecord("\(hit.object):\(hit.id)", hit.title), detail: noun.map(visit.say) ?? "")
            }
        }
        let object = try visit.records.object(name)
        // Of segments those of the object whose records are being chosen.
        let owner = visit.item("of").map { Filter.compare(FieldPath("object"), .equals, .string($0)) } ?? .all
        if object.isSearched, !text.isEmpty, owner == .all {
            return try visit.records.search(text, object: name, limit: 10).render {
                ui.pickerOption(PickedRecord("\($0.id)", $0.title), detail: "№ \($0.id)")
            }
        }
        let filter = text.isEmpty ? owner : owner & .compare(FieldPath(object.titleField), .contains, .string(text))
        let query = Query(
            name, filter: filter, sort: [Sort(FieldPath(object.listSort.field), descending: object.listSort.descending)],
            columns: [FieldPath(object.titleField)], limit: 10)
        return try visit.records.list(query) { ($0.id, String($0.value(0)) ?? "") }.rows.render {
            ui.pickerOption(PickedRecord("\($0.0)", $0.1))
        }
    }
}
