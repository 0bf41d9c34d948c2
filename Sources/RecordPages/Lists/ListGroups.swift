import Conditions
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// A list in groups: a head for each with count and sums, from one question; the rows of those that are opened, by key.
struct ListGroups {
    private static let most = 200
    private static let mostOpened = 20

    let state: ListState
    let shape: ListShape
    let table: ListTable
    let query: Query
    let visit: PageVisit

    private var ui: Components { visit.ui }
    /// The columns whose sums stand in the heads.
    private var summed: [FieldPath] { zip(shape.paths, table.cells.all).filter { $0.1.field.isSummed }.map(\.0) }
    private var isInTime: Bool { state.layout == .timeline }

    /// - Returns: the table, and how many records all groups hold.
    func html(_ text: String?) throws -> (html: HTML, count: Int64) {
        let grouping =
            isInTime ? try Grouping.inTime(text, of: state.object, visit) : try Grouping(text ?? "", of: state.object, visit)
        let measures = [Measure.count] + summed.map { Measure(.sum, $0) }
        var figures = AggregateQuery(
            state.object.name, filter: query.filter, search: query.search, groups: [FieldPath(grouping.field.name)], measures: measures,
            limit: ListGroups.most + 1)
        figures.bounds = grouping.bounds
        let rows = try visit.records.aggregate(figures)
        for row in rows { visit.titles.want(row.groups[0], of: grouping.field) }
        // The empty ones at the end, as in a list.
        let sorted = try order(Array(rows.prefix(ListGroups.most)), grouping)
        var html = table.start + "</tbody>"
        let groups = try sorted.map { try grouping.group($0.groups[0]) }
        let opened = opened(groups.map(\.key), grouping)
        let earlier = earlier(groups.map(\.key), grouping)
        if earlier > 0 { html += earlierHead(sorted.prefix(earlier).reduce(0) { $0 &+ ($1.measures[0] ?? 0) }) }
        for (row, group) in zip(sorted, groups).dropFirst(earlier) { html += try body(row, group, grouping, opened) }
        html += "<tbody>" + table.end
        if rows.count > ListGroups.most {
            let text = Label(
                "Only the first \(ListGroups.most) groups are shown.", ru: "Показаны только первые группы: \(ListGroups.most).")
            html += ui.notice(.info, HTML(text: visit.say(text)))
        }
        return (html, rows.reduce(0) { $0 &+ ($1.measures[0] ?? 0) })
    }

    /// Of a timeline what is now and comes next, until somebody opens something else.
    private func opened(_ keys: [String], _ grouping: Grouping) -> [String] {
        let asked = visit.items.filter { $0.name == "open" }.map(\.value)
        guard asked.isEmpty, isInTime else { return asked }
        let stretches = keys.filter { $0 != "-" && $0 != "before" }
        let coming = stretches.filter { $0 >= grouping.present ?? "" }
        return Array(coming.isEmpty ? stretches.suffix(1) : coming.prefix(3))
    }

    /// How many stretches of a timeline are over, unless they are asked for or nothing else is there.
    private func earlier(_ keys: [String], _ grouping: Grouping) -> Int {
        guard isInTime, visit.item("earlier") == nil, visit.item("open") == nil, let present = grouping.present else { return 0 }
        let past = keys.prefix { $0 == "before" || $0 != "-" && $0 < present }.count
        return past == keys.count || keys[past] == "-" ? 0 : past
    }

    private func earlierHead(_ count: Int64) -> HTML {
        let name = visit.say(Label("Earlier", ru: "Раньше"))
        let width = table.cells.count + (shape.isSelectable ? 1 : 0)
        let head: HTML = """
            <a class="table__toggle" href="\(state.url.query("earlier", "1"))">\(ui.icon(.chevronRight))<span>\(name)</span></a> \
            <span class="muted">\(visit.number(count))</span>
            """
        return "<tbody><tr class=\"table__group\"><th scope=\"rowgroup\" colspan=\"\(width)\">\(head)</th></tr></tbody>"
    }

    private func order(_ rows: [AggregateRow], _ grouping: Grouping) throws -> [AggregateRow] {
        var places: [FieldValue: Int] = [:]
        switch grouping.field.type.input {
        case .choice(let choices): for (index, choice) in choices.enumerated() { places[.text(choice.value)] = index }
        case .reference(let name):
            let few = try visit.schema.object(name).flatMap { try RecordOptions(visit).few($0) } ?? []
            for (index, option) in few.enumerated() { if let id = Int64(option.value) { places[.reference(id)] = index } }
        default: break
        }
        return rows.enumerated().sorted { left, right in
            func key(_ item: (offset: Int, element: AggregateRow)) -> (Int, Int, Int) {
                let value = item.element.groups[0]
                return (value.isEmpty ? 1 : 0, places[value] ?? .max, item.offset)
            }
            return key(left) < key(right)
        }.map(\.element)
    }

    private func body(_ row: AggregateRow, _ group: Grouping.Group, _ grouping: Grouping, _ opened: [String]) throws -> HTML {
        let isOpen = opened.contains(group.key)
        let all = state.with {
            $0.filter = ((try? Filter($0.filter)) ?? .all).adding(group.condition, at: [], isAlternative: false).text
            ($0.group, $0.foot, $0.layout) = (nil, nil, .table)
            if isInTime, $0.sort == nil { $0.sort = grouping.field.name }
        }.url
        let others = opened.filter { $0 != group.key }
        let toggled = (isOpen ? others : others + [group.key]).reduce(state.url) { $0.query("open", $1) }
        let count = visit.number(row.measures[0] ?? 0)
        let isNow = isInTime && group.key == grouping.present
        let now: HTML = " aria-current=\"date\""
        let name: HTML = """
            <a class="table__toggle"\(now, if: isNow) data-group="\(group.key)" data-rows="\(all)" aria-expanded="\(isOpen ? "true" : "false")" \
            href="\(toggled)">\(ui.icon(.chevronRight))<span>\(group.label)</span></a> <a class="table__group-count" href="\(all)">\(count)</a>
            """
        let sums = Dictionary(zip(summed.map(\.text), row.measures.dropFirst()), uniquingKeysWith: { first, _ in first })
        let cells = try zip(shape.paths, table.cells.all).dropFirst().map { path, cell -> HTML in
            guard let figure = sums[path.text] else { return "<td></td>" }
            return
                "<td class=\"num\" data-label=\"\(FieldNames.label(path, of: state.object, visit))\">\(try ListFigure.text(figure, cell.field, visit))</td>"
        }.joined()
        let head: HTML =
            "<tr class=\"table__group\"><th scope=\"rowgroup\" colspan=\"\(shape.isSelectable ? 2 : 1)\">\(name)</th>\(cells)</tr>"
        guard isOpen, opened.count <= ListGroups.mostOpened else { return "<tbody>\(head)</tbody>" }
        return "<tbody>\(head)\(try rows(of: group, grouping, all: all))</tbody>"
    }

    private func rows(of group: Grouping.Group, _ grouping: Grouping, all: URLPath) throws -> HTML {
        var own = query
        own.filter = query.filter.adding(group.condition, at: [], isAlternative: false)
        if isInTime, state.sort == nil { own.sort = [Sort(FieldPath(grouping.field.name))] }
        var rows = ListRows(table, visit)
        let next = try visit.records.list(own) { try rows.add($0) }
        let html = try rows.complete()
        guard next != nil else { return html }
        let more = visit.say(Label("All of the group", ru: "Вся группа"))
        return html
            + "<tr class=\"table__more\"><td colspan=\"\(table.cells.count + 1)\"><a data-more href=\"\(all)\">\(more)</a></td></tr>"
    }
}

extension FieldDefinition {
    /// Whether a sum of its values says something.
    var isSummed: Bool {
        switch type.input {
        case .money, .duration: true
        case .number: name != "id"
        default: false
        }
    }
}
