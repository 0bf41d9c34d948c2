import Kit
import Markup

extension Styleguide {
    static func components(_ ui: Components) -> HTML {
        let pages = Sample.allCases.map { MenuItem($0.rawValue, url($0)) }
        return Layout.pageHead("Styleguide", actions: ui.menu("Samples", pages)) + """
            <div class="styleguide">\(buttons(ui))\(colours(ui))\(notices(ui))\(overlays(ui))</div>
            """
    }

    static func section(_ title: String, _ content: HTML) -> HTML {
        "<section class=\"styleguide__section\"><h2>\(title)</h2>\(content)</section>"
    }

    private static func buttons(_ ui: Components) -> HTML {
        let save = ui.say(Wording.save)
        let items = [
            MenuItem(ui.say(Wording.edit), .root, icon: .pencil, key: "e"),
            MenuItem(ui.say(Wording.delete), .post(.root), icon: .trash, isDangerous: true),
        ]
        return section(
            ui.say(Label("Buttons", ru: "Кнопки")),
            """
            <div class="cluster">\(ui.button(save, .primary, icon: .check))\(ui.button(save))\(ui.button(save, .plain))\
            \(ui.button(ui.say(Wording.delete), .danger, icon: .trash))\(ui.button(save, attributes: " type=\"button\" disabled"))\
            \(ui.iconButton(.pencil, ui.say(Wording.edit)))\
            \(ui.moreMenu(items))\(ui.key("g d"))</div>
            """)
    }

    private static func colours(_ ui: Components) -> HTML {
        let badges = Hue.allCases.render { ui.badge(ui.say($0.label), $0) }
        let tags = Hue.allCases.render { ui.tag(ui.say($0.label), $0) }
        let steps: [NextStep] = [
            NextStep(.overdue, ui.say(Label("Overdue", ru: "Просрочено"))), NextStep(.today, ui.say(Label("Today", ru: "Сегодня"))),
            NextStep(.planned, ui.say(Label("Tomorrow", ru: "Завтра"))),
            NextStep(.none, ui.say(Label("Nothing planned", ru: "Ничего не запланировано"))),
        ]
        return section(
            ui.say(Label("Colours", ru: "Цвета")),
            """
            <div class="cluster">\(badges)</div><div class="cluster">\(tags)</div><div class="cluster">\(steps.render(ui.nextStep))</div>\
            <div class="cluster">\(Canned.owners.render { ui.person(ui.say($0)) })</div>
            """)
    }

    private static func notices(_ ui: Components) -> HTML {
        section(
            ui.say(Label("Messages", ru: "Сообщения")),
            """
            \(ui.notice(.info, HTML(text: ui.say(Label("Three filters hide 214 deals.", ru: "Три фильтра скрывают 214 сделок.")))))\
            \(ui.notice(.good, HTML(text: ui.say(Label("10,000 people imported.", ru: "Загружено 10 000 контактов.")))))\
            \(ui.notice(.warning, HTML(text: ui.say(Label("Some columns have no field.", ru: "В файле есть столбцы без поля.")))))\
            \(ui.notice(.bad, HTML(text: ui.say(Label("The file could not be read.", ru: "Не удалось прочитать файл.")))))\
            \(ui.progress(62, of: 100, label: "62 %"))
            """)
    }

    private static func overlays(_ ui: Components) -> HTML {
        let open = ui.button(ui.say(Label("Open a dialog", ru: "Открыть окно")), attributes: " type=\"button\" data-opens=\"sample\"")
        let text = ui.say(Label("A dialog holds one question.", ru: "В окне один вопрос."))
        return section(ui.say(Label("Windows", ru: "Окна")), "<div>\(open)</div>" + ui.dialog(id: "sample", "Krug", "<p>\(text)</p>"))
    }
}
