import Definitions
import Kit
import Markup
public import Pages
import RecordEngine

/// What the department of sales adds to the pages: the board, the stage bar, the deals of the day.
public let salesPages = DepartmentPages(
    pages: [Page("/deals/board") { try BoardPage($0).content() }],
    tabs: [
        ListTab("deal", Label("Board", ru: "Доска"), icon: .kanban, isFront: true, .page(URLPath("deals", "board"))),
        ListTab("deal", Label("Open", ru: "Открытые"), icon: .list, .filter("status = open", sort: nil)),
        ListTab("deal", Label("Mine", ru: "Мои открытые"), .filter("owner = me and status = open", sort: nil)),
        ListTab("deal", Label("Nothing planned", ru: "Без следующего шага"), .filter("status = open and next_step is empty", sort: nil)),
        ListTab("deal", Label("Won", ru: "Выигранные"), .filter("status = won", sort: nil)),
        ListTab("deal", Label("Lost", ru: "Проигранные"), .filter("status = lost", sort: nil)),
        ListTab("deal", Wording.all, .filter("", sort: nil)),
    ],
    parts: [StageParts.bar, StageParts.times],
    panels: [DealPanels.panel],
    offers: [
        VerbOffer("win", on: "deal", done: Label("Deal won", ru: "Сделка выиграна"), style: .primary, key: "w") {
            $0[Deal.status] == "open"
        },
        VerbOffer("lose", on: "deal", done: Label("Deal lost", ru: "Сделка проиграна"), key: "l") { $0[Deal.status] == "open" },
        VerbOffer("reopen", on: "deal", done: Label("Deal reopened", ru: "Сделка открыта снова")) { $0[Deal.status] != "open" },
        VerbOffer("move", on: "deal", done: Label("Deal moved", ru: "Сделка перемещена")) { _ in false },
    ],
    cells: [DealCells.expectedClose, DealCells.nextStep],
    answers: [VerbAnswer("move", on: "deal") { visit, deal in try BoardPage(visit).moved(deal) }],
    forms: [FormRule(Deal.object.name, omits: [Deal.pipeline.name], inNew: [Deal.closed.name, Deal.lostReason.name])]
)

/// A close date in the past calls for attention while the deal is open.
enum DealCells {
    static let expectedClose = CellView("deal", Deal.expectedClose.name, needs: [Deal.status.name]) { visit, values, html in
        guard let day = values.day(0) else { return }
        guard values.isText(1, "open"), day < visit.context.today else {
            return html.append { day.append(visit.ui.language, to: &$0) }
        }
        html.append(nextStep: .overdue) { day.append(visit.ui.language, to: &$0) }
    }

    /// An open deal with nothing planned calls for attention too.
    static let nextStep = CellView("deal", Deal.nextStep.name, needs: [Deal.status.name], speaksWhenEmpty: true) { visit, values, html in
        guard values.isText(1, "open") else { return }
        guard let due = values.instant(0) else { return html.append(nextStep: .none) { $0 += visit.say(NextSteps.nothing).utf8 } }
        visit.append(due: due, to: &html)
    }
}
