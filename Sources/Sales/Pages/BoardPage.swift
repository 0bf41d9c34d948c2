import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// A pipeline as a board: a column for each stage with its deals, their count and their sum.
struct BoardPage {
    /// Beyond so many open deals the heads tell no exact figures.
    static let most = 20_000
    private static let cardsInColumn = 50

    private let visit: PageVisit
    private let filterText: String
    private var ui: Components { visit.ui }

    init(_ visit: PageVisit) {
        self.visit = visit
        filterText = visit.item("filter") ?? ""
    }

    func content() throws -> PageContent {
        _ = try visit.records.object("deal")
        let title = visit.say(Deal.object.noun.plural)
        let pipelines = try self.pipelines()
        guard let pipeline = current(pipelines) else {
            let text = visit.say(
                Label("An administrator makes pipelines in the settings.", ru: "Воронки создаёт администратор в настройках."))
            return PageContent(
                title, object: "deal",
                Layout.pageHead(title) + ui.emptyState(.kanban, visit.say(Label("No pipeline yet", ru: "Воронок пока нет")), text))
        }
        do {
            let filter = try Filter(filterText)
            let stages = try StageView.all(of: pipeline.id, visit.records)
            let heads = try BoardHeads(visit, stages.filter(\.isOpen), filter: filter)
            let cards = BoardCards(visit, filter: filter, moveItems: moveItems)
            let columns = try stages.map { stage in
                try column(stage, heads, stage.isOpen ? try cards.first(BoardPage.cardsInColumn, in: stage.id) : [], cards)
            }
            let html = head(title, heads.total, pipelines, pipeline.id) + bar(nil) + ui.board(columns, label: title)
            return PageContent(title, object: "deal", fillsWindow: true, html)
        } catch Failure.malformed(let problem) {
            return PageContent(title, object: "deal", status: 400, head(title, nil, pipelines, pipeline.id) + bar(problem))
        }
    }

    /// After a move by the script: the heads as they are now, and the card.
    func moved(_ deal: Record) throws -> HTML {
        guard let pipeline = deal[Deal.pipeline]?.id else { return HTML() }
        let filter = try Filter(filterText)
        let stages = try StageView.all(of: pipeline, visit.records)
        let heads = try BoardHeads(visit, stages.filter(\.isOpen), filter: filter)
        var html = try stages.render { ui.boardHead(try column($0, heads, [], nil)) }
        let cards = BoardCards(visit, filter: filter, moveItems: moveItems)
        html += try cards.one(deal.id)
        return html
    }

    private func column(_ stage: StageView, _ heads: BoardHeads, _ lines: [BoardCards.Line], _ cards: BoardCards?) throws -> BoardColumn {
        let isOpen = stage.isOpen
        let kind = BoardColumn.Kind(rawValue: stage.kind) ?? .open
        let hint = visit.may(\.update, "deal") && !visit.records.isPast ? visit.say(Label("Drop a deal here", ru: "Перетащите сделку сюда")) : ""
        let head = isOpen ? heads.head(stage.id) : ("", hint)
        let rest = Filter.all(of: (try Filter(filterText)).parts + [.equals(Deal.stage.name, stage.id)]).text
        let isCut = lines.count == BoardPage.cardsInColumn
        return BoardColumn(
            id: "\(stage.id)", title: stage.title, hue: stage.hue, kind: kind, count: head.0, sum: head.1,
            cards: try cards?.html(lines) ?? HTML(), more: isCut || !isOpen ? URLPath("deals").query("filter", rest).query("as_of", visit.asOf) : nil,
            add: isOpen && mayCreate ? (URLPath("deals") / "new").query(Deal.stage.name, stage.id).query("next", visit.here.text) : nil
        )
    }

    private var mayCreate: Bool { visit.principal.role.grant("deal").create }

    /// What a move must know to answer with the heads of this board.
    private var moveItems: [(String, String)] { filterText.isEmpty ? [] : [("filter", filterText)] }

    private func pipelines() throws -> [(id: Int64, title: String)] {
        let query = Query("pipeline", sort: [Sort(FieldPath(Pipeline.position.name))], columns: [FieldPath(Pipeline.title.name)], limit: 50)
        return try visit.records.list(query) { ($0.id, String($0.value(0)) ?? "") }.rows.map { (id: $0.0, title: $0.1) }
    }

    private func current(_ pipelines: [(id: Int64, title: String)]) -> (id: Int64, title: String)? {
        let wanted = visit.item("pipeline").flatMap { Int64($0) }
        return pipelines.first { $0.id == wanted } ?? pipelines.first
    }

    private func head(_ title: String, _ count: RecordCount?, _ pipelines: [(id: Int64, title: String)], _ current: Int64) -> HTML {
        let ways = salesPages.tabs.filter { $0.object == "deal" }.map { tab in
            switch tab.target {
            case .page(let url): Tab(visit.say(tab.label), url.query("as_of", visit.asOf), isCurrent: visit.item("view") == nil, icon: tab.icon)
            case .filter(let filter, _):
                Tab(visit.say(tab.label), URLPath("deals").query("filter", filter.isEmpty ? nil : filter).query("as_of", visit.asOf), icon: tab.icon)
            }
        }
        let choice =
            pipelines.count < 2
            ? HTML()
            : ui.menu(
                "<span>\(pipelines.first { $0.id == current }?.title ?? "")</span>\(ui.icon(.chevronDown))", class: "button button--plain",
                pipelines.map { MenuItem($0.title, URLPath("deals", "board").query("pipeline", $0.id).query("as_of", visit.asOf)) })
        let create = mayCreate ? ui.linkButton(visit.say(Deal.object.noun.new), URLPath("deals") / "new", .primary, icon: .plus) : HTML()
        return Layout.pageHead(
            title, count: count.map { HTML(text: visit.count($0)) }, actions: choice + past(current) + create,
            below: ui.tabs(ways + (visit.viewBar?.tabs ?? []), label: visit.say(Label("Views", ru: "Представления")))
        ) + (visit.viewBar?.notice ?? HTML())
    }

    private func past(_ pipeline: Int64) -> HTML {
        let open = "status = open and pipeline = \(pipeline)"
        return visit.pastMenu(
            changes: URLPath("deals", "changes"), filter: filterText.isEmpty ? open : "\(open) and (\(filterText))")
    }

    /// Mine, my team's, all: and the filter as a text.
    private func bar(_ problem: Label?) -> HTML {
        let view = visit.item("view")
        let board = URLPath("deals", "board").query("pipeline", visit.item("pipeline")).query("as_of", visit.asOf).query("view", view)
        let quick = [(Wording.all, ""), (Wording.mine, "owner = me"), (Label("My team's", ru: "Моей команды"), "owner = my_team")]
        let tabs = quick.map { Tab(visit.say($0.0), board.query("filter", $0.1.isEmpty && view == nil ? nil : $0.1), isCurrent: $0.1 == filterText) }
        let field = FormField(
            "filter", visit.say(Label("Filter as text", ru: "Фильтр текстом")), help: "amount >= 100000 and owner = me",
            error: problem.map(visit.say))
        let kept = ["pipeline", "as_of", "view"].compactMap { name in visit.item(name).map { (name, $0) } }
        let pipeline = kept.render { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
        let form: HTML = """
            <form class="menu__form" action="\(URLPath("deals", "board"))">\(pipeline)\(ui.textArea(field, value: filterText, rows: 3))\
            \(ui.button(visit.say(Wording.apply), .primary))</form>
            """
        if problem != nil { return "<div class=\"filters__text\">\(form)</div>" }
        let own = quick.contains { $0.1 == filterText } ? [] : [FilterChip(filterText, remove: board)]
        let choices = tabs.render { tab in
            "<a class=\"button button--plain\" href=\"\(tab.url)\"\(" aria-current=\"true\"", if: tab.isCurrent)>\(tab.label)</a>"
        }
        let text = ui.popover("\(ui.icon(.filter))<span>\(visit.say(Wording.filters))</span>", class: "button button--plain", form)
        return """
            <div class="filters"><div class="filters__chips">\(choices)\(own.render(ui.chip))</div>\
            <div class="filters__trailing">\(visit.viewBar?.tools)\(text)</div></div>
            """
    }
}
