import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Rejected rows to be corrected where they stand: each cell with what stood in it, and what is wrong beside it.
struct ImportGridPage {
    let visit: PageVisit
    let run: Import
    private var ui: Components { visit.ui }
    private var here: URLPath { URLPath("import") / run.id }

    static let title = Label("Correct the rejected rows", ru: "Исправить отклонённые строки")
    private static let pageSize = 25

    func content() throws -> PageContent {
        let after = visit.item("after").flatMap { Int($0) } ?? 0
        let rows = try Imports.rejectedRows(of: run.id, after: after, limit: ImportGridPage.pageSize, in: visit.records.connection)
        let title = visit.say(ImportGridPage.title)
        let head = Layout.pageHead(title, count: HTML(text: visit.number(Int64(run.counts.rejected))))
        let back = ui.linkButton(visit.say(Label("To the report", ru: "К отчёту")), here, .plain)
        guard !rows.isEmpty else {
            let words = visit.say(
                after == 0 ? Label("No row is rejected", ru: "Отклонённых строк нет") : Label("These were all", ru: "Это все"))
            return PageContent(title, head + ui.emptyState(.circleCheck, words) + "<div class=\"form__actions\">\(back)</div>")
        }
        let again = ui.button(visit.say(Label("Import these rows", ru: "Загрузить эти строки")), .primary)
        var next = HTML()
        if rows.count == ImportGridPage.pageSize, let last = rows.last {
            next = ui.linkButton(
                visit.say(Label("Skip to the next rows", ru: "К следующим строкам")), (here / "rejected").query("after", last.row), .plain)
        }
        let form = ui.form(
            here / "rejected", class: "stack grid", table(rows) + "<div class=\"form__actions\">\(again)\(next)\(back)</div>")
        return PageContent(title, head + said + form)
    }

    /// What became of the rows that were sent last.
    private var said: HTML {
        guard let taken = visit.item("taken").flatMap({ Int64($0) }), let left = visit.item("left").flatMap({ Int64($0) }) else {
            return HTML()
        }
        let words = Label(
            "Imported: \(visit.number(taken)). Still rejected: \(visit.number(left)).",
            ru: "Загружено: \(visit.number(taken)). Снова отклонено: \(visit.number(left)).")
        return ui.notice(left > 0 ? .warning : .good, HTML(text: visit.say(words)))
    }

    private func table(_ rows: [RejectedRow]) -> HTML {
        let columns = run.usedColumns
        let why = visit.say(Label("Why", ru: "Почему"))
        let number = visit.say(Label("Row", ru: "Строка"))
        let lines = rows.render { row in
            let rest = row.notes.filter { note in
                !columns.contains { row.problem(with: run.header[$0]) != nil && names(note, run.header[$0]) }
            }
            return ui.row(
                ui.cell("\(row.row)<input type=\"hidden\" name=\"row\" value=\"\(row.row)\">", label: number, isNumeric: true)
                    + columns.render { cell(row, $0) }
                    + ui.cell("<span class=\"grid__why\">\(rest.map { visit.say($0.reason) }.joined(separator: " "))</span>", label: why))
        }
        let heads = [TableColumn(number, isNumeric: true)] + columns.map { TableColumn(run.header[$0]) } + [TableColumn(why)]
        return ui.table(heads, caption: visit.say(ImportGridPage.title), rows: lines)
    }

    private func names(_ note: ImportReportLine, _ column: String) -> Bool {
        RejectedRow(row: note.row, cells: [], notes: [note]).problem(with: column) != nil
    }

    private func cell(_ row: RejectedRow, _ index: Int) -> HTML {
        let column = run.header[index]
        let (name, problem) = ("cell-\(row.row)-\(index)", row.problem(with: column).map(visit.say))
        let described: HTML? = problem.map { _ in " aria-invalid=\"true\" aria-describedby=\"why-\(row.row)-\(index)\"" }
        let words: HTML? = problem.map { "<span class=\"grid__why\" id=\"why-\(row.row)-\(index)\">\($0)</span>" }
        let input: HTML = """
            <input class="input" name="\(name)" value="\(row.cell(index))" aria-label="\(column), \(row.row)"\(described)>\(words)
            """
        return ui.cell(input, label: column)
    }
}
