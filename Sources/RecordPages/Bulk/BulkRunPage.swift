import Bulk
import Definitions
import Jobs
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// One bulk change as its page shows it.
struct BulkRunPage {
    private let run: BulkRun
    private let object: ObjectDefinition
    private let frame: PageFrame
    private let visit: PageVisit
    private let deed: String
    private var ui: Components { visit.ui }
    private var here: URLPath { BulkRunPages.url / run.id }

    static let undoLabel = Label("Take all of it back", ru: "Отменить всё")

    init(_ id: Int64, _ frame: PageFrame, _ visit: PageVisit) throws {
        self.frame = frame
        self.visit = visit
        run = try BulkRuns.find(id, visit.records)
        object = try visit.records.object(run.order.object)
        deed = try BulkWords(order: run.order, object: object, visit: visit).text()
    }

    func content() throws -> PageContent {
        let noun = object.noun.counted(run.total)
        let title = visit.say(Label("\(noun.en): \(deed)", ru: "\(noun.ru): \(deed)"))
        return PageContent(title, object: object.name, Layout.pageHead(title) + "<div class=\"profile\">\(try body())</div>")
    }

    /// What stands below the title, and is asked for again while something is under way.
    func body() throws -> HTML {
        if let undo = run.undo, undo.isRunning {
            let label = undo.direction == .undo ? Label("Taking it back", ru: "Отменяем") : Label("Bringing it back", ru: "Возвращаем")
            return try progress(label, undo.done, of: undo.total, undo.job)
        }
        switch run.state {
        case .trying:
            let label = Label("Finding out what would change", ru: "Проверяем, что изменится")
            return try progress(label, run.seen, of: run.total, run.job)
                + buttons(start(Label("Do it without waiting", ru: "Выполнить, не дожидаясь")))
        case .tried: return try preview()
        case .running:
            return try progress(Label("Changing", ru: "Меняем"), run.seen, of: run.total, run.job)
                + (BulkRuns.isStopped(run, visit.records.connection) ? buttons(undo()) : HTML())
        case .done: return try report()
        }
    }

    private func progress(_ label: Label, _ done: Int, of total: Int, _ job: Int64?) throws -> HTML {
        let job = try job.flatMap { try JobView.find($0, in: visit.records.connection) }
        if let job, job.state == .dead || job.state == .uncertain {
            return ui.notice(
                .bad, "<p>\(visit.say(Label("This stopped half way.", ru: "Остановилось на полпути.")))</p><p>\(job.error)</p>")
        }
        return try visit.workProgress((here / "progress").query("next", next?.text), label, done, of: total)
    }

    private func preview() throws -> HTML {
        let count = object.noun.counted(run.changed)
        let isDeletion = if case .delete = run.order.deed { true } else { false }
        let will =
            isDeletion
            ? Label("Will be deleted: \(count.en)", ru: "Будет удалено: \(count.ru)")
            : Label("Will change: \(count.en)", ru: "Изменится: \(count.ru)")
        let doIt =
            isDeletion ? Label("Delete \(count.en)", ru: "Удалить \(count.ru)") : Label("Change \(count.en)", ru: "Изменить \(count.ru)")
        return ui.notice(run.changed > 0 ? .info : .warning, HTML(text: visit.say(will))) + (try rest(isOver: false))
            + buttons((run.changed > 0 ? start(doIt, isDeletion ? .danger : .primary) : HTML()) + back(Wording.cancel))
    }

    private func report() throws -> HTML {
        if let undo = run.undo {
            let count = visit.number(Int64(undo.total - undo.kept))
            let done =
                undo.direction == .undo
                ? Label("Taken back: \(count) records are as before.", ru: "Отменено, записей стали прежними: \(count).")
                : Label("Brought back: \(count) records.", ru: "Возвращено, записей: \(count).")
            return ui.notice(undo.kept > 0 ? .warning : .good, HTML(text: visit.say(done)))
                + (try KeptRecordList(visit).panel(undo, run.work))
                + buttons((undo.mayUndo ? undoButton : HTML()) + (undo.mayRedo ? redo : HTML()) + back(Wording.back))
        }
        if try BulkRuns.isTakenBack(run.id, in: visit.records.connection) {
            let text = Label("All of it was taken back.", ru: "Всё отменено.")
            return ui.notice(.good, HTML(text: visit.say(text))) + (try rest(isOver: true)) + buttons(back(Wording.back))
        }
        let count = object.noun.counted(run.changed)
        let isDeletion = if case .delete = run.order.deed { true } else { false }
        let done =
            isDeletion
            ? Label("Deleted: \(count.en)", ru: "Удалено: \(count.ru)") : Label("Changed: \(count.en)", ru: "Изменено: \(count.ru)")
        return ui.notice(.good, HTML(text: visit.say(done))) + (try rest(isOver: true)) + buttons(try undo() + back(Wording.back))
    }

    /// What stays as it is, and why.
    private func rest(isOver: Bool) throws -> HTML {
        var html = HTML()
        if run.unchanged > 0 {
            let count = visit.number(Int64(run.unchanged))
            html += ui.notice(.info, HTML(text: visit.say(Label("So already: \(count)", ru: "Уже так: \(count)"))))
        }
        guard run.skipped > 0 else { return html }
        let reasons = try BulkRuns.reasons(of: run.id, in: visit.records.connection).render { reason in
            "<li class=\"related-line\"><span>\(visit.say(reason.reason))</span> <span class=\"num muted\">\(visit.number(Int64(reason.count)))</span></li>"
        }
        let title = isOver ? Label("Skipped", ru: "Пропущено") : Label("Will be skipped", ru: "Будет пропущено")
        let all =
            ui.linkButton(visit.say(Label("Show", ru: "Показать")), here / "skipped", .plain, icon: .list)
            + ui.linkButton("CSV", here / "skipped.csv", .plain, icon: .download)
        return html
            + ui.panel(
                visit.say(title), count: visit.number(Int64(run.skipped)), action: all, isCard: true,
                "<ul class=\"changes\">\(reasons)</ul>")
    }

    /// All records that are or would be left as they are.
    func skipped() throws -> PageContent {
        let title = visit.say(Label("Skipped", ru: "Пропущено"))
        let place = KeptRecord.place(visit.item("after"))
        let kept = try Turns.kept(of: run.work, byUndo: false, after: place, limit: 100, in: visit.records.connection)
        let next =
            kept.count == 100 ? kept.last.map { ui.linkButton(visit.say(Wording.next), (here / "skipped").query("after", $0.place)) } : nil
        let back = ui.linkButton(visit.say(Wording.back), here, .plain)
        return PageContent(
            title, object: object.name,
            Layout.pageHead(title) + (try KeptRecordList(visit).lines(kept)) + "<div class=\"form__actions\">\(next)\(back)</div>")
    }

    // The buttons.

    private func buttons(_ buttons: HTML) -> HTML { "<div class=\"form__actions\">\(buttons)</div>" }

    /// The list that the rows were chosen in.
    private var next: URLPath? { visit.item("next").flatMap { URLPath(local: $0) } }

    private func start(_ label: Label, _ style: ButtonStyle = .secondary) -> HTML {
        ui.postButton(visit.say(label), here / "start", style, icon: .check, fields: next.map { [("_next", $0.text)] } ?? [])
    }

    private func back(_ label: Label) -> HTML {
        ui.linkButton(visit.say(label), next ?? BulkForm.list(object, run.order.selection).url, .plain)
    }

    private func undo() throws -> HTML { try BulkRuns.mayUndo(run, visit.records.connection) ? undoButton : HTML() }

    private var undoButton: HTML { ui.postButton(visit.say(BulkRunPage.undoLabel), here / "undo", icon: .undo) }

    private var redo: HTML { ui.postButton(visit.say(Label("Bring it back", ru: "Вернуть")), here / "redo", icon: .restore) }
}

/// What a bulk change does, in people's words: "Owner → Boris", «Метки: + VIP».
struct BulkWords {
    let order: BulkOrder
    let object: ObjectDefinition
    let visit: PageVisit

    func text() throws -> String {
        switch order.deed {
        case .delete: return visit.say(Wording.delete)
        case .verb(let name, let input):
            guard let verb = visit.schema.verbs(of: object.name).first(where: { $0.name == name }) else { return name }
            // What was left out of the verb's form says nothing.
            let given = JSON.object((input.members ?? []).filter { $0.value != .null })
            let values = try words(given, of: verb.form, " → ")
            return ([visit.say(verb.label)] + values).joined(separator: ", ")
        case .change(let add, let remove):
            let all = try words(order.set, of: object, " → ") + words(add, of: object, " + ") + words(remove, of: object, " − ")
            return all.joined(separator: ", ")
        }
    }

    private func words(_ json: JSON, of form: ObjectDefinition, _ sign: String) throws -> [String] {
        try (json.members ?? []).compactMap { name, value in
            guard let field = form.field(name) else { return nil }
            let known = value == .null ? FieldValue.empty : (try? field.type.parse(value, visit.context)) ?? .empty
            visit.titles.want(known, of: field)
            let text = try visit.values.text(known, field)
            return visit.say(field.label) + sign + (text.isEmpty ? visit.say(Wording.notSet) : text.shortened(60))
        }
    }
}
