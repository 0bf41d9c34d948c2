import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The cells that a dry run says will be left out, each with the way to its row.
extension ImportPreviewPage {
    private static let cellsLabel = Label("Cells left out", ru: "Не попадут значения")

    var cellsFigure: HTML {
        let count = preview.counts.warnings
        return ui.figure(
            visit.say(ImportPreviewPage.cellsLabel), visit.number(Int64(count)), isBad: count > 0,
            href: (here / "preview").query("cells", 1))
    }

    func cells() throws -> HTML {
        let (column, title) = (visit.item("column"), visit.say(ImportPreviewPage.cellsLabel))
        let connection = visit.records.connection
        let size = ImportPreviewPage.pageSize
        let cells = try Imports.warnings(of: run.id, after: visit.item("after"), column: column, limit: size, in: connection)
        guard !cells.isEmpty else {
            return ui.emptyState(.circleCheck, visit.say(Label("Every cell finds its place", ru: "Все значения попадут в записи")))
        }
        let heads = ImportPreviewPage.cellHeads.map { visit.say($0) }
        let rows = cells.render { cell in
            let row = (here / "preview").query("row", cell.row)
            return ui.row(
                href: row,
                ui.cell("<a href=\"\(row)\">\(cell.row)</a>", label: heads[0], isNumeric: true) + ui.cell("\(cell.column)", label: heads[1])
                    + ui.cell("\(String(cell.value.prefix(200)))", label: heads[2]) + ui.cell("\(visit.say(cell.reason))", label: heads[3]))
        }
        let all = column.map { name in
            let words = Label("All columns, not “\(name)” alone", ru: "Все столбцы, а не только «\(name)»")
            return ui.linkButton(visit.say(words), (here / "preview").query("cells", 1), .plain)
        }
        let download = ui.linkButton(
            visit.say(Label("Download the list", ru: "Скачать список")), here / "warnings.csv", .plain, icon: .download)
        let columns = heads.enumerated().map { TableColumn($1, isNumeric: $0 == 0) }
        var html = try column == nil ? reasons() : HTML()
        html += ui.panel(title, action: (all ?? HTML()) + download, ui.table(columns, caption: title, rows: rows))
        if cells.count == size, let last = cells.last {
            var next = (here / "preview").query("cells", 1).query("after", last.place)
            if let column { next = next.query("column", column) }
            html += "<div class=\"form__actions\">\(ui.linkButton(visit.say(Wording.next), next))</div>"
        }
        return html
    }

    /// What is wrong with which column, how often: each leads to the cells of its column.
    private func reasons() throws -> HTML {
        let lines = try Imports.reasons(of: run.id, rejections: false, limit: 20, in: visit.records.connection).render { reason in
            let cells = (here / "preview").query("cells", 1).query("column", reason.column)
            let count = visit.number(Int64(reason.count))
            return ui.relatedLine(reason.column, href: cells, detail: "\(visit.say(reason.reason)) · \(count)")
        }
        return ui.panel(visit.say(Label("Why", ru: "Почему")), isCard: true, ui.relatedList(lines))
    }

    /// One row with all that would become of it.
    func single(_ row: Int) throws -> HTML {
        let title = visit.say(Label("Row \(row)", ru: "Строка \(row)"))
        guard let line = try Imports.line(of: run.id, row: row, in: visit.records.connection) else {
            let words = Label(
                "Of this row no details are kept: the dry run keeps the first 5,000 of each kind.",
                ru: "Подробностей этой строки нет: пробный прогон хранит первые 5 000 строк каждого вида.")
            return ui.notice(.info, HTML(text: visit.say(words)))
        }
        let badge = ui.badge(visit.say(line.outcome.label), .gray)
        return ui.panel(title, action: badge, table([line], title))
    }

    private static let cellHeads = [
        Label("Row", ru: "Строка"), Label("Column", ru: "Столбец"), Label("Value", ru: "Значение"), Label("Why", ru: "Почему"),
    ]
}
