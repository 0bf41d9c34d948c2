import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What a person has to do today, on the home page.
enum TaskPanels {
    private static let shown = 12
    private static let mine = "owner = me and done_at is empty"
    /// Overdue and due today.
    private static let urgent = mine + " and due_at < tomorrow"
    private static let coming = mine + " and due_at >= tomorrow and due_at < in_days(8)"

    static let figure = HomePanel(.figures) { visit in
        guard visit.may(\.read, "activity") else { return HTML() }
        let late = "\(mine) and due_at < now"
        let count = try visit.records.count(Query("activity", filter: try Filter(late)))
        let open = visit.count(try visit.records.count(Query("activity", filter: try Filter(mine))))
        return visit.ui.figure(
            visit.say(Label("Overdue", ru: "Просрочено дел")), visit.count(count), detail: visit.say(Label("of \(open) open", ru: "открытых: \(open)")),
            isBad: count.value > 0, href: URLPath("activities").query("filter", late).query("sort", "due_at"))
    }

    static let tasks = HomePanel(.main) { visit in
        try panel(Label("Today and overdue", ru: "На сегодня и просроченные"), urgent, empty: Label("Nothing due today", ru: "На сегодня дел нет"), visit)
    }

    static let ahead = HomePanel(.main) { visit in
        try panel(Label("In the next seven days", ru: "В ближайшие семь дней"), coming, empty: nil, visit)
    }

    /// - Parameter empty: what is said when there is nothing; without it nothing is shown then.
    private static func panel(_ title: Label, _ filter: String, empty: Label?, _ visit: PageVisit) throws -> HTML {
        guard visit.may(\.read, "activity") else { return HTML() }
        let columns = [Activity.subject, Activity.kind].map(\.name) + [Activity.due.name, Activity.about.name]
        let query = Query(
            "activity", filter: try Filter(filter), sort: [Sort(FieldPath(Activity.due.name))], columns: columns.map { FieldPath($0) }, limit: shown)
        let (rows, next) = try visit.records.list(query) { row in
            visit.titles.want(row.value(3), of: Activity.about.definition)
            return (id: row.id, subject: String(row.value(0)) ?? "", kind: String(row.value(1)), due: Instant(row.value(2)), about: row.value(3))
        }
        let all = URLPath("activities").query("filter", filter).query("sort", "due_at")
        let mayComplete = visit.may(\.update, "activity")
        let lines = try rows.map { row in
            let url = URLPath("activities") / row.id
            return TaskLine(
                row.subject, url: url, complete: mayComplete ? (url / "complete").query("next", "/") : nil,
                about: try visit.values.html(row.about, Activity.about.definition) ?? HTML(), due: visit.due(row.due), icon: Activity.icon(row.kind))
        }
        guard !lines.isEmpty || empty != nil else { return HTML() }
        let count = next == nil ? RecordCount(value: rows.count, isExact: true) : try visit.records.count(query)
        let create = visit.principal.role.grant("activity").create
            ? visit.ui.iconLink(.plus, visit.say(Wording.add), (URLPath("activities") / "new").query("next", "/")) : HTML()
        var content = lines.isEmpty
            ? visit.ui.emptyState(.circleCheck, visit.say(empty ?? title))
            : visit.ui.tasks(lines)
        if next != nil { content += visit.ui.wayToAll(visit.count(count), all) }
        let day = visit.ui.iconLink(.calendar, visit.say(DayPage.title), DayPage.url)
        return visit.ui.panel(
            visit.say(title), count: visit.count(count), action: "<span>\(day)\(create)</span>", isCard: true, content)
    }
}
