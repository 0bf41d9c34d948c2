import Definitions
import Exchange
import Jobs
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// What an import would do, before it does anything: each number opens its rows, and what would change in them.
struct ImportPreviewPage {
    let visit: PageVisit
    let run: Import
    let preview: Import.Preview
    var ui: Components { visit.ui }
    var here: URLPath { URLPath("import") / run.id }

    static let title = Label("Dry run", ru: "Пробный прогон")
    static let pageSize = 50

    func content() throws -> PageContent {
        let head = Layout.pageHead(run.fileName) + ui.steps(ImportListPage.steps.map(visit.say), current: 1)
        return PageContent(run.fileName, head + (try body()))
    }

    /// The part that keeps itself up to date while it runs.
    func body() throws -> HTML {
        guard preview.isDone else { return try progress() }
        return """
            <div class="stack report">\(nothingWritten)<div class="figures">\(figures())</div>\(try chosen())\
            <div class="form__actions">\(start)\(ui.linkButton(visit.say(Label("Back to the columns", ru: "К столбцам")), here.query("columns", 1), .plain))\
            </div></div>
            """
    }

    private func chosen() throws -> HTML {
        if visit.item("cells") != nil { return try cells() }
        if let row = visit.item("row").flatMap({ Int($0) }) { return try single(row) }
        return try rows(visit.item("outcome").flatMap(ImportLine.Outcome.init) ?? standard)
    }

    private func progress() throws -> HTML {
        let job = try JobView.find(preview.job, in: visit.records.connection)
        if let job, job.state == .dead || job.state == .uncertain {
            let text = visit.say(Label("The dry run stopped.", ru: "Пробный прогон остановился."))
            let back = ui.linkButton(visit.say(Wording.back), here.query("columns", 1), .plain)
            return ui.notice(.bad, "<p>\(text)</p><p>\(job.error)</p>") + "<div class=\"form__actions\">\(back)</div>"
        }
        return try visit.workProgress(
            here / "preview" / "progress", Label("Trying", ru: "Пробуем"), preview.counts.rows, of: run.rows)
    }

    private var nothingWritten: HTML {
        ui.notice(
            .info,
            HTML(
                text: visit.say(
                    Label(
                        "Nothing is written yet. This is what the import would do now.",
                        ru: "Пока ничего не записано. Вот что сделает импорт."))))
    }

    private var start: HTML {
        ui.postButton(visit.say(Label("Import", ru: "Импортировать")), here / "start", .primary, icon: .upload)
    }

    /// What somebody wants to look at first.
    private var standard: ImportLine.Outcome {
        [.conflict, .rejected, .updated, .created].first { count($0) > 0 } ?? .unchanged
    }

    private func count(_ outcome: ImportLine.Outcome) -> Int {
        let counts = preview.counts
        return switch outcome {
        case .created: counts.created
        case .updated: counts.updated
        case .unchanged: counts.unchanged
        case .conflict: counts.conflicts
        case .rejected: counts.rejected - counts.conflicts
        case .empty: counts.empty
        }
    }

    private func figures() -> HTML {
        ImportLine.Outcome.allCases.filter { $0 != .empty || count($0) > 0 }.render { outcome in
            ui.figure(
                visit.say(outcome.label), visit.number(Int64(count(outcome))),
                isBad: count(outcome) > 0 && (outcome == .conflict || outcome == .rejected),
                href: (here / "preview").query("outcome", outcome.rawValue))
        } + cellsFigure
    }

    private func rows(_ outcome: ImportLine.Outcome) throws -> HTML {
        let after = visit.item("after").flatMap { Int($0) } ?? 0
        let lines = try Imports.lines(of: run.id, outcome, after: after, limit: ImportPreviewPage.pageSize, in: visit.records.connection)
        guard !lines.isEmpty else { return HTML() }
        let title = visit.say(outcome.label)
        var html = ui.panel(title, count: visit.number(Int64(count(outcome))), table(lines, title))
        if lines.count == ImportPreviewPage.pageSize, let last = lines.last {
            let next = (here / "preview").query("outcome", outcome.rawValue).query("after", last.row)
            html += "<div class=\"form__actions\">\(ui.linkButton(visit.say(Wording.next), next))</div>"
        }
        return html
    }

    func table(_ lines: [ImportLine], _ caption: String) -> HTML {
        let heads = [Label("Row", ru: "Строка"), Label("Record", ru: "Запись"), Label("What happens", ru: "Что произойдёт")].map {
            visit.say($0)
        }
        let rows = lines.render { line in
            ui.row(
                ui.cell("\(line.row)", label: heads[0], isNumeric: true) + ui.cell(record(line), label: heads[1])
                    + ui.cell(what(line), label: heads[2]))
        }
        return ui.table(heads.enumerated().map { TableColumn($1, isNumeric: $0 == 0) }, caption: caption, rows: rows)
    }

    private func record(_ line: ImportLine) -> HTML {
        guard let record = line.record, let object = visit.schema.object(record.object) else { return HTML(text: line.title) }
        return "<a href=\"\(URLPath(object.path) / record.id)\">\(line.title)</a>"
    }

    private func what(_ line: ImportLine) -> HTML {
        let changes = line.changes.render { change in
            let before: HTML = "<span class=\"change__old\">\(change.old)</span>\(ui.icon(.arrowRight))"
            return """
                <li><span class="change"><span>\(visit.say(change.field)):</span>\(before, if: !change.old.isEmpty)<span>\(change.new)</span></span></li>
                """
        }
        let notes = line.notes.render { "<li>\($0.text(visit.principal.language))</li>" }
        let candidates = line.candidates.compactMap { link -> HTML? in
            guard let object = visit.schema.object(link.object) else { return nil }
            let title = (try? visit.titles.title(link.object, link.id)) ?? visit.number(of: link.id)
            return "<a href=\"\(URLPath(object.path) / link.id)\">\(title) \(visit.number(of: link.id))</a>"
        }
        return """
            \("<ul class=\"changes\">\(changes)</ul>", if: !line.changes.isEmpty)\
            \("<ul class=\"changes changes--notes\">\(notes)</ul>", if: !line.notes.isEmpty)\(candidates.joined(separator: ", "))
            """
    }
}

extension ImportLine.Outcome {
    var label: Label {
        switch self {
        case .created: Label("New", ru: "Новых")
        case .updated: Label("Changed", ru: "Изменится")
        case .unchanged: Label("Unchanged", ru: "Без изменений")
        case .conflict: Label("Conflicts", ru: "Неясных")
        case .rejected: Label("Rejected", ru: "Отклонено")
        case .empty: Label("Empty", ru: "Пустых")
        }
    }
}
