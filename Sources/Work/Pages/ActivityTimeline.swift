import Composing
import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The activities about a record in its timeline: what is ahead, and what was done.
enum ActivityTimeline {
    private static let shown = 50
    private static let columns = [
        Activity.subject.name, Activity.kind.name, Activity.body.name, Activity.due.name, Activity.done.name, Activity.owner.name,
    ]

    static let source = TimelineSource { view in
        let visit = view.visit
        guard view.record.object.name != "activity", visit.may(\.read, "activity") else { return [] }
        let about = Filter.compare(FieldPath(Activity.about.name), .equals, .call(view.record.object.name, Int(view.record.id)))
        let query = Query(
            "activity", filter: about, sort: [Sort(FieldPath("id"), descending: true)], columns: columns.map { FieldPath($0) },
            withTitles: true, limit: shown)
        let mayComplete = visit.may(\.update, "activity")
        var lines = try visit.records.list(query) { Line($0) }.rows
        // What is pinned is shown however long ago it was, and what one has begun to say something of.
        let pins = view.pinned.keys.compactMap(RecordLink.init(text:)).filter { $0.object == "activity" }.map(\.id)
        let begun = try visit.principal.user.map { try Drafts.ids(of: "activity", by: $0, in: visit.records.connection) } ?? []
        let older = Set(pins + begun).subtracting(lines.map(\.id)).sorted()
        if !older.isEmpty {
            var pinned = query
            pinned.filter = about & .compare(FieldPath("id"), .isIn, .list(older.map { .number("\($0)", currency: nil) }))
            lines += try visit.records.list(pinned) { Line($0) }.rows
        }
        for line in lines { visit.wantLinks(in: line.subject + " " + line.body) }
        return try lines.map { try item($0, view, mayComplete: mayComplete) }
    }

    private struct Line {
        let id: Int64
        let subject: String
        let kind: String?
        let body: String
        let due: Instant?
        let done: Instant?
        let owner: String

        init(_ row: ListRow) {
            id = row.id
            subject = String(row.value(0)) ?? ""
            kind = String(row.value(1))
            body = String(row.value(2)) ?? ""
            due = Instant(row.value(3))
            done = Instant(row.value(4))
            owner = row.title(5) ?? ""
        }
    }

    private static func item(_ line: Line, _ view: RecordView, mayComplete: Bool) throws -> TimelineItem {
        let (visit, ui) = (view.visit, view.ui)
        let url = visit.url(Activity.object, line.id)
        let event = TimelineEvent(RecordLink(object: "activity", id: line.id))
        let isNote = line.kind == "note"
        let author: HTML = line.owner.isEmpty ? HTML() : "<strong>\(line.owner)</strong> "
        let headline: HTML =
            isNote && line.body.hasPrefix(line.subject)
            ? "\(author)<a href=\"\(url)\">\(visit.say(Label("note", ru: "заметка")))</a>"
            : "\(author)<a href=\"\(url)\">\(line.subject)</a>"
        let body: HTML? = line.body.isEmpty || line.body == line.subject && !isNote ? nil : try visit.linked(line.body)
        let icon = Activity.icon(line.kind)
        if let done = line.done {
            let entry = TimelineEntry(
                icon, Activity.hue(line.kind), headline, timestamp: done.iso, time: visit.clock(done), body: body,
                event: event)
            return TimelineItem(at: done, entry)
        }
        let due = visit.due(line.due)
        let result =
            mayComplete && line.kind == "call"
            ? ui.linkButton(visit.say(Label("Result…", ru: "Итог…")), (url / "complete").query("next", view.url.text), .plain) : HTML()
        let done =
            mayComplete
            ? ui.postButton(visit.say(Label("Done", ru: "Готово")), url / "complete", icon: .check, fields: [("_next", view.url.text)])
            : HTML()
        let entry = TimelineEntry(
            icon, due.urgency == .overdue ? .red : Activity.hue(line.kind), headline, timestamp: (line.due ?? visit.records.now).iso,
            time: due.text,
            body: body, actions: done + result, event: event)
        // Without a date it stands behind everything that has one.
        return TimelineItem(at: line.due ?? Instant(milliseconds: .max), isAhead: true, entry)
    }
}
