import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What is next, asked when something is done and nothing else is planned with what it was about.
enum ActivityFollowing {
    static let follow: @Sendable (PageVisit, Int64, URLPath) throws -> HTML = { visit, id, back in
        let records = visit.records.present
        guard visit.principal.role.grant("activity").create, let activity = try? records.record("activity", id),
            let about = activity[Activity.about], try isIdle(about, records)
        else { return HTML() }
        let fields = [
            ("kind", activity[Activity.kind] ?? "task"), ("subject", activity[Activity.subject] ?? ""),
            ("about", "\(about.object):\(about.id)"),
        ]
        let quick = Delay.allCases.map { delay in
            let due = "\(delay.day(after: visit.context.today).iso)T10:00"
            return visit.ui.postButton(
                visit.say(delay.label), URLPath("activities", "new"), .plain,
                fields: fields + [(Activity.due.name, due), ("_next", back.text)])
        }
        let whole = fields.reduce(URLPath("activities", "new")) { $0.query($1.0, $1.1) }.query("next", back.text)
        let other = visit.ui.linkButton(visit.say(Label("Something else…", ru: "Другое…")), whole, .plain)
        return """
            <div class="toast__next" data-asks><strong>\(visit.say(Label("What is next?", ru: "Что дальше?")))</strong>\(quick.joined())\(other)</div>
            """
    }

    /// Whether nothing is planned with a record.
    private static func isIdle(_ about: RecordLink, _ records: Records) throws -> Bool {
        let filter =
            Filter.compare(FieldPath(Activity.about.name), .equals, .call(about.object, Int(about.id))) & (try Filter("done_at is empty"))
        return try records.list(Query("activity", filter: filter, limit: 1), make: \.id).rows.isEmpty
    }
}
