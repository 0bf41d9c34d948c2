import Bulk
import Jobs
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Storage
import Upkeep
import Web

/// How far the handing over of records is, and taking it back as a whole.
struct ReassignmentPages: Sendable {
    let frame: PageFrame

    var all: [Route] {
        [
            Route(.get, "/reassignments/:id", .signedIn, for: .people) { visit in
                let id = try visit.recordID
                return try await frame.respond(visit) { try content(id, $0) }
            },
            Route(.get, "/reassignments/:id/progress", .signedIn, for: .people) { visit in
                let id = try visit.recordID
                return try await frame.answer(visit) { .fragment(try body(id, $0)) }
            },
            Route(.post, "/reassignments/:id/undo", .signedIn, for: .people) { try await turn(.undo, $0) },
            Route(.post, "/reassignments/:id/redo", .signedIn, for: .people) { try await turn(.redo, $0) },
        ]
    }

    private func turn(_ direction: Turn.Direction, _ visit: Visit) async throws -> WebResponse {
        let (id, workspace) = (try visit.recordID, visit.workspace)
        try await visit.transact { tx, caller in
            try Reassignment.turn(id, direction, workspace.turning, workspace.jobs, workspace.records(tx, caller.principal))
        }
        return .see((URLPath("reassignments") / id).text)
    }

    private func content(_ id: Int64, _ page: PageVisit) throws -> PageContent {
        let title = page.say(Label("Handing over of records", ru: "Передача записей"))
        return PageContent(title, Layout.pageHead(title) + "<div class=\"profile\">\(try body(id, page))</div>")
    }

    private func body(_ id: Int64, _ page: PageVisit) throws -> HTML {
        guard try Reassignment.isKnown(id, page.records) else { throw Failure.notFound }
        let (ui, connection) = (page.ui, page.records.connection)
        let turn = try Turns.find(Reassignment.work(id), in: connection)
        let job = try JobView.find(turn?.job ?? id, in: connection)
        if let job, [.dead, .uncertain].contains(job.state) {
            let stopped = Label("This stopped half way.", ru: "Остановилось на полпути.")
            let hasBegun = try Reassignment.state(of: id, connection) != nil
            return ui.notice(.bad, "<p>\(page.say(stopped))</p><p>\(job.error)</p>") + "\(undo(id, page), if: hasBegun)"
        }
        if let turn, turn.isRunning {
            let label = turn.direction == .undo ? Label("Taking it back", ru: "Отменяем") : Label("Bringing it back", ru: "Возвращаем")
            return try progress(id, label, Int64(turn.done), of: Int64(turn.total), page)
        }
        if turn == nil, let job, !job.state.isFinished {
            return try progress(id, Label("Handing over", ru: "Передаём"), job.done, of: job.total, page)
        }
        let state = try Reassignment.state(of: id, connection)
        let count = page.number(state?.records ?? 0)
        let takenBack = Label("Taken back.", ru: "Отменено.")
        guard let turn else {
            // By a former version, which noted no turn.
            if let state, state.isUndone { return ui.notice(.good, HTML(text: page.say(takenBack))) }
            return report(id, count, note: job?.note, page) + "\(undo(id, page), if: state != nil)"
        }
        let said =
            turn.direction == .redo
            ? turn.kept > 0
                ? Label("Handed over again.", ru: "Снова передано.")
                : Label("Handed over again: \(count) records.", ru: "Снова передано записей: \(count).")
            : turn.kept > 0
                ? takenBack
                : Label("All of it was taken back: \(count) records.", ru: "Всё отменено, записей: \(count).")
        return ui.notice(turn.kept > 0 ? .warning : .good, HTML(text: page.say(said)))
            + (try KeptRecordList(page).panel(turn, Reassignment.work(id)))
            + "<div class=\"form__actions\">\(undo(id, page), if: turn.mayUndo)\(redo(id, page), if: turn.mayRedo)</div>"
    }

    private func progress(_ id: Int64, _ label: Label, _ done: Int64, of total: Int64, _ page: PageVisit) throws -> HTML {
        try page.workProgress(URLPath("reassignments") / id / "progress", label, Int(clamping: done), of: Int(clamping: total))
    }

    private func report(_ id: Int64, _ count: String, note: String?, _ page: PageVisit) -> HTML {
        let said = Label("Handed over: \(count) records.", ru: "Передано записей: \(count).")
        let left = note.map { note -> HTML in
            let text = Label("Could not be handed over: \(note).", ru: "Не удалось передать: \(note).")
            return page.ui.notice(.warning, HTML(text: page.say(text)))
        }
        return page.ui.notice(.good, HTML(text: page.say(said))) + "\(left)"
    }

    private func undo(_ id: Int64, _ page: PageVisit) -> HTML {
        let ask = Label(
            "Take all of it back? What somebody has changed since stays.", ru: "Отменить всё? То, что с тех пор меняли, останется.")
        return page.ui.postButton(
            page.say(Label("Take all of it back", ru: "Отменить всё")), URLPath("reassignments") / id / "undo", icon: .undo,
            confirm: page.say(ask))
    }

    private func redo(_ id: Int64, _ page: PageVisit) -> HTML {
        page.ui.postButton(page.say(Label("Bring it back", ru: "Вернуть")), URLPath("reassignments") / id / "redo", icon: .restore)
    }
}
