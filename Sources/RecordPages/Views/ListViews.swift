import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Views
import Web

/// The saved views around a list or a board: which is shown, where the others are, and what has been changed.
struct ListViews {
    let views: [ListView]
    /// What the address asks for, without what is not there any more.
    let state: ListState
    /// Where the address of this page leads instead: to the whole state of a view, so that it can be passed on.
    let redirection: URLPath?
    private let dropped: [String]
    private let visit: PageVisit

    /// - Parameter isBoard: whether the page shows a board; a list otherwise.
    init(_ state: ListState, isBoard: Bool, _ visit: PageVisit) throws {
        var state = state
        views = try ListView.all(of: state.object, visit.records)
        self.visit = visit
        // A page is what its address says.
        if isBoard || state.layout == .board { state.layout = isBoard ? .board : .table }
        let isWhole = visit.items.contains { ["filter", "sort", "columns", "q", "group", "foot", "layout"].contains($0.name) }
        let opened = views.first { $0.id == state.view }
        let first = state.view == nil && !isBoard && !isWhole ? try ListViews.first(of: views, visit) : nil
        if let view = isWhole ? nil : opened ?? first {
            redirection = ListViews.url(view, state.object, state.asOf).query("done", visit.item("done"))
        } else {
            redirection = nil
        }
        dropped = state.view == nil || state.view == 0 ? [] : state.dropUnreadable(visit.records)
        self.state = state
    }

    /// A page of a department, with the views of the object whose board it is.
    static func answer(_ frame: PageFrame, _ page: Page, _ visit: PageVisit) throws -> PageFrame.Answer {
        guard let object = visit.schema.objects.first(where: { frame.board(of: $0)?.text == page.pattern }) else {
            return .content(try page.render(visit))
        }
        let views = try ListViews(ListState(try visit.records.object(object.name), visit), isBoard: true, visit)
        if let redirection = views.redirection { return .see(redirection) }
        visit.viewBar = views.bar(frame)
        if let at = visit.items.firstIndex(where: { $0.name == "filter" }) { visit.items[at].value = views.state.filter }
        return .content(try page.render(visit))
    }

    /// The view that opens first for a role of the visitor.
    private static func first(of views: [ListView], _ visit: PageVisit) throws -> ListView? {
        let wanted = views.filter { !$0.roles.isEmpty }
        guard !wanted.isEmpty, let user = visit.principal.user, let record = try? visit.records.present.record("user", user) else {
            return nil
        }
        var roles = References(record["more_roles"])?.ids ?? []
        if let role = Reference(record["role"]) { roles.append(role.id) }
        return wanted.first { !Set($0.roles).isDisjoint(with: roles) }
    }

    static func url(_ view: ListView, _ object: ObjectDefinition, _ asOf: String?) -> URLPath { view.state(object, asOf: asOf).url }

    var current: ListView? { views.first { $0.id == state.view } }
    private var ui: Components { visit.ui }

    /// - Parameter hasBoard: whether the object has a board too.
    func bar(_ frame: PageFrame) -> ViewBar {
        // Whether the shown view may be changed hangs on the view itself.
        if current != nil || !dropped.isEmpty { return bar(hasBoard: frame.board(of: state.object) != nil) }
        let shown = views.flatMap { ["\($0.id)", "\($0.version)"] }
        return frame.fragments.bars.value(ListShape.key(state, visit, [visit.ui.csrf] + shown)) {
            bar(hasBoard: frame.board(of: state.object) != nil)
        }
    }

    private func bar(hasBoard: Bool) -> ViewBar {
        let tabs = views.filter(\.isPinned).map { view in
            Tab(view.title, ListViews.url(view, state.object, visit.asOf), isCurrent: view.id == state.view, icon: view.icon)
        }
        return ViewBar(tabs: ui.tabs(tabs), tools: visit.records.isPast ? HTML() : changes + menu(hasBoard), notice: notice)
    }

    private var notice: HTML {
        guard !dropped.isEmpty else { return HTML() }
        let list = dropped.map { "“\($0)”" }.joined(separator: ", ")
        let text = Label(
            "This view also asks for what is hidden or closed to you: \(list). It is shown without that.",
            ru: "Это представление смотрит и на то, что скрыто или закрыто для вас: \(list). Показано без этого.")
        return ui.notice(.warning, "<p>\(visit.say(text))</p><div class=\"form__actions\">\(waysOn)</div>")
    }

    /// Keeping the view without what is hidden, or bringing that back.
    private var waysOn: HTML {
        var ways = HTML()
        if let current, mayCreate, !visit.records.isPast {
            ways += ui.postButton(
                visit.say(Label("Save without it", ru: "Сохранить без этого")), save(current).url, .secondary, fields: save(current).fields)
        }
        if visit.principal.role.administers {
            let fields = URLPath("settings", "fields").query("object", state.object.name)
            ways += ui.linkButton(visit.say(Label("Hidden fields", ru: "Скрытые поля")), fields, .plain, icon: .settings)
        }
        return ways
    }

    /// What makes the view be what is shown.
    private func save(_ view: ListView) -> (url: URLPath, fields: [(String, String)]) {
        (URLPath(state.object.path) / "views" / view.id, ViewForm.items(state) + [("_version", "\(view.version)")])
    }

    private var segmentItems: [MenuItem] {
        guard state.object.isInNavigation, visit.may(\.read, Segment.object.name) else { return [] }
        let found = (["filter", "q"].map { name in (name, state.items.first { $0.name == name }?.value ?? "") }).filter { !$0.1.isEmpty }
        let add = found.reduce(SegmentPages.url(state.object)) { $0.query($1.0, $1.1) }
        let all = ListState(Segment.object, filter: "object = \(state.object.name.filterQuoted)").url
        let adding =
            SegmentPages.mayAdd(state.object, visit)
            ? [MenuItem(visit.say(Label("All found into a segment…", ru: "Всё найденное в сегмент…")), add, icon: .plus)] : []
        return adding + [MenuItem(visit.say(Segment.object.noun.plural), all, icon: .target)]
    }

    /// The way to change all that is found, for whoever has no script to choose it in the list.
    private var bulkItems: [MenuItem] {
        guard visit.may(\.update, state.object.name) || visit.may(\.delete, state.object.name) else { return [] }
        let found = BulkForm.url(of: state.object).query("all", "1").query("filter", state.filter).query(
            "q", state.search.isEmpty ? nil : state.search)
        return [MenuItem(visit.say(Label("Change all found…", ru: "Изменить всё найденное…")), found, icon: .pencil)]
    }

    private var mayCreate: Bool { visit.principal.role.grant(SavedView.object.name).create }

    /// Keeping what is shown, or going back to what was kept.
    private var changes: HTML {
        guard mayCreate else { return HTML() }
        let isBare = state.filter.isEmpty && state.sort == nil && state.columns == nil && state.group == nil && state.foot == nil
        guard let current else { return isBare ? HTML() : keep(Label("Save view…", ru: "Сохранить вид…")) }
        guard current.differs(from: state) else { return HTML() }
        let (url, fields) = save(current)
        let reset = ui.linkButton(
            visit.say(Label("Reset", ru: "Вернуть")), ListViews.url(current, state.object, visit.asOf), .plain, icon: .restore)
        return ui.postButton(visit.say(Wording.save), url, .secondary, icon: .check, fields: fields)
            + keep(Label("Save as…", ru: "Сохранить как…")) + reset
    }

    private func keep(_ label: Label) -> HTML {
        ui.popover(
            "\(ui.icon(.star))<span>\(visit.say(label))</span>", class: "button button--plain",
            ViewForm(object: state.object, visit: visit).html(ViewForm.items(state), isMenu: true))
    }

    /// The views that are not pinned, and what can be done with the one that is shown.
    private func menu(_ hasBoard: Bool) -> HTML {
        var items = views.filter { !$0.isPinned }.map {
            MenuItem($0.title, ListViews.url($0, state.object, visit.asOf), icon: $0.icon ?? .eye)
        }
        items += ListLayout.allCases.filter { $0 != state.layout && ($0 != .board || hasBoard) }.map { layout in
            let other = state.with {
                $0.layout = layout
                // A table is grouped by anything, a timeline by its dates, a board not at all.
                if layout == .timeline || state.layout == .timeline { $0.group = nil }
            }
            return MenuItem(visit.say(layout.label), other.url, icon: layout.icon)
        }
        if let current,
            (try? visit.records.present.record(SavedView.object.name, current.id)).map({ (try? visit.records.may(\.update, $0)) ?? false })
                ?? false
        {
            let edit = (URLPath(SavedView.object.path) / current.id / "edit").query("next", visit.here.text)
            items.append(MenuItem(visit.say(Label("Change “\(current.title)”", ru: "Изменить «\(current.title)»")), edit, icon: .pencil))
        }
        items += segmentItems + bulkItems
        if !views.isEmpty {
            let all = ListState(SavedView.object, filter: "object = \(state.object.name.filterQuoted)").url
            items.append(MenuItem(visit.say(Label("All views", ru: "Все представления")), all, icon: .settings))
        }
        if items.isEmpty { return HTML() }
        let name = visit.say(Label("Views", ru: "Представления"))
        return ui.menu("\(ui.icon(.eye))<span>\(name)</span>", class: "button button--plain", title: name, items)
    }
}
