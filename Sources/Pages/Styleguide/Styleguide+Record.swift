import Kit
import Markup

extension Styleguide {
    static func record(_ ui: Components) -> HTML {
        let steps = Canned.stages.prefix(5).enumerated().map { index, stage in
            StageStep(id: String(index), title: ui.say(stage.0), hue: stage.1, state: index < 2 ? .done : index == 2 ? .current : .ahead)
        }
        let actions =
            ui.postButton(ui.say(Label("Win", ru: "Выиграть")), url(.record), .primary, icon: .trophy, key: "w")
            + ui.postButton(ui.say(Label("Lose", ru: "Проиграть")), url(.record), icon: .circleX)
            + ui.moreMenu([
                MenuItem(ui.say(Wording.edit), url(.form), icon: .pencil, key: "e"),
                MenuItem(ui.say(Label("History", ru: "История")), url(.record), icon: .history),
                MenuItem(
                    ui.say(Wording.delete), .post(url(.list)), icon: .trash, isDangerous: true,
                    confirm: ui.say(Label("The deal will go to the bin.", ru: "Сделка попадёт в корзину."))),
            ])
        let head = ui.recordHead(
            list: Tab(ui.say(Canned.deals), url(.list)), title: ui.say(Canned.dealTitle),
            subtitle: ui.badge(ui.say(Canned.stages[2].0), .violet) + "<span>№ 1042 · 486 500 ₽</span>", actions: actions,
            stageBar: ui.stageBar(action: url(.record), version: 3, steps))
        return ui.recordPage(head: head, facts: facts(ui), main: composer(ui) + timeline(ui), related: related(ui))
    }

    private static func facts(_ ui: Components) -> HTML {
        let edit = url(.form)
        let main = ui.facts([
            Fact(ui.say(Canned.amount), "486 500 ₽", edit: edit),
            Fact(ui.say(Canned.company), "<a href=\"\(url(.record))\">\(ui.say(Canned.allDeals[0].company))</a>", edit: edit),
            Fact(ui.say(Canned.owner), ui.person(ui.say(Canned.anna)), edit: edit),
            Fact(ui.say(Canned.closing), "18.12.2026", edit: edit),
            Fact(ui.say(Label("Source", ru: "Источник")), ui.tag(ui.say(Label("Website", ru: "Сайт")), .teal), edit: edit),
            Fact(ui.say(Label("Discount", ru: "Скидка")), nil, edit: edit),
        ])
        let more = ui.facts([
            Fact(ui.say(Label("Created", ru: "Создана")), "<span>12.11.2026, \(ui.say(Canned.owners[1]))</span>"),
            Fact(ui.say(Label("In stage", ru: "На стадии")), HTML(text: ui.say(Label("4 days", ru: "4 дня")))),
        ])
        return ui.panel(ui.say(Label("Deal", ru: "Сделка")), main) + ui.panel(ui.say(Label("Details", ru: "Подробности")), more)
    }

    private static func composer(_ ui: Components) -> HTML {
        let text = ui.say(Label("Write a note: only colleagues will see it", ru: "Напишите заметку: её увидят только коллеги"))
        let note: HTML = """
            <textarea class="composer__text" name="text" aria-label="\(text)" placeholder="\(text)"></textarea>\
            <div class="composer__foot">\(ui.button(ui.say(Wording.save), .primary))</div>
            """
        let task: HTML = """
            <textarea class="composer__text" name="title" aria-label="\(ui.say(Canned.tasks))"></textarea><div class="composer__foot">\
            <input class="input" type="date" name="due" aria-label="\(ui.say(Canned.closing))" value="2026-11-28">\
            \(ui.button(ui.say(Wording.add), .primary))</div>
            """
        return ui.composer(
            [
                ComposerKind(
                    id: "note", label: ui.say(Label("Note", ru: "Заметка")), icon: .note, key: "n",
                    form: ui.form(url(.record), class: "composer__form", note)),
                ComposerKind(
                    id: "task", label: ui.say(Label("Task", ru: "Дело")), icon: .task, key: "t",
                    form: ui.form(url(.record), class: "composer__form", task)),
                ComposerKind(
                    id: "call", label: ui.say(Label("Call", ru: "Звонок")), icon: .phone,
                    form: ui.form(url(.record), class: "composer__form", note)),
            ], label: ui.say(Label("Add to the history", ru: "Добавить в историю")))
    }

    private static func timeline(_ ui: Components) -> HTML {
        let change: HTML = """
            <strong>\(ui.say(Canned.anna))</strong> \(ui.say(Label("changed the amount", ru: "изменила сумму"))): <span class="change">\
            <span class="change__old">420 000 ₽</span>\(ui.icon(.arrowRight))<span>486 500 ₽</span></span>
            """
        let call = Label(
            "Agreed on 24 cameras. They want the quote by Friday and ask about a warranty of three years.",
            ru: "Договорились о 24 камерах. Ждут КП до пятницы и просят гарантию три года.")
        return ui.timeline(
            ui.say(Label("Ahead", ru: "Впереди")),
            [
                TimelineEntry(
                    .calendar, .amber, HTML(text: ui.say(Label("Send the quote", ru: "Отправить КП"))), timestamp: "2026-11-28T12:00:00Z",
                    time: "28.11, 15:00", actions: ui.button(ui.say(Label("Done", ru: "Готово")), icon: .check))
            ]
        )
            + ui.timeline(
                ui.say(Label("Today", ru: "Сегодня")),
                [
                    TimelineEntry(
                        .phone, .green, HTML(text: ui.say(Label("Call with Pyotr Orlov, 6 min", ru: "Звонок: Пётр Орлов, 6 мин"))),
                        timestamp: "2026-11-22T09:12:00Z", time: "12:12", body: HTML(text: ui.say(call))),
                    TimelineEntry(.pencil, .gray, change, timestamp: "2026-11-22T08:40:00Z", time: "11:40"),
                    TimelineEntry(
                        .note, .amber, "<strong>\(ui.say(Canned.owners[1]))</strong>", timestamp: "2026-11-22T08:00:00Z", time: "11:00",
                        body: HTML(
                            text: ui.say(
                                Label("The director decides alone, call after lunch.", ru: "Решает директор, звонить после обеда."))),
                        isPinned: true),
                ])
    }

    private static func related(_ ui: Components) -> HTML {
        let people = ui.relatedList(
            ui.relatedLine(
                ui.say(Label("Pyotr Orlov", ru: "Пётр Орлов")), href: url(.record), detail: ui.say(Label("Director", ru: "Директор")),
                trailing: ui.iconLink(.phone, "+7 900 123-45-67", .root))
                + ui.relatedLine(
                    ui.say(Label("Olga Zueva", ru: "Ольга Зуева")), href: url(.record), detail: ui.say(Label("Purchasing", ru: "Закупки"))))
        let deals = ui.relatedList(
            Canned.allDeals[1..<3].render {
                ui.relatedLine(
                    ui.say($0.title), href: url(.record), detail: $0.amount,
                    trailing: ui.badge(ui.say(Canned.stages[$0.stage].0), Canned.stages[$0.stage].1))
            })
        return ui.panel(ui.say(Canned.people), count: "2", action: ui.iconLink(.plus, ui.say(Wording.add), url(.form)), people)
            + ui.panel(ui.say(Canned.deals), count: "2", deals)
            + ui.panel(ui.say(Label("Files", ru: "Файлы")), "<p class=\"muted\">\(ui.say(Wording.emptyColumn))</p>")
    }
}
