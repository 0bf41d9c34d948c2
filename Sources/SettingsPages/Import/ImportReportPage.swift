import Bulk
import Definitions
import Exchange
import Jobs
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// An import that was started: how far it is, then what became of every row.
struct ImportReportPage {
    let visit: PageVisit
    let run: Import
    private var ui: Components { visit.ui }

    func content() throws -> PageContent {
        let html = Layout.pageHead(run.fileName) + ui.steps(ImportListPage.steps.map(visit.say), current: 2) + (try body())
        return PageContent(run.fileName, html)
    }

    /// The part that keeps itself up to date while the import runs.
    func body() throws -> HTML {
        let job = try run.job.flatMap { try JobView.find($0, in: visit.records.connection) }
        if let job, run.state == .running, job.state == .dead || job.state == .uncertain {
            let text = Label("The import stopped after \(job.done) rows.", ru: "Импорт остановился, обработано строк: \(job.done).")
            let back = ui.postButton(
                visit.say(ImportUndoView.takeBack), URLPath("import") / run.id / "undo", icon: .undo,
                confirm: visit.say(ImportUndoView.question))
            return ui.notice(.bad, "<p>\(visit.say(text))</p><p>\(job.error)</p>\(back)") + (try report())
        }
        if run.state == .running {
            return try visit.workProgress(
                URLPath("import") / run.id / "progress", Label("Importing", ru: "Загружаем"), run.counts.rows, of: run.rows)
        }
        if let turning = try ImportUndoView(visit: visit, run: run).progress() { return turning }
        return try report()
    }

    private func report() throws -> HTML {
        let counts = run.counts
        let here = URLPath("import") / run.id
        let figures = [
            (Label("Created", ru: "Создано"), counts.created), (Label("Merged", ru: "Объединено"), counts.merged),
            (Label("Empty", ru: "Пустых"), counts.empty),
            (Label("Rejected", ru: "Отклонено"), counts.rejected),
        ].render { ui.figure(visit.say($0.0), visit.number(Int64($0.1)), href: here) }
        let merged = Label(
            "Of the merged rows \(counts.updated) changed something, \(counts.unchanged) had nothing new.",
            ru: "Из объединённых строк изменили записи: \(counts.updated), без нового: \(counts.unchanged)."
        )
        let note = counts.merged > 0 ? ui.notice(.info, HTML(text: visit.say(merged))) : HTML()
        let undo = ImportUndoView(visit: visit, run: run)
        var html: HTML = "<div class=\"stack report\">\(try undo.outcome())<div class=\"figures\">\(figures)</div>\(note)"
        html += objects(counts)
        if counts.rejected > 0, run.state == .done, !run.isTakenBack {
            html += "<div class=\"form__actions\">\(ui.linkButton(visit.say(ImportGridPage.title), here / "rejected", icon: .pencil))</div>"
        }
        html += try reasons(
            Label("Rejected rows", ru: "Отклонённые строки"), rejections: true, here / "rejected.csv",
            Label(
                "Download the rejected rows", ru: "Скачать отклонённые строки"))
        html += try reasons(
            Label("Cells that were not used", ru: "Неиспользованные значения"), rejections: false, here / "warnings.csv",
            Label(
                "Download the list", ru: "Скачать список"))
        let again = ui.linkButton(visit.say(Label("Import another file", ru: "Загрузить другой файл")), URLPath("import"))
        return html + "<div class=\"form__actions\">\(again)\(undo.actions())</div></div>"
    }

    private func objects(_ counts: ImportCounts) -> HTML {
        let lines = visit.schema.objects.compactMap { object -> HTML? in
            guard let count = counts.objects[object.name] else { return nil }
            let detail = Label(
                "created \(count.created), updated \(count.updated), unchanged \(count.unchanged)",
                ru: "создано \(count.created), изменено \(count.updated), без изменений \(count.unchanged)"
            )
            return ui.relatedLine(visit.say(object.noun.plural), href: URLPath(object.path), detail: visit.say(detail))
        }
        return lines.isEmpty ? HTML() : ui.panel(visit.say(Label("Records", ru: "Записи")), isCard: true, ui.relatedList(lines.joined()))
    }

    private func reasons(_ title: Label, rejections: Bool, _ table: URLPath, _ download: Label) throws -> HTML {
        let reasons = try Imports.reasons(of: run.id, rejections: rejections, in: visit.records.connection)
        guard !reasons.isEmpty else { return HTML() }
        let heads = [
            Label("Column", ru: "Столбец"), Label("Why", ru: "Почему"), Label("For example", ru: "Например"),
            Label("First row", ru: "Первая строка"),
            Label("Times", ru: "Раз"),
        ].map { visit.say($0) }
        let rows = reasons.render { reason in
            ui.row(
                ui.cell(HTML(text: reason.column), label: heads[0]) + ui.cell(HTML(text: visit.say(reason.reason)), label: heads[1])
                    + ui.cell(HTML(text: String(reason.example.prefix(60))), label: heads[2])
                    + ui.cell("\(reason.firstRow)", label: heads[3], isNumeric: true)
                    + ui.cell("\(reason.count)", label: heads[4], isNumeric: true))
        }
        let columns = heads.enumerated().map { TableColumn($1, isNumeric: $0 > 2) }
        return ui.panel(
            visit.say(title), action: ui.linkButton(visit.say(download), table, .plain, icon: .download),
            ui.table(columns, caption: visit.say(title), rows: rows))
    }
}
