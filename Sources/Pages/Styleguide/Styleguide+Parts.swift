import Kit
import Markup

/// The smaller components that no sample of a page shows.
extension Styleguide {
    static func parts(_ ui: Components) -> HTML {
        Layout.pageHead("Styleguide", above: ui.backLink(Tab(ui.say(Wording.back), url(.components)))) + """
            <div class="styleguide">\(day(ui))\(fields(ui))\(found(ui))\(glance(ui))</div>
            """
    }

    static func lanes(_ ui: Components) -> HTML {
        let columns = Canned.stages.enumerated().map { index, stage in
            var column = BoardColumn(
                id: String(index), title: ui.say(stage.0), hue: stage.1, kind: stage.2, count: "3 / 2", sum: "1 437 500 ₽", cards: HTML())
            column.weighted = ui.say(Label("weighted 143,750 ₽", ru: "с вероятностью 143 750 ₽"))
            column.aged = Tab(ui.say(Label("1 too long here", ru: "застоялось: 1")), url(.list))
            column.warning = index == 0 ? ui.say(Label("Over the limit by 1", ru: "Больше предела на 1")) : nil
            return column
        }
        let lanes = Canned.owners.prefix(2).enumerated().map { index, owner in
            let cards = Canned.stages.indices.map { stage in
                Canned.allDeals.filter { $0.stage == stage && $0.id % 2 == index }.render { deal in
                    var card = card(deal, ui)
                    card.age = stage == 0 ? ui.say(Label("16 days here", ru: "Стоит 16 дней")) : nil
                    return ui.boardCard(card)
                }
            }
            return BoardLane(id: String(index), title: ui.say(owner), count: "18", sum: "7 104 250 ₽", cards: cards)
        }
        return Layout.pageHead(ui.say(Canned.deals), count: "36")
            + ui.board(columns, lanes: lanes, isCompact: true, label: ui.say(Canned.deals))
    }

    private static func day(_ ui: Components) -> HTML {
        let steps = [
            FirstStep(ui.say(Canned.importing), "", ways: [], isDone: true),
            FirstStep(
                ui.say(Canned.newDeal), ui.say(Label("It appears on the board.", ru: "Она появится на доске.")),
                ways: [Tab(ui.say(Canned.newDeal), url(.form)), Tab(ui.say(Wording.stage), url(.list))], isDone: false),
        ]
        var line = TaskLine(
            ui.say(Label("Call the director", ru: "Позвонить директору")), url: url(.record), complete: url(.home),
            due: NextStep(.today, ui.say(Label("Today", ru: "Сегодня"))), icon: .phone)
        line.key = "d"
        line.actions =
            ui.rowButton(ui.say(Label("Tomorrow", ru: "Завтра")), url(.home), key: "t", fields: [("to", "tomorrow")])
            + ui.rowLink(ui.say(Wording.edit), url(.form), key: "e")
        let heads = [Label("This month", ru: "Этот месяц"), Label("Last month", ru: "Прошлый")].map(ui.say)
        let numbers = [(ui.say(Label("Won", ru: "Выиграно")), [("3,1 млн ₽", Optional(url(.list))), ("2,8 млн ₽", nil)])]
        return section(
            ui.say(Label("Work", ru: "Работа")),
            """
            \(ui.firstSteps(steps, close: ui.postButton(ui.say(Wording.close), url(.home), .plain, icon: .x)))\
            \(ui.dayList([("d", Label("Done", ru: "Готово"))], ui.tasks([line])))\
            \(ui.comparison(heads, numbers))\(ui.wayToAll("214", url(.list)))
            """)
    }

    private static func fields(_ ui: Components) -> HTML {
        let options = [Option("new", ui.say(Label("New", ru: "Новая"))), Option("again", ui.say(Label("Repeated", ru: "Повторная")))]
        let colour = ui.say(Label("Colour", ru: "Цвет"))
        let inputs: HTML = """
            \(ui.checkboxes(FormField("kinds", ui.say(Label("Kinds", ru: "Виды"))), options, selected: ["new"]))\
            \(ui.colorInput(FormField("colour", colour), value: "#1e90ff"))
            """
        return section(
            ui.say(Label("Fields", ru: "Поля")),
            "\(ui.form(url(.components), inputs))<div class=\"cluster\">\(ui.swatch("#1e90ff"))\(ui.avatar(ui.say(Canned.anna), isLarge: true))</div>"
        )
    }

    private static func found(_ ui: Components) -> HTML {
        let hits = [
            SearchHit(HTML(text: ui.say(Canned.dealTitle)), detail: ui.say(Canned.deals), icon: .handshake, url: url(.record), key: "g d")
        ]
        let none = ui.searchNothing(ui.say(Label("pump", ru: "насос")))
        return section(
            ui.say(Wording.search),
            "<div class=\"palette__results palette__results--page\">\(ui.searchGroup(ui.say(Canned.deals), hits, isPage: true))\(none)</div>"
        )
    }

    private static func glance(_ ui: Components) -> HTML {
        let walk = ui.recordWalk(previous: nil, next: url(.record), here: url(.record))
        let facts: HTML = "<p>486 500 ₽</p>"
        let peek = ui.peek(
            ui.say(Canned.dealTitle), subtitle: ui.say(Canned.deals), url(.record),
            actions: ui.linkButton(ui.say(Wording.edit), url(.form)), facts)
        return section(ui.say(Label("At a glance", ru: "Мельком")), "\(walk)<div class=\"panel panel--card\">\(peek)</div>")
    }
}
