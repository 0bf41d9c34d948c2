import Kit
import Markup

extension Styleguide {
    static func home(_ ui: Components) -> HTML {
        let figures: HTML = """
            \(ui.figure(ui.say(Label("Open deals", ru: "Открытые сделки")), "14,2 млн ₽", detail: "842", href: url(.list)))\
            \(ui.figure(ui.say(Label("Won this month", ru: "Выиграно за месяц")), "3,1 млн ₽", detail: "+12 %", href: url(.list)))\
            \(ui.figure(ui.say(Label("Conversion", ru: "Конверсия")), "27 %", href: url(.list)))\
            \(ui.figure(ui.say(Label("Overdue tasks", ru: "Просроченные дела")), "4", href: url(.list)))
            """
        let lines = Canned.allDeals.prefix(7).enumerated().map { index, deal in
            TaskLine(
                ui.say(
                    index % 2 == 0 ? Label("Call the director", ru: "Позвонить директору") : Label("Send the quote", ru: "Отправить КП")),
                url: url(.record), complete: url(.home), isDone: index == 6,
                about: "<a href=\"\(url(.record))\">\(ui.say(deal.title))</a>, \(ui.say(deal.company))",
                due: NextStep(deal.step.0 == .none ? .planned : deal.step.0, ui.say(deal.step.1)), icon: index % 2 == 0 ? .phone : .mail)
        }
        let bars = Canned.stages.prefix(4).enumerated().map { index, stage in
            BarLine(
                ui.say(stage.0), value: "\(4 - index),\(index) млн ₽", detail: "\(120 - index * 24)", percent: 100 - index * 22,
                hue: stage.1, url: url(.list))
        }
        let add = ui.iconLink(.plus, ui.say(Wording.add), url(.form))
        let tasks = ui.panel(ui.say(Label("My tasks", ru: "Мои дела")), count: "7", action: add, isCard: true, ui.tasks(lines))
        let stages = ui.panel(ui.say(Label("Deals by stage", ru: "Сделки по стадиям")), isCard: true, ui.bars(bars))
        return Layout.pageHead(ui.say(Label("Good morning, Anna", ru: "Доброе утро, Анна"))) + """
            <div class="figures">\(figures)</div><div class="home"><div class="home__column">\
            \(tasks)</div><div class="home__column">\(stages)</div></div>
            """
    }

    static func form(_ ui: Components) -> HTML {
        let required = ui.say(Label("Enter a title", ru: "Введите название"))
        let stages = Canned.stages.enumerated().map { Option(String($0), ui.say($1.0)) }
        let search = URLPath("search").query("object", "company")
        let fields: [HTML] = [
            ui.notice(.bad, HTML(text: ui.say(Label("Two fields need your attention.", ru: "Проверьте два поля.")))),
            ui.input(FormField("title", ui.say(Canned.title), error: required, isRequired: true, isWide: true), value: ""),
            ui.field(
                FormField("amount", ui.say(Canned.amount)),
                """
                <div class="input-group"><input class="input" value="486 500" inputmode="decimal"\(FormField("amount", "").attributes)>\
                <select class="input input--select" name="currency" aria-label="₽"><option>RUB</option><option>USD</option></select></div>
                """),
            ui.select(FormField("stage", ui.say(Wording.stage)), stages, selected: "1"),
            ui.recordPicker(
                FormField("company", ui.say(Canned.company)), search: search,
                selected: [PickedRecord("7", ui.say(Canned.allDeals[0].company))]),
            ui.input(
                FormField("closing", ui.say(Canned.closing), error: ui.say(Label("This day is in the past", ru: "Этот день уже прошёл"))),
                .date, value: "2026-11-02"),
            ui.recordPicker(
                FormField("people", ui.say(Canned.people), isWide: true), search: search,
                selected: [PickedRecord("1", ui.say(Canned.anna)), PickedRecord("2", ui.say(Canned.owners[2]))], isMultiple: true),
            "<h2 class=\"form__section\">\(ui.say(Label("More", ru: "Дополнительно")))</h2>",
            ui.textArea(
                FormField(
                    "about", ui.say(Label("Description", ru: "Описание")),
                    help: ui.say(Label("Seen by colleagues only", ru: "Видят только коллеги")), isWide: true)),
            ui.radios(
                FormField("kind", ui.say(Label("Kind", ru: "Вид"))),
                [Option("new", ui.say(Label("New", ru: "Новая"))), Option("again", ui.say(Label("Repeated", ru: "Повторная")))],
                selected: "new"),
            ui.checkbox(FormField("vat", ui.say(Label("Price includes VAT", ru: "Цена с НДС"))), isOn: true),
            """
            <div class="form__actions">\(ui.button(ui.say(Wording.create), .primary))\
            \(ui.linkButton(ui.say(Wording.cancel), url(.list), .plain))</div>
            """,
        ]
        return Layout.pageHead(ui.say(Canned.newDeal)) + ui.form(url(.form), fields.joined())
    }

    static func importing(_ ui: Components) -> HTML {
        let options = [Option("", "—"), Option("title", ui.say(Canned.title)), Option("amount", ui.say(Canned.amount))]
        let rows = ["Название", "Сумма, руб.", "Менеджер"].enumerated().render { index, name in
            let choices = ui.options(options, selected: index == 0 ? "title" : "")
            return ui.row(
                ui.cell("<strong>\(name)</strong>", label: ui.say(Label("In the file", ru: "В файле")))
                    + ui.cell(
                        "<span class=\"mapping__sample\">486 500, 120 000, 99 000</span>", label: ui.say(Label("Values", ru: "Значения")))
                    + ui.cell(
                        "<select class=\"input input--select\" name=\"c\(index)\" aria-label=\"\(name)\">\(choices)</select>",
                        label: ui.say(Label("Field", ru: "Поле"))))
        }
        let head = [Label("In the file", ru: "В файле"), Label("Values", ru: "Значения"), Label("Field", ru: "Поле")].map {
            TableColumn(ui.say($0))
        }
        let steps = [
            Label("File", ru: "Файл"), Label("Columns", ru: "Столбцы"), Label("Check", ru: "Проверка"), Label("Done", ru: "Готово"),
        ]
        let drop = ui.form(
            url(.importing), class: "form form--single", attributes: " enctype=\"multipart/form-data\"",
            ui.fileDrop(FormField("file", ui.say(Label("File", ru: "Файл")), help: "CSV, XLSX, vCard"), accept: ".csv,.xlsx,.vcf"))
        let loading = Label("Importing deals", ru: "Загружаем сделки")
        let progress = ui.liveProgress(url(.importing), label: ui.say(loading), done: 6200, of: 10_000, detail: "6 200 / 10 000")
        return Layout.pageHead(ui.say(Canned.importing)) + ui.steps(steps.map(ui.say), current: 1) + """
            <div class="stack mapping">\(ui.table(head, caption: ui.say(Canned.importing), rows: rows))\
            <div class="form__actions">\(ui.button(ui.say(Wording.next), .primary))\
            \(ui.linkButton(ui.say(Wording.back), url(.list), .plain))</div>\
            \(progress)\(drop)</div>
            """
    }
}
