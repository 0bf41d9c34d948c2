import Conditions
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The figures below the columns of a list, as chosen: `amount:sum,title:count`. They are asked for when the page is there.
struct ListFoot {
    private let chosen: [String: ListFigure]

    init(_ text: String) {
        let pairs = text.split(separator: ",").compactMap { part -> (String, ListFigure)? in
            let pieces = part.split(separator: ":").map(String.init)
            return pieces.count == 2 ? ListFigure(rawValue: pieces[1]).map { (pieces[0], $0) } : nil
        }
        chosen = Dictionary(pairs.prefix(30), uniquingKeysWith: { _, last in last })
    }

    static func url(_ state: ListState) -> URLPath { state.with { _ in }.query(URLPath(state.object.path) / "figures") }

    /// Where a script puts the figures; without one they are a page of their own.
    static func place(_ state: ListState, width: Int, _ visit: PageVisit) -> HTML {
        guard state.foot != nil else { return HTML() }
        let label = visit.say(Label("Show the totals", ru: "Показать итоги"))
        return "<tfoot data-figures=\"\(url(state))\"><tr><td colspan=\"\(width)\"><a href=\"\(url(state))\">\(label)</a></td></tr></tfoot>"
    }

    /// The button for the form of `chooser`.
    static func opener(_ state: ListState, _ visit: PageVisit) -> HTML {
        let label = visit.say(Label("Groups and totals", ru: "Группы и итоги"))
        return """
            <span class="chip chip--adder"><a class="button button--plain" data-condition href="\(url(state).query("choose", 1))">\
            \(visit.ui.icon(.chart))<span>\(label)</span></a></span>
            """
    }

    /// Chooses by what the list is grouped, and a figure for each of the columns.
    private static func chooser(_ state: ListState, _ visit: PageVisit) -> HTML {
        let chosen = ListFoot(state.foot ?? "").chosen
        let fields = fields(state, visit).render { path, field in
            let options = ListFigure.allCases.filter { $0.fits(field) }.map { Option("\(path.text):\($0.rawValue)", visit.say($0.label)) }
            let selected = chosen[path.text].map { "\(path.text):\($0.rawValue)" }
            return """
                <label class="field"><span class="field__label">\(FieldNames.label(path, of: state.object, visit))</span>\
                <select class="input input--select" name="foot">\(visit.ui.options(options, selected: selected, empty: "—"))</select></label>
                """
        }
        let place = FormField("group", visit.say(Label("Grouped by", ru: "Группировать по")), isFirst: true)
        return """
            <form class="condition menu__form" action="\(URLPath(state.object.path))">\(state.hidden(except: ["group", "foot"]))\
            \(visit.ui.select(place, Grouping.options(state.object, visit), selected: state.group, empty: "—"))\
            <fieldset class="condition__figures"><legend>\(visit.say(Label("Totals below the columns", ru: "Итоги под столбцами")))</legend>\(fields)</fieldset>\
            \(visit.ui.button(visit.say(Wording.apply), .primary))</form>
            """
    }

    private static func fields(_ state: ListState, _ visit: PageVisit) -> [(FieldPath, FieldDefinition)] {
        state.paths(visit.principal.role).compactMap { path in FieldNames.field(path, of: state.object, visit.schema).map { (path, $0) } }
    }

    /// `/{objects}/figures`: the row below the list for a script, else a page.
    static func answer(_ frame: PageFrame, _ object: ObjectDefinition, _ visit: PageVisit) throws -> PageFrame.Answer {
        let state = ListState(try visit.records.object(object.name), visit)
        let back = visit.ui.backLink(Tab(visit.say(state.object.noun.plural), state.url))
        if visit.item("choose") != nil {
            let title = visit.say(Label("Groups and totals", ru: "Группы и итоги"))
            return .content(PageContent(title, object: object.name, Layout.pageHead(title, above: back) + chooser(state, visit)))
        }
        let lines = try ListFoot(state.foot ?? "").figures(state, visit)
        if visit.item("fragment") != nil {
            let check: HTML = BulkDeed.isAny(state.object, visit) ? "<td class=\"table__check\"></td>" : HTML()
            let cells = lines.render { line in
                let figure: HTML? = line.figure.map { "<span class=\"table__figure\">\($0.name)</span> \($0.text)" }
                let label: HTML? = line.figure.map { _ in " data-label=\"\(line.label)\"" }
                return "<td\(" class=\"num\"", if: line.field.isNumeric)\(label)>\(figure)</td>"
            }
            return .fragment("<table><tfoot><tr>\(check)\(cells)</tr></tfoot></table>")
        }
        let title = visit.say(Label("Totals", ru: "Итоги"))
        let rows = lines.filter { $0.figure != nil }.render { line in
            let figure = line.figure.map { "\($0.name): \($0.text)" } ?? ""
            return visit.ui.row("<td class=\"table__title\">\(line.label)</td>\(visit.ui.cell(HTML(text: figure), label: title))")
        }
        let heads = [TableColumn(visit.say(Label("Column", ru: "Столбец"))), TableColumn(title)]
        return .content(
            PageContent(title, object: object.name, Layout.pageHead(title, above: back) + visit.ui.table(heads, caption: title, rows: rows))
        )
    }

    private struct Line {
        let field: FieldDefinition
        let label: String
        let figure: (name: String, text: String)?
    }

    private func figures(_ state: ListState, _ visit: PageVisit) throws -> [Line] {
        let fields = ListFoot.fields(state, visit)
        let wanted = fields.map { path, field in chosen[path.text].flatMap { $0.fits(field) ? $0 : nil } }
        let measures = zip(fields, wanted).flatMap { $1?.measures($0.0) ?? [] }
        let query = try state.query()
        let row =
            measures.isEmpty
            ? nil
            : try visit.records.aggregate(
                AggregateQuery(state.object.name, filter: query.filter, search: query.search, measures: measures)
            ).first
        var found = (row?.measures ?? []).makeIterator()
        return try zip(fields, wanted).map { field, figure in
            let label = FieldNames.label(field.0, of: state.object, visit)
            guard let figure else { return Line(field: field.1, label: label, figure: nil) }
            let values = figure.measures(field.0).map { _ in found.next() ?? nil }
            let text =
                switch figure {
                case .count, .filled: visit.number(values[0] ?? 0)
                case .empty: visit.number((values[0] ?? 0) &- (values[1] ?? 0))
                default: try ListFigure.text(values[0], field.1, visit)
                }
            return Line(field: field.1, label: label, figure: (visit.say(figure.label), text))
        }
    }
}
