import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The list of an object's records: what its address asks for, read and laid out.
struct ListPage {
    let state: ListState
    let bar: ViewBar
    let shape: ListShape
    let key: Fragments.Key
    let fragments: Fragments
    let visit: PageVisit
    private var ui: Components { visit.ui }
    var object: ObjectDefinition { state.object }

    private struct Content {
        /// Nil when nothing was found.
        var rows: ListRows?
        var table: ListTable?
        var next: Cursor?
        /// How many there are, unless more pages follow: counting to 10,000 takes longer than the page, so it comes apart.
        var count: Int?
        /// How many there are without filter and search; read only when nothing was found.
        var unfiltered: RecordCount?
        /// The list in groups.
        var groups: HTML?
        var problem: Label?
        var filter = Filter.all
    }

    static func answer(_ frame: PageFrame, _ object: ObjectDefinition, _ visit: PageVisit) throws -> PageFrame.Answer {
        let views = try ListViews(ListState(try visit.records.object(object.name), visit), isBoard: false, visit)
        if let redirection = views.redirection { return .see(redirection) }
        let state = views.state
        let key = ListShape.key(state, visit)
        let shape = frame.fragments.lists.value(key) { ListShape(state, frame, visit) }
        let bar = views.bar(frame)
        return .content(try ListPage(state: state, bar: bar, shape: shape, key: key, fragments: frame.fragments, visit: visit).page())
    }

    private func page() throws -> PageContent {
        let content = try read()
        let title = visit.say(object.noun.plural)
        var html =
            Layout.pageHead(
                title, count: content.problem == nil ? count(content) : nil, actions: shape.actions, above: wayBack,
                below: ListTabs.html(shape, bar, visit)) + bar.notice
        html += try ListFilters(
            state: state, tools: shape.tools, views: bar.tools, filter: content.filter, problem: content.problem, visit: visit
        ).bar()
        var rest: [HTML] = []
        if let problem = content.problem {
            let bare = ui.linkButton(visit.say(Wording.openBare), URLPath(state.object.path))
            html += ui.notice(.bad, "<p>\(visit.say(problem))</p><div class=\"form__actions\">\(bare)</div>")
        }
        if let groups = content.groups {
            html += groups
        } else if let rows = content.rows, let table = content.table {
            if shape.isSelectable { html += chosen }
            html += table.start
            rest = [try rows.complete(), end(table, rows.count, content)]
        } else if content.problem == nil {
            html += emptyState(content)
        }
        var page = PageContent(
            title, object: object.name, fillsWindow: content.rows != nil || content.groups != nil,
            status: content.problem == nil ? 200 : 400, html)
        page.rest = rest
        return page
    }

    private func read() throws -> Content {
        var content = Content()
        do {
            var query = try shape.query.get()
            content.filter = query.filter
            if state.group != nil || state.layout == .timeline {
                try readGroups(state.group, query, &content)
                if content.groups != nil { return content }
            }
            query.after = try state.after.map { try Cursor($0) }
            content.next = try visit.records.list(query) { row in
                if content.rows == nil {
                    let table = fragments.tables.value(key) { ListTable(row.columns, shape, state, visit) }
                    content.table = table
                    content.rows = ListRows(table, visit)
                }
                try content.rows?.add(row)
            }
            if content.next == nil, state.after == nil { content.count = content.rows?.count ?? 0 }
            if content.rows == nil, !state.filter.isEmpty || !state.search.isEmpty {
                content.unfiltered = try visit.records.count(Query(object.name))
            }
        } catch let failure as Failure {
            guard case .malformed(let problem) = failure else { throw failure }
            content.problem = problem
        }
        return content
    }

    /// The groups instead of the rows; nothing where there are no rows.
    private func readGroups(_ text: String?, _ query: Query, _ content: inout Content) throws {
        var first = query
        first.limit = 1
        _ = try visit.records.list(first) { row in
            content.table = fragments.tables.value(key) { ListTable(row.columns, shape, state, visit) }
        }
        guard let table = content.table else { return }
        let (html, count) = try ListGroups(state: state, shape: shape, table: table, query: query, visit: visit).html(text)
        (content.groups, content.count) = (shape.isSelectable ? html + chosen : html, Int(count))
    }

    private func count(_ content: Content) -> HTML {
        if let count = content.count { return "\(visit.number(Int64(count)))" }
        let atLeast = visit.count(RecordCount(value: content.rows?.count ?? 0, isExact: false))
        return "<late-count data-url=\"\(shape.countURL)\">\(atLeast)</late-count>"
    }

    /// How many records the list has, as text: what the page itself did not wait for.
    static func count(_ object: ObjectDefinition, _ visit: PageVisit) throws -> HTML {
        let state = ListState(try visit.records.object(object.name), visit)
        return HTML(text: visit.count(try visit.records.count(state.query())))
    }

    /// What stands below the rows.
    private func end(_ table: ListTable, _ count: Int, _ content: Content) -> HTML {
        let count = visit.number(Int64(count))
        let summary = visit.say(Label("Shown: \(count)", ru: "Показано: \(count)"))
        let next = content.next.map { cursor in state.with { $0.after = cursor.text }.url }
        let first = state.after == nil ? nil : state.with { _ in }.url
        return table.end + ui.pagination(summary: summary, previous: first, next: next)
    }

    /// The form that the checkboxes and the buttons of the list belong to.
    private var chosen: HTML { BulkForm.chosen(object, state.after == nil ? shape.chosen : BulkForm.fields(state), visit) }

    /// What is reached from the settings leads back there.
    private var wayBack: HTML {
        guard shape.isSetting else { return HTML() }
        return ui.backLink(Tab(visit.say(Wording.settings), URLPath("settings")))
    }

    private func emptyState(_ content: Content) -> HTML {
        let icon = Icon(named: object.icon)
        if let all = content.unfiltered, all.value > 0 {
            let hidden = visit.count(all)
            let clear = ui.linkButton(visit.say(Label("Show all", ru: "Показать все")), shape.tools.clear, .primary)
            let text = Label("The filters hide all there is here: \(hidden).", ru: "Фильтры скрывают всё, что здесь есть: \(hidden).")
            return ui.emptyState(icon, visit.say(Wording.nothingFound), visit.say(text), actions: clear)
        }
        if visit.records.isPast {
            return ui.emptyState(icon, visit.say(Label("There was nothing here then", ru: "Тогда здесь ничего не было")))
        }
        let mayBegin = visit.principal.role.grant(object.name).create && object.beginsWithForm
        let title = Label("Nothing here yet", ru: "Здесь пока ничего нет")
        let text =
            Lesson.of(object.name)?.text
            ?? (!mayBegin
                ? Label("What you may see will appear here.", ru: "Здесь появится то, что вам можно видеть.")
                : object.isInNavigation
                    ? Label("Add them one by one, or bring them all from a file.", ru: "Добавьте записи по одной или загрузите все из файла.")
                    : Label("Add the first one.", ru: "Добавьте первую запись."))
        let actions = mayBegin ? Lesson.ways(object, visit) : HTML()
        return ui.emptyState(icon, visit.say(title), visit.say(text), actions: actions)
    }
}
