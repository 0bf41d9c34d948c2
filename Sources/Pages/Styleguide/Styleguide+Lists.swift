import Kit
import Markup

extension Styleguide {
    static func list(_ ui: Components) -> HTML {
        let actions = ui.linkButton(ui.say(Canned.newDeal), url(.form), .primary, icon: .plus)
        let bulk = ui.button(ui.say(Wording.edit), icon: .pencil) + ui.button(ui.say(Wording.delete), .danger, icon: .trash)
        let table = ui.table(
            columns(ui), caption: ui.say(Canned.deals), isSelectable: true,
            foot: "<tfoot><tr><td colspan=\"3\">36</td><td class=\"num\">14 208 500 ₽</td><td colspan=\"4\"></td></tr></tfoot>",
            rows: Canned.allDeals.render { row($0, ui) })
        return Layout.pageHead(ui.say(Canned.deals), count: "1\u{A0}204", actions: actions, below: views(ui, isBoard: false)) + filters(ui)
            + ui.listView(table, bulk: bulk)
            + ui.pagination(
                summary: ui.say(Label("1–36 of 1,204", ru: "1–36 из 1 204")), previous: nil, next: url(.list).query("after", 36))
    }

    static func board(_ ui: Components) -> HTML {
        let columns = Canned.stages.enumerated().map { index, stage in
            let deals = Canned.allDeals.filter { $0.stage == index }
            return BoardColumn(
                id: String(index), title: ui.say(stage.0), hue: stage.1, kind: stage.2, count: String(deals.count),
                sum: "\(deals.count) 437 500 ₽", cards: deals.render { ui.boardCard(card($0, ui)) }, add: index == 0 ? url(.form) : nil)
        }
        let reasons = [
            Option("price", ui.say(Label("Too expensive", ru: "Дорого"))),
            Option("rival", ui.say(Label("Chose another supplier", ru: "Выбрали другого"))),
        ]
        return Layout.pageHead(
            ui.say(Canned.deals), count: "1\u{A0}204", actions: ui.linkButton(ui.say(Canned.newDeal), url(.form), .primary, icon: .plus),
            below: views(ui, isBoard: true)) + filters(ui) + ui.board(columns, label: ui.say(Canned.deals), reasons: reasons)
    }

    static func empty(_ ui: Components) -> HTML {
        let actions =
            ui.linkButton(ui.say(Canned.newPerson), url(.form), .primary, icon: .plus)
            + ui.linkButton(ui.say(Canned.importing), url(.importing), icon: .upload)
        let text = Label(
            "Add people one by one or bring them all from a file: Excel, CSV or vCard.",
            ru: "Добавьте людей по одному или загрузите всех из файла: Excel, CSV или vCard.")
        return Layout.pageHead(ui.say(Canned.people), count: "0")
            + ui.emptyState(.contact, ui.say(Label("No people yet", ru: "Контактов пока нет")), ui.say(text), actions: actions)
    }

    private static func columns(_ ui: Components) -> [TableColumn] {
        [
            TableColumn(ui.say(Canned.title), sort: url(.list)), TableColumn(ui.say(Canned.company), sort: url(.list)),
            TableColumn(ui.say(Canned.amount), isNumeric: true, sort: url(.list), direction: .descending),
            TableColumn(ui.say(Wording.stage)),
            TableColumn(ui.say(Canned.nextStep)), TableColumn(ui.say(Canned.closing), isNumeric: true), TableColumn(ui.say(Canned.owner)),
        ]
    }

    private static func row(_ deal: Canned.Deal, _ ui: Components) -> HTML {
        let stage = Canned.stages[deal.stage]
        let cells =
            ui.titleCell(ui.say(deal.title), href: url(.record))
            + ui.cell("<a href=\"\(url(.record))\">\(ui.say(deal.company))</a>", label: ui.say(Canned.company))
            + ui.cell(HTML(text: deal.amount), label: ui.say(Canned.amount), isNumeric: true)
            + ui.cell(ui.badge(ui.say(stage.0), stage.1), label: ui.say(Wording.stage))
            + ui.cell(ui.nextStep(NextStep(deal.step.0, ui.say(deal.step.1))), label: ui.say(Canned.nextStep))
            + ui.cell(HTML(text: ui.say(deal.closing)), label: ui.say(Canned.closing), isNumeric: true)
            + ui.cell(ui.person(ui.say(deal.owner)), label: ui.say(Canned.owner))
        return ui.row(href: url(.record), edit: url(.form), selectable: String(deal.id), cells)
    }

    static func card(_ deal: Canned.Deal, _ ui: Components) -> BoardCard {
        BoardCard(
            id: String(deal.id), version: 1, url: url(.record), move: URLPath("styleguide", "move") / deal.id, title: ui.say(deal.title),
            subtitle: ui.say(deal.company), amount: deal.amount, nextStep: NextStep(deal.step.0, ui.say(deal.step.1)),
            owner: ui.say(deal.owner),
            tags: deal.id % 5 == 0 ? ui.tag(ui.say(Label("Key client", ru: "Ключевой клиент")), .pink) : HTML())
    }

    private static func views(_ ui: Components, isBoard: Bool) -> HTML {
        ui.tabs(
            [
                Tab(ui.say(Label("Board", ru: "Доска")), url(.board), isCurrent: isBoard, icon: .kanban),
                Tab(ui.say(Label("All open", ru: "Все открытые")), url(.list), isCurrent: !isBoard, icon: .list, count: "842"),
                Tab(ui.say(Label("Mine", ru: "Мои")), url(.list), count: "38"),
                Tab(ui.say(Label("Without a next step", ru: "Без следующего шага")), url(.list), count: "17"),
            ], label: ui.say(Label("Views", ru: "Представления")))
    }

    private static func filters(_ ui: Components) -> HTML {
        let field = FormField("amount", ui.say(Canned.amount))
        let editor: HTML = """
            <form class="menu__form" method="get">\(ui.input(field, value: "100000", inputMode: "decimal"))\
            \(ui.button(ui.say(Wording.apply), .primary))</form>
            """
        return ui.filterBar(
            [
                FilterChip(ui.say(Label("Amount ≥ 100,000 ₽", ru: "Сумма ≥ 100 000 ₽")), remove: url(.list), editor: url(.list)),
                FilterChip(ui.say(Label("Closing this quarter", ru: "Закрытие в этом квартале")), remove: url(.list)),
            ].render(ui.chip), add: url(.list), clear: url(.list),
            trailing: ui.popover("\(ui.icon(.columns))<span>\(ui.say(Wording.columns))</span>", class: "button button--plain", editor))
    }
}
