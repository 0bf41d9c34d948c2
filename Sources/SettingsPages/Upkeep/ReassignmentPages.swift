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
            Route(.post, "/reassignments/:id/undo", .signedIn, for: .people) { visit in
                let id = try visit.recordID
                let job = try await visit.transact { tx, caller in
                    let records = try visit.workspace.records(tx, caller.principal)
                    guard try Reassignment.isKnown(id, records) else { throw Failure.notFound }
                    return try Reassignment.orderUndo(of: id, visit.workspace.jobs, by: caller.principal.user, in: tx)
                }
                return .see((URLPath("reassignments") / id).query("undo", job).text)
            },
        ]
    }

    private func content(_ id: Int64, _ page: PageVisit) throws -> PageContent {
        let title = page.say(Label("Handing over of records", ru: "Передача записей"))
        return PageContent(title, Layout.pageHead(title) + "<div class=\"profile\">\(try body(id, page))</div>")
    }

    private func body(_ id: Int64, _ page: PageVisit) throws -> HTML {
        guard try Reassignment.isKnown(id, page.records) else { throw Failure.notFound }
        let (ui, connection) = (page.ui, page.records.connection)
        let undo = try page.item("undo").flatMap { Int64($0) }.flatMap { try JobView.find($0, in: connection) }
        let job = try JobView.find(id, in: connection)
        if let busy = undo ?? job, ![.done, .dead, .uncertain].contains(busy.state) {
            let label = undo == nil ? Label("Handing over", ru: "Передаём") : Label("Taking it back", ru: "Отменяем")
            return ui.liveProgress(
                (URLPath("reassignments") / id / "progress").query("undo", page.item("undo")), label: page.say(label),
                done: Int(clamping: busy.done),
                of: Int(clamping: busy.total), detail: "\(page.number(busy.done)) / \(page.number(busy.total))")
        }
        if let failed = [undo, job].compactMap(\.self).first(where: { $0.state == .dead || $0.state == .uncertain }) {
            return ui.notice(
                .bad, "<p>\(page.say(Label("This stopped half way.", ru: "Остановилось на полпути.")))</p><p>\(failed.error)</p>")
        }
        let state = try Reassignment.state(of: id, connection)
        let count = page.number(state?.records ?? 0)
        if state?.isUndone ?? false, undo?.note == nil {
            return ui.notice(
                .good, HTML(text: page.say(Label("All of it was taken back: \(count) records.", ru: "Всё отменено, записей: \(count)."))))
        }
        let said =
            undo == nil ? Label("Handed over: \(count) records.", ru: "Передано записей: \(count).") : Label("Taken back.", ru: "Отменено.")
        var html = ui.notice(.good, HTML(text: page.say(said)))
        if let note = undo?.note {
            html += ui.notice(
                .warning,
                HTML(
                    text: page.say(
                        Label("Changed since and left as they are: \(note).", ru: "Изменены позже и оставлены как есть: \(note)."))))
        } else if let note = job?.note {
            html += ui.notice(
                .warning, HTML(text: page.say(Label("Could not be handed over: \(note).", ru: "Не удалось передать: \(note)."))))
        }
        guard state != nil, undo == nil else { return html }
        return html
            + ui.postButton(
                page.say(Label("Take all of it back", ru: "Отменить всё")), URLPath("reassignments") / id / "undo", icon: .undo,
                confirm: page.say(
                    Label(
                        "Take all of it back? What somebody has changed since stays.",
                        ru: "Отменить всё? То, что с тех пор меняли, останется.")))
    }
}
