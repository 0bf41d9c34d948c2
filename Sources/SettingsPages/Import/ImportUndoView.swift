import Bulk
import Definitions
import Exchange
import Jobs
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages

/// What an import's pages say about taking it back: the way to do it, how far it is, what was left.
struct ImportUndoView {
    let visit: PageVisit
    let run: Import
    private var ui: Components { visit.ui }
    private var here: URLPath { URLPath("import") / run.id }

    static let takeBack = Label("Take the import back", ru: "Отменить импорт")
    static let bringBack = Label("Bring it back", ru: "Вернуть импорт")
    static let question = Label(
        "Take the whole import back? Records that it made go, those that it changed are as before. What somebody has changed since stays.",
        ru: "Отменить весь импорт? Созданные им записи исчезнут, изменённые станут прежними. То, что с тех пор меняли, останется."
    )

    /// The progress while it is under way; nil when it is not.
    func progress() throws -> HTML? {
        guard let undo = run.undo, undo.isRunning else { return nil }
        let job = try undo.job.flatMap { try JobView.find($0, in: visit.records.connection) }
        if let job, job.state == .dead || job.state == .uncertain {
            let text = Label("This stopped after \(undo.done) records.", ru: "Остановилось, обработано записей: \(undo.done).")
            return ui.notice(.bad, "<p>\(visit.say(text))</p><p>\(job.error)</p>")
        }
        let label = undo.direction == .undo ? Label("Taking it back", ru: "Отменяем") : Label("Bringing it back", ru: "Возвращаем")
        return try visit.workProgress(here / "progress", label, undo.done, of: undo.total)
    }

    /// What became of it.
    func outcome() throws -> HTML {
        guard let undo = run.undo, !undo.isRunning else { return HTML() }
        let count = visit.number(Int64(undo.total - undo.kept))
        let done =
            undo.direction == .undo
            ? Label("The import was taken back: \(count) records are as before.", ru: "Импорт отменён, записей стали прежними: \(count).")
            : Label("The import was brought back: \(count) records.", ru: "Импорт возвращён, записей: \(count).")
        return ui.notice(undo.kept > 0 ? .warning : .good, HTML(text: visit.say(done))) + (try left(undo))
    }

    private func left(_ undo: Turn) throws -> HTML {
        guard undo.kept > 0 else { return HTML() }
        let shown = try Imports.kept(of: run.id, limit: 20, in: visit.records.connection)
        let all = ui.linkButton(visit.say(Label("Show all", ru: "Показать все")), here / "kept", .plain)
        return ui.panel(
            visit.say(ImportKeptPage.title), count: visit.number(Int64(undo.kept)), action: undo.kept > shown.count ? all : HTML(),
            isCard: true, try lines(shown))
    }

    /// Records that stayed, each openable, with the reason.
    func lines(_ kept: [KeptRecord]) throws -> HTML {
        for (object, records) in Dictionary(grouping: kept, by: \.object) { visit.titles.want(object, records.map(\.id)) }
        let lines = try kept.compactMap { record -> HTML? in
            guard let object = visit.schema.object(record.object) else { return nil }
            let title = try visit.titles.title(record.object, record.id) ?? visit.number(of: record.id)
            let noun = visit.say(object.noun.singular)
            return ui.relatedLine("\(noun): \(title)", href: URLPath(object.path) / record.id, detail: visit.say(record.reason))
        }
        return ui.relatedList(lines.joined())
    }

    /// The buttons.
    func actions() -> HTML {
        (run.mayUndo
            ? ui.postButton(
                visit.say(run.isTakenBack ? Label("Try the rest again", ru: "Отменить остальное") : ImportUndoView.takeBack), here / "undo",
                icon: .undo,
                confirm: visit.say(ImportUndoView.question)) : HTML())
            + (run.mayRedo ? ui.postButton(visit.say(ImportUndoView.bringBack), here / "redo", icon: .restore) : HTML())
    }
}

/// All records that were not taken back with their import.
struct ImportKeptPage {
    let visit: PageVisit
    let run: Import

    static let title = Label("Left as they are", ru: "Оставлены как есть")
    private static let pageSize = 100

    func content() throws -> PageContent {
        let here = URLPath("import") / run.id
        let place = KeptRecord.place(visit.item("after"))
        let kept = try Imports.kept(of: run.id, after: place, limit: ImportKeptPage.pageSize, in: visit.records.connection)
        let view = ImportUndoView(visit: visit, run: run)
        var next = HTML()
        if kept.count == ImportKeptPage.pageSize, let last = kept.last {
            next = visit.ui.linkButton(visit.say(Wording.next), (here / "kept").query("after", last.place))
        }
        let title = visit.say(ImportKeptPage.title)
        let back = visit.ui.linkButton(visit.say(Wording.back), here, .plain)
        return PageContent(
            title, Layout.pageHead(title) + (try view.lines(kept)) + "<div class=\"form__actions\">\(next)\(back)</div>")
    }
}
