import Attachments
import Conditions
import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// What follows from the address of a list and the rights of the reader, whatever the list holds: worked out once for all who ask for
/// the same.
struct ListShape {
    /// The columns that are shown.
    let paths: [FieldPath]
    /// Cells that a department shows in its own way.
    let special: [CellView]
    /// Whether rows can be chosen, for what is done to several.
    let isSelectable: Bool
    /// What can be done to them.
    let bulk: HTML
    /// What is sent with those that are chosen on the first page.
    let chosen: HTML
    /// What is read, or why that can't be told.
    let query: Result<Query, any Error>
    /// The buttons above.
    let actions: HTML
    /// The ways to look at the records that all share.
    let tabs: HTML
    /// Whether there is only one.
    let isOneWay: Bool
    /// Where its records are counted.
    let countURL: URLPath
    /// What can be done with the filter and the columns.
    let tools: ListFilters.Tools
    /// The fields whose values are changed in the list itself.
    let editable: Set<String>
    /// Whether the reader comes here from the settings.
    let isSetting: Bool

    /// Everything that it follows from. Where the page begins is no part of it.
    static func key(_ state: ListState, _ visit: PageVisit, _ more: [String] = []) -> Fragments.Key {
        let asked = state.items.filter { $0.name != "after" }.flatMap { [$0.name, $0.value] }
        let today = visit.context.zone.day(of: visit.records.present.now)
        return Fragments.Key("list", visit, [state.object.name, today.iso] + asked + more)
    }

    init(_ state: ListState, _ frame: PageFrame, _ visit: PageVisit) {
        let (object, role) = (state.object, visit.principal.role)
        let paths = state.paths(role)
        let shown = Set(paths.map(\.text))
        let special = frame.pages.cells.filter { cell in
            cell.object == object.name && shown.contains(cell.field) && cell.needs.allSatisfy { role.access(object.name, $0) >= .read }
        }
        self.paths = paths
        self.special = special
        query = Result {
            var query = try state.query()
            query.columns = paths + special.flatMap(\.needs).map { FieldPath($0) }
            query.withTitles = true
            return query
        }
        isSelectable = BulkDeed.isAny(object, visit)
        bulk = isSelectable ? BulkForm.bar(object, (try? query.get().filter) ?? .all, frame, visit) : HTML()
        chosen = BulkForm.fields(state.with { _ in })
        actions = ListShape.actions(state, visit)
        let tabs = ListTabs(frame: frame, object: object, filter: state.filter, isPlain: state.view ?? 0 == 0).tabs(visit)
        (self.tabs, isOneWay) = (visit.ui.tabs(tabs), tabs.count < 2)
        countURL = state.countURL
        tools = ListFilters.Tools(state, visit)
        let isOpen = !visit.records.isPast && visit.may(\.update, object.name)
        editable = isOpen ? Set(RecordForm.fields(of: object, role).map(\.name)).subtracting(frame.omitted(object, isNew: false)) : []
        isSetting = role.administers && !object.isInNavigation && frame.pages.settings.contains(object.name)
    }

    private static func actions(_ state: ListState, _ visit: PageVisit) -> HTML {
        let (object, ui) = (state.object, visit.ui)
        var actions = HTML()
        let grant = visit.principal.role.grant(object.name)
        if object.isInNavigation {
            let items = state.items.filter { !["as_of", "after"].contains($0.name) }
            actions += visit.pastMenu(changes: URLPath(object.path) / "changes", filter: state.filter, keeping: items)
        }
        if grant.export, object.isInNavigation {
            let formats = ExportFormat.allCases.filter { $0.fits(object) }
            actions += ui.menu(
                "\(ui.icon(.download))<span>\(visit.say(Label("Export", ru: "Экспорт")))</span>", class: "button button--plain",
                formats.map { MenuItem(visit.say($0.label), state.exportURL($0)) })
        }
        if grant.create, object.beginsWithForm {
            actions += ui.linkButton(visit.say(object.noun.new), URLPath(object.path) / "new", .primary, icon: .plus)
        }
        return actions
    }
}

/// The columns of a list's table, once it is known how they are read.
struct ListTable {
    let cells: Lent<ListCell>
    /// What each row begins with.
    let rowStart: NumberedHTML
    /// What stands around the rows.
    let start: HTML
    let end: HTML

    /// - Parameter columns: all that are read; those that are shown come first.
    init(_ columns: [ListColumn], _ shape: ListShape, _ state: ListState, _ visit: PageVisit) {
        let special = Dictionary(shape.special.map { ($0.field, $0) }, uniquingKeysWith: { first, _ in first })
        let shown = columns.prefix(shape.paths.count)
        cells = Lent(
            shown.enumerated().map { index, column in
                ListCell(column, isFirst: index == 0, in: columns, of: state.object, special: special[column.path.text], visit)
            })
        let (path, mayEdit) = (URLPath(state.object.path), visit.may(\.update, state.object.name))
        rowStart = NumberedHTML { id in
            visit.ui.rowStart(
                href: (path / id).query("as_of", visit.asOf), edit: mayEdit ? path / id / "edit" : nil,
                selectable: shape.isSelectable ? String(id) : nil, form: "chosen")
        }
        let (heads, caption) = (shown.map { ListTable.head($0, shape, state, visit) }, visit.say(state.object.noun.plural))
        start = visit.ui.listStart + visit.ui.columnMenu + visit.ui.tableStart(heads, caption: caption, isSelectable: shape.isSelectable)
        let foot = ListFoot.place(state, width: shown.count + (shape.isSelectable ? 1 : 0), visit)
        end = visit.ui.tableEnd(foot: foot) + visit.ui.listEnd(bulk: shape.bulk)
    }

    private static func head(_ column: ListColumn, _ shape: ListShape, _ state: ListState, _ visit: PageVisit) -> TableColumn {
        let label = FieldNames.label(column.path, of: state.object, visit)
        let name = column.path.text
        var head = TableColumn(label, isNumeric: column.field.isNumeric, name: name)
        if shape.editable.contains(name) { head.field = name } else { head.fixed = ListFixed.reason(column, of: state.object, visit) }
        head.isAlone = column.field.holdsFiles
        guard column.field.type.sortColumn != nil else { return head }
        let first = state.order.first
        let current = first?.path == column.path ? first : nil
        let turned = Sort(column.path, descending: current.map { !$0.descending } ?? false)
        head.sort = state.with { $0.sort = turned.text }.url
        head.direction = current.map { $0.descending ? .descending : .ascending }
        return head
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
