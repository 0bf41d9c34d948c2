import Conditions
import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// A pipeline as a board: a column for each stage with its deals, their count and their sum.
struct BoardPage {
    /// Beyond so many open deals the heads tell no exact figures.
    static let most = 20_000
    /// A window shows fewer than `first`; the rest of a column comes when one has scrolled so far. What is beyond `whole` is for a list.
    private static let cardsInColumn = (first: 20, inLanes: 50, whole: 200)
    /// What of the address stays when another filter is chosen.
    private static let kept = ["pipeline", "as_of", "view", "sort", "lanes", "cards"]

    private let visit: PageVisit
    private let filterText: String
    private let order: BoardOrder
    private var isCompact: Bool { visit.item("cards") == "compact" }
    private var hasLanes: Bool { visit.item("lanes") == "owner" }
    /// The columns that are wanted with more than their first cards.
    private var whole: [Int64] { (visit.item("whole") ?? "").split(separator: " ").compactMap { Int64($0) } }
    private var ui: Components { visit.ui }

    init(_ visit: PageVisit) {
        self.visit = visit
        filterText = visit.item("filter") ?? ""
        order = visit.item("sort").flatMap(BoardOrder.init) ?? .closing
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
            let cards = BoardCards(visit, filter: filter, order: order, stages: stages, moveItems: moveItems)
            let lines = try stages.map { $0.isOpen ? try cards.first(most(in: $0), in: $0.id) : [] }
            let steps = try NextSteps(lines.joined().map(\.id), visit)
            let columns = try zip(stages, lines).map { stage, lines in
                try column(stage, heads, isCut: lines.count == most(in: stage), try hasLanes ? HTML() : cards.html(lines, steps))
            }
            let lanes =
                try hasLanes
                ? self.lanes(stages, filter, heads, lines.flatMap(\.self)).lanes(stages, lines) { try cards.html($0, steps) } : []
            let board = ui.board(columns, lanes: lanes, isCompact: isCompact, label: title)
            let html = head(title, heads.total, pipelines, pipeline.id) + (try bar(filter, pipeline.id)) + lesson(heads.total) + board
            return PageContent(title, object: "deal", fillsWindow: true, html)
        } catch Failure.malformed(let problem) {
            return PageContent(title, object: "deal", status: 400, head(title, nil, pipelines, pipeline.id) + problemForm(problem))
        }
    }

    /// After a move by the script: the heads as they are now, and the card.
    func moved(_ deal: Record) throws -> HTML {
        guard let pipeline = deal[Deal.pipeline]?.id else { return HTML() }
        let filter = try Filter(filterText)
        let stages = try StageView.all(of: pipeline, visit.records)
        let heads = try BoardHeads(visit, stages.filter(\.isOpen), filter: filter)
        var html = count(heads.total) + (try stages.render { ui.boardHead(try column($0, heads, isCut: false, HTML())) })
        let cards = BoardCards(visit, filter: filter, order: order, stages: stages, moveItems: moveItems)
        if hasLanes { html += try lanes(stages, filter, heads, [], moved: deal).head(deal[Deal.owner]?.id) }
        html += try cards.one(deal.id)
        return html
    }

    /// A move replaces it as it does the heads of columns.
    private func count(_ total: RecordCount) -> HTML { "<span data-head=\"total\">\(visit.count(total))</span>" }

    private func lanes(
        _ stages: [StageView], _ filter: Filter, _ heads: BoardHeads, _ loaded: [BoardCards.Line], moved: Record? = nil
    ) throws -> BoardLanes {
        try BoardLanes(visit, stages.filter(\.isOpen), filter: filter, isExact: heads.total.isExact, loaded: loaded, moved: moved)
    }

    private func most(in stage: StageView) -> Int {
        if hasLanes { return BoardPage.cardsInColumn.inLanes }
        return whole.contains(stage.id) ? BoardPage.cardsInColumn.whole : BoardPage.cardsInColumn.first
    }

    private func column(_ stage: StageView, _ heads: BoardHeads, isCut: Bool, _ cards: HTML) throws -> BoardColumn {
        let isOpen = stage.isOpen
        let kind = BoardColumn.Kind(rawValue: stage.kind) ?? .open
        let hint =
            visit.may(\.update, "deal") && !visit.records.isPast ? visit.say(Label("Drop a deal here", ru: "Перетащите сделку сюда")) : ""
        let rest = Filter.all(of: (try Filter(filterText)).parts + [.equals(Deal.stage.name, stage.id)]).text
        let list = URLPath("deals").query("filter", rest).query("as_of", visit.asOf)
        var column = BoardColumn(
            id: "\(stage.id)", title: stage.title, hue: stage.hue, kind: kind, count: "", sum: hint, cards: cards,
            more: isCut || !isOpen ? list : nil,
            add: isOpen && mayCreate ? (URLPath("deals") / "new").query(Deal.stage.name, stage.id).query("next", visit.here.text) : nil
        )
        guard isOpen else { return column }
        if isCut, !hasLanes, !whole.contains(stage.id) {
            column.more = visit.with("whole", (whole + [stage.id]).map(String.init).joined(separator: " "))
            column.moreIsBoard = true
        }
        heads.fill(&column, of: stage)
        column.quick = (URLPath("deals", "new"), [(Deal.stage.name, "\(stage.id)"), ("_next", visit.here.text)])
        return column
    }

    private var mayCreate: Bool { visit.principal.role.grant("deal").create }

    /// What a move must know to answer with the heads of this board.
    private var moveItems: [(String, String)] {
        ([("filter", filterText), ("lanes", hasLanes ? "owner" : "")]).filter { !$0.1.isEmpty }
    }

    /// In which order cards stand, how much they show, whether each owner has a lane.
    private var choices: HTML {
        let orders = BoardOrder.allCases.map { order in
            MenuItem(
                visit.say(order.label), visit.with("sort", order == .closing ? nil : order.rawValue),
                icon: order == self.order ? .check : nil)
        }
        let lanes = Label("A lane for each owner", ru: "Дорожка на каждого ответственного")
        let compact = Label("Compact cards", ru: "Компактные карточки")
        let looks = [
            MenuItem(visit.say(lanes), visit.with("lanes", hasLanes ? nil : "owner"), icon: hasLanes ? .check : nil),
            MenuItem(visit.say(compact), visit.with("cards", isCompact ? nil : "compact"), icon: isCompact ? .check : nil),
        ]
        let name = visit.say(Label("Order and look", ru: "Порядок и вид"))
        return ui.menu("\(ui.icon(.sliders))<span>\(name)</span>", class: "button button--plain", title: name, orders + looks)
    }

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
            case .page(let url):
                Tab(visit.say(tab.label), url.query("as_of", visit.asOf), isCurrent: visit.item("view") == nil, icon: tab.icon)
            case .filter(let filter, _):
                Tab(
                    visit.say(tab.label), URLPath("deals").query("filter", filter.isEmpty ? nil : filter).query("as_of", visit.asOf),
                    icon: tab.icon)
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
            title, count: count.map(self.count), actions: choice + past(current) + create,
            below: ui.tabs(ui.tabs(ways) + (visit.viewBar?.tabs ?? HTML()), label: visit.say(Label("Views", ru: "Представления")))
        ) + (visit.viewBar?.notice ?? HTML())
    }

    /// Above a board without any deal.
    private func lesson(_ total: RecordCount) -> HTML {
        let deal = visit.records.current(Deal.object)
        guard total.value == 0, filterText.isEmpty, !visit.records.isPast, let lesson = Lesson.of(deal.name) else { return HTML() }
        return ui.emptyState(
            .handshake, visit.say(Label("No open deal yet", ru: "Открытых сделок пока нет")), visit.say(lesson.text),
            actions: Lesson.ways(deal, visit))
    }

    private func past(_ pipeline: Int64) -> HTML {
        let open = open(pipeline)
        return visit.pastMenu(
            changes: URLPath("deals", "changes"), filter: filterText.isEmpty ? open : "\(open) and (\(filterText))")
    }

    /// Of all deals those that a board is about.
    private func open(_ pipeline: Int64) -> String { "status = open and pipeline = \(pipeline)" }

    /// An address that keeps what is chosen here, with another filter.
    private func url(_ path: URLPath, _ filter: String?) -> URLPath {
        BoardPage.kept.reduce(path) { $0.query($1, visit.item($1)) }.query("filter", filter)
    }

    /// Mine, my team's, all; the conditions one by one, and the filter as a text.
    private func bar(_ filter: Filter, _ pipeline: Int64) throws -> HTML {
        let board = URLPath("deals", "board")
        let quick = [(Wording.all, ""), (Wording.mine, "owner = me"), (Label("My team's", ru: "Моей команды"), "owner = my_team")]
        let choices = quick.render { label, text in
            // Of a view, no filter is something else than its own.
            let address = url(board, text.isEmpty && visit.item("view") == nil ? nil : text)
            return """
                <a class="button button--plain" href="\(address)"\(" aria-current=\"true\"", if: text == filterText)>\(visit.say(label))</a>
                """
        }
        let editor = url(URLPath("deals", "condition").query("layout", "board").query("within", open(pipeline)), filterText)
        let chips = FilterChips(
            visit.records.current(Deal.object), editor: editor, without: { url(board, filter.replacing(at: $0, with: nil).text) }, visit)
        let isQuick = quick.contains { $0.1 == filterText }
        let text = ui.popover("\(ui.icon(.pencil))<span>\(visit.say(Wording.asText))</span>", class: "button button--plain", form(nil))
        return ui.filterBar(
            isQuick ? HTML() : try chips.html(filter), leading: choices, add: editor,
            clear: url(board, visit.item("view") == nil ? nil : ""), trailing: (visit.viewBar?.tools ?? HTML()) + self.choices + text)
    }

    private func problemForm(_ problem: Label) -> HTML { "<div class=\"filters__text\">\(form(problem))</div>" }

    private func form(_ problem: Label?) -> HTML {
        let field = FormField(
            "filter", visit.say(Wording.filterAsText), help: "amount >= 100000 and owner = me", error: problem.map(visit.say))
        let hidden = BoardPage.kept.compactMap { name in visit.item(name).map { (name, $0) } }.render {
            "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
        }
        return """
            <form class="menu__form" action="\(URLPath("deals", "board"))">\(hidden)\(ui.textArea(field, value: filterText, rows: 3))\
            \(ui.button(visit.say(Wording.apply), .primary))</form>
            """
    }
}
