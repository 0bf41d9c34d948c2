import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The list of an object's records: what its address asks for, read and laid out.
struct ListPage {
    let frame: PageFrame
    let state: ListState
    let visit: PageVisit
    private var ui: Components { visit.ui }
    var object: ObjectDefinition { state.object }

    /// One row in memory, until the titles of what it refers to have been read.
    private struct Line {
        let id: Int64
        let values: [FieldValue]
    }

    private struct Content {
        var lines: [Line] = []
        var columns: [ListColumn] = []
        var next: Cursor?
        /// How many there are, unless more pages follow: counting to 10,000 takes longer than the page, so it comes apart.
        var count: Int?
        /// How many there are without filter and search; read only when nothing was found.
        var unfiltered: RecordCount?
        var problem: Label?
        var filter = Filter.all
    }

    static func answer(_ frame: PageFrame, _ object: ObjectDefinition, _ visit: PageVisit) throws -> PageFrame.Answer {
        let state = ListState(try visit.records.object(object.name), visit)
        var refused: Label?
        do {
            if let added = try ListFilters.added(state, visit) { return .see(added.url) }
        } catch Failure.malformed(let problem) {
            refused = problem
        }
        return .content(try ListPage(frame: frame, state: state, visit: visit).page(refused))
    }

    /// - Parameter refused: why a condition that was to be added can't be.
    private func page(_ refused: Label?) throws -> PageContent {
        var content = try read()
        content.problem = content.problem ?? refused
        let title = visit.say(object.noun.plural)
        var html = Layout.pageHead(
            title, count: content.problem == nil ? count(content) : nil, actions: actions, above: wayBack, below: try tabs())
        html += try filterBar(content)
        if let problem = content.problem { html += ui.notice(.bad, HTML(text: visit.say(problem))) }
        if !content.lines.isEmpty {
            html += try table(content)
        } else if content.problem == nil {
            html += emptyState(content)
        }
        return PageContent(
            title, object: object.name, fillsWindow: !content.lines.isEmpty, status: content.problem == nil ? 200 : 400, html)
    }

    private func read() throws -> Content {
        var content = Content()
        do {
            var query = try state.query()
            content.filter = query.filter
            query.columns = state.paths(visit.principal.role) + cells.flatMap(\.needs).map { FieldPath($0) }
            query.withTitles = true
            query.after = try state.after.map { try Cursor($0) }
            content.next = try visit.records.list(query) { row in
                if content.columns.isEmpty { content.columns = row.columns }
                content.lines.append(Line(id: row.id, values: row.columns.indices.map { value(row, $0) }))
            }
            if content.next == nil, state.after == nil { content.count = content.lines.count }
            if content.lines.isEmpty, !state.filter.isEmpty || !state.search.isEmpty {
                content.unfiltered = try visit.records.count(Query(object.name))
            }
        } catch let failure as Failure {
            guard case .malformed(let problem) = failure else { throw failure }
            content.problem = problem
        }
        return content
    }

    private func count(_ content: Content) -> HTML {
        if let count = content.count { return "\(visit.number(Int64(count)))" }
        let atLeast = visit.count(RecordCount(value: content.lines.count, isExact: false))
        return "<late-count data-url=\"\(state.countURL)\">\(atLeast)</late-count>"
    }

    /// How many records the list has, as text: what the page itself did not wait for.
    static func count(_ object: ObjectDefinition, _ visit: PageVisit) throws -> HTML {
        let state = ListState(try visit.records.object(object.name), visit)
        return HTML(text: visit.count(try visit.records.count(state.query())))
    }

    private func value(_ row: ListRow, _ index: Int) -> FieldValue {
        let (value, field) = (row.value(index), row.columns[index].field)
        if case .reference(let id) = value, let target = field.type.target, let title = row.title(index) {
            visit.titles.learn(target, id, title)
        } else {
            visit.titles.want(value, of: field)
        }
        return value
    }

    private var cells: [CellView] {
        let shown = Set(state.paths(visit.principal.role).map(\.text))
        return frame.pages.cells.filter { $0.object == object.name && shown.contains($0.field) && readable($0.needs) }
    }

    private func readable(_ fields: [String]) -> Bool {
        fields.allSatisfy { visit.principal.role.access(object.name, $0) >= .read }
    }

    // The rows.

    private func table(_ content: Content) throws -> HTML {
        let width = state.paths(visit.principal.role).count
        let shown = Array(content.columns.prefix(width))
        let heads = shown.map { head($0) }
        let special = Dictionary(cells.map { ($0.field, $0) }, uniquingKeysWith: { first, _ in first })
        let views = shown.map { column in
            let start = ui.cellStart(label: FieldNames.label(column.path, of: object, visit), isNumeric: column.field.isNumeric)
            return ColumnView(column, start: start, special: special[column.path.text], in: content.columns)
        }
        let mayEdit = visit.may(\.update, object.name)
        var rows = HTML()
        rows.reserve(content.lines.count * (views.count + 1) * 120)
        for line in content.lines { rows += try row(line, at: visit.url(object, line.id), views, mayEdit: mayEdit) }
        let summary = visit.say(Label(
            "Shown: \(visit.number(Int64(content.lines.count)))", ru: "Показано: \(visit.number(Int64(content.lines.count)))"
        ))
        let next = content.next.map { cursor in state.with { $0.after = cursor.text }.url }
        let first = state.after == nil ? nil : state.with { _ in }.url
        return ui.listView(ui.table(heads, caption: visit.say(object.noun.plural), rows: rows))
            + ui.pagination(summary: summary, previous: first, next: next)
    }

    private func head(_ column: ListColumn) -> TableColumn {
        let label = FieldNames.label(column.path, of: object, visit)
        guard column.field.type.sortColumn != nil else { return TableColumn(label, isNumeric: column.field.isNumeric) }
        let current = state.order.first { $0.path == column.path && state.order.first?.path == column.path }
        let turned = Sort(column.path, descending: current.map { !$0.descending } ?? false)
        return TableColumn(
            label, isNumeric: column.field.isNumeric, sort: state.with { $0.sort = turned.text }.url,
            direction: current.map { $0.descending ? .descending : .ascending }
        )
    }

    private func row(_ line: Line, at url: URLPath, _ columns: [ColumnView], mayEdit: Bool) throws -> HTML {
        var cells = HTML()
        cells.reserve(columns.count * 120)
        let end = ui.cellEnd
        for (index, column) in columns.enumerated() {
            let value = line.values[index]
            if column.path == object.titleField {
                cells += ui.titleCell(try visit.values.text(value, column.field), href: url)
            } else if let special = column.special, !value.isEmpty {
                let needed = column.needed.map { $0.map { line.values[$0] } ?? .empty }
                cells += column.start
                cells += try special.render(visit, [value] + needed)
                cells += end
            } else {
                cells += column.start
                try visit.values.append(value, column.field, to: &cells)
                cells += end
            }
        }
        return ui.row(href: url, edit: mayEdit ? url / "edit" : nil, cells)
    }

    // What stands above and instead of the rows.

    private var actions: HTML {
        var actions = HTML()
        let grant = visit.principal.role.grant(object.name)
        if object.isInNavigation {
            actions += visit.pastMenu(changes: URLPath(object.path) / "changes", filter: state.filter)
        }
        if grant.export, object.isInNavigation {
            actions += ui.linkButton(visit.say(Label("Export", ru: "Экспорт")), state.exportURL, .plain, icon: .download)
        }
        if grant.create, !RecordRoutes.isFixed(object) {
            actions += ui.linkButton(visit.say(object.noun.new), URLPath(object.path) / "new", .primary, icon: .plus)
        }
        return actions
    }

    /// What is reached from the settings leads back there.
    private var wayBack: HTML {
        guard visit.principal.role.administers, !object.isInNavigation, SettingsPage.names(object) else { return HTML() }
        return ui.backLink(Tab(visit.say(Wording.settings), URLPath("settings")))
    }

    private func tabs() throws -> HTML { ListTabs(frame: frame, object: object, filter: state.filter).html(visit) }

    private func filterBar(_ content: Content) throws -> HTML {
        try ListFilters(state: state, filter: content.filter, hasProblem: content.problem != nil, visit: visit, fragments: frame.fragments).bar()
    }

    private func emptyState(_ content: Content) -> HTML {
        let icon = Icon(named: object.icon)
        if let all = content.unfiltered, all.value > 0 {
            let hidden = visit.count(all)
            let clear = ui.linkButton(
                visit.say(Label("Show all", ru: "Показать все")),
                state.with {
                    $0.filter = ""
                    $0.search = ""
                }.url, .primary)
            let text = Label("The filters hide all there is here: \(hidden).", ru: "Фильтры скрывают всё, что здесь есть: \(hidden).")
            return ui.emptyState(icon, visit.say(Wording.nothingFound), visit.say(text), actions: clear)
        }
        let grant = visit.principal.role.grant(object.name)
        var actions = HTML()
        if grant.create, !RecordRoutes.isFixed(object) {
            actions += ui.linkButton(visit.say(object.noun.new), URLPath(object.path) / "new", .primary, icon: .plus)
            if object.isInNavigation {
                actions += ui.linkButton(visit.say(Label("Import", ru: "Импорт")), URLPath("import"), icon: .upload)
            }
        }
        if visit.records.isPast {
            return ui.emptyState(icon, visit.say(Label("There was nothing here then", ru: "Тогда здесь ничего не было")))
        }
        let title = Label("Nothing here yet", ru: "Здесь пока ничего нет")
        let text =
            grant.create
            ? Label("Add them one by one, or bring them all from a file.", ru: "Добавьте записи по одной или загрузите все из файла.")
            : Label("What you may see will appear here.", ru: "Здесь появится то, что вам можно видеть.")
        return ui.emptyState(icon, visit.say(title), visit.say(text), actions: actions)
    }
}

extension FieldDefinition {
    /// Whether its values stand right-aligned in a list.
    var isNumeric: Bool {
        switch type.input {
        case .number, .money, .duration: name != "id"
        default: false
        }
    }
}

/// One column of the table, with what is the same in all its rows.
private struct ColumnView {
    let path: String
    let field: FieldDefinition
    /// What each of its cells begins with.
    let start: HTML
    let special: CellView?
    /// Where the values that the special cell needs stand in a line.
    let needed: [Int?]

    init(_ column: ListColumn, start: HTML, special: CellView?, in all: [ListColumn]) {
        path = column.path.text
        field = column.field
        self.start = start
        self.special = special
        needed = (special?.needs ?? []).map { name in all.lastIndex { $0.path.text == name } }
    }
}
