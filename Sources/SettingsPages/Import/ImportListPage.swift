import Bulk
import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// Where an import begins: choose a file. Below it, what was imported before.
struct ImportListPage {
    let visit: PageVisit
    private var ui: Components { visit.ui }

    static let steps = [
        Label("File", ru: "Файл"), Label("Columns", ru: "Столбцы"), Label("Import", ru: "Загрузка"),
    ]

    func content(problem: Label?) throws -> PageContent {
        guard ImportUpload.mayImport(visit.records) else { throw ImportUpload.refusal }
        let help = Label(
            "A workbook (XLSX), a table in CSV in any usual encoding, contacts (VCF) or JSON Lines, up to 1 GB.",
            ru: "Книга Excel (XLSX), таблица CSV в любой обычной кодировке, контакты (VCF) или JSON Lines, до 1 ГБ."
        )
        let field = FormField(
            "file", visit.say(Label("File", ru: "Файл")), help: visit.say(help), error: problem.map(visit.say), isRequired: true
        )
        let form = ui.form(
            URLPath("import"), class: "form form--single", attributes: " enctype=\"multipart/form-data\"",
            ui.fileDrop(field, accept: ".xlsx,.xlsm,.csv,.txt,.tsv,.vcf,.jsonl,.ndjson,text/csv")
                + "<div class=\"form__actions\">\(ui.button(visit.say(Wording.next), .primary))</div>"
        )
        let title = visit.say(Wording.importing)
        return PageContent(
            title, Layout.pageHead(title) + ui.steps(ImportListPage.steps.map(visit.say), current: 0) + form + (try earlier()))
    }

    private func earlier() throws -> HTML {
        let everybody = visit.principal.role.administers
        let runs = try Imports.latest(of: everybody ? nil : visit.principal.user, in: visit.records.connection)
        guard !runs.isEmpty else { return HTML() }
        let heads = [
            TableColumn(visit.say(Label("File", ru: "Файл"))), TableColumn(visit.say(Label("When", ru: "Когда"))),
            TableColumn(visit.say(Label("State", ru: "Состояние"))), TableColumn(visit.say(Label("Rows", ru: "Строк")), isNumeric: true),
            TableColumn(visit.say(Label("Rejected", ru: "Отклонено")), isNumeric: true), TableColumn(visit.say(Wording.undo)),
        ]
        let rows = runs.render { run in
            let url = URLPath("import") / run.id
            return ui.row(
                href: url,
                ui.titleCell(run.fileName, href: url)
                    + ui.cell(HTML(text: InstantType().format(.instant(run.createdAt), visit.context)), label: heads[1].title)
                    + ui.cell(state(run), label: heads[2].title)
                    + ui.cell(HTML(text: visit.number(Int64(run.rows))), label: heads[3].title, isNumeric: true)
                    + ui.cell(HTML(text: visit.number(Int64(run.counts.rejected))), label: heads[4].title, isNumeric: true)
                    + ui.cell(back(run), label: heads[5].title))
        }
        let caption = visit.say(Label("Earlier imports", ru: "Прежние импорты"))
        return "<div class=\"imports\">\(ui.panel(caption, ui.table(heads, caption: caption, rows: rows)))</div>"
    }

    private func back(_ run: Import) -> HTML {
        guard run.mayUndo, !run.isTakenBack else { return HTML() }
        return ui.postButton(
            visit.say(Wording.undo), URLPath("import") / run.id / "undo", .plain, icon: .undo, confirm: visit.say(ImportUndoView.question))
    }

    private func state(_ run: Import) -> HTML {
        if run.undo?.isRunning ?? false { return ui.badge(visit.say(Label("Running", ru: "Идёт")), .blue) }
        if run.isTakenBack { return ui.badge(visit.say(Label("Taken back", ru: "Отменён")), .gray) }
        return switch run.state {
        case .new: ui.badge(visit.say(Label("Not started", ru: "Не начат")), .gray)
        case .running: ui.badge(visit.say(Label("Running", ru: "Идёт")), .blue)
        case .done: ui.badge(visit.say(Label("Done", ru: "Готово")), .green)
        }
    }
}
