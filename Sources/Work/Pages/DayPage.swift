import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What a person has to do, late things first, gone through with the keyboard alone.
struct DayPage {
    static let title = Label("My day", ru: "Мой день")
    static let url = URLPath("activities", "day")
    private static let most = 200

    private enum Group: Int, CaseIterable { case overdue, today, ahead, undated }

    private struct Line {
        let id: Int64
        let version: Int64
        let subject: String
        let kind: String?
        let about: FieldValue
        let due: Instant?
        let remind: Instant?
        let checklist: String?
    }

    private let visit: PageVisit
    private var ui: Components { visit.ui }

    init(_ visit: PageVisit) { self.visit = visit }

    func content() throws -> PageContent {
        _ = try visit.records.object("activity")
        let title = visit.say(DayPage.title)
        let mine = "owner = me and done_at is empty"
        let dated = try lines("\(mine) and (due_at < in_days(8) or remind_at < tomorrow)", most: DayPage.most)
        let undated = try lines("\(mine) and due_at is empty", most: 20).filter { line in !dated.contains { $0.id == line.id } }
        let groups = Dictionary(grouping: dated + undated, by: group)
        let html = try Group.allCases.render { group in try groups[group].map { try panel(group, $0) } ?? HTML() }
        let empty = ui.emptyState(
            .circleCheck, visit.say(Label("Nothing to do for seven days", ru: "На семь дней вперёд дел нет")),
            visit.say(
                Label(
                    "Plan a task on the page of a deal, a company or a person.",
                    ru: "Запланируйте дело на странице сделки, компании или контакта.")))
        let create =
            visit.principal.role.grant("activity").create
            ? ui.linkButton(
                visit.say(Activity.object.noun.new), (URLPath("activities") / "new").query("next", DayPage.url.text), .primary, icon: .plus)
            : HTML()
        let list = ui.dayList(
            [("J", Label("Next", ru: "Следующее")), ("K", Label("Previous", ru: "Предыдущее")), ("D", Label("Done", ru: "Готово"))]
                + [("T", Delay.tomorrow.label), ("W", Delay.nextWeek.label), ("A", Assigning.assign.definition.label)],
            html.isEmpty ? empty : html)
        return PageContent(title, object: "activity", Layout.pageHead(title, actions: create, below: tabs) + list)
    }

    private var tabs: HTML {
        let tabs = workPages.tabs.filter { $0.object == "activity" }.map { tab in
            switch tab.target {
            case .page(let url): Tab(visit.say(tab.label), url, isCurrent: true, icon: tab.icon)
            case .filter(let filter, let sort):
                Tab(
                    visit.say(tab.label), URLPath("activities").query("filter", filter.isEmpty ? nil : filter).query("sort", sort),
                    icon: tab.icon)
            }
        }
        return ui.tabs(tabs, label: visit.say(Label("Views", ru: "Представления")))
    }

    private func lines(_ filter: String, most: Int) throws -> [Line] {
        let columns =
            [Activity.subject, Activity.kind].map(\.name) + [
                Activity.about.name, Activity.due.name, Activity.remind.name, Activity.checklist.name,
            ]
        let query = Query(
            "activity", filter: try Filter(filter), sort: [Sort(FieldPath(Activity.due.name))], columns: columns.map { FieldPath($0) },
            limit: most)
        return try visit.records.list(query) { row in
            visit.titles.want(row.value(2), of: Activity.about.definition)
            return Line(
                id: row.id, version: row.version, subject: String(row.value(0)) ?? "", kind: String(row.value(1)), about: row.value(2),
                due: Instant(row.value(3)), remind: Instant(row.value(4)), checklist: String(row.value(5)))
        }.rows
    }

    private func group(_ line: Line) -> Group {
        // What one wants to be reminded of is of today, whenever it is due.
        let isReminded = line.remind.map { visit.context.zone.day(of: $0) <= visit.context.today } ?? false
        guard let due = line.due else { return isReminded ? .today : .undated }
        switch visit.due(due).urgency {
        case .overdue: return .overdue
        case .today: return .today
        default: return isReminded ? .today : .ahead
        }
    }

    private func panel(_ group: Group, _ lines: [Line]) throws -> HTML {
        let title =
            switch group {
            case .overdue: Label("Overdue", ru: "Просрочено")
            case .today: Label("Today", ru: "Сегодня")
            case .ahead: Label("Next seven days", ru: "Ближайшие семь дней")
            case .undated: Label("Without a date", ru: "Без срока")
            }
        let mayChange = visit.may(\.update, "activity")
        let tasks = try lines.map { line in
            let url = URLPath("activities") / line.id
            var task = TaskLine(
                line.subject, url: url, complete: mayChange ? (url / "complete").query("next", DayPage.url.text) : nil,
                about: try details(line), due: visit.due(line.due), icon: Activity.icon(line.kind))
            task.key = "d"
            task.actions = mayChange ? actions(line, url) : HTML()
            return task
        }
        return ui.panel(visit.say(title), count: visit.number(Int64(lines.count)), isCard: true, ui.tasks(tasks))
    }

    /// What it is about, when one is reminded, how far one has come.
    private func details(_ line: Line) throws -> HTML {
        var parts: [HTML] = []
        if let about = try visit.values.html(line.about, Activity.about.definition) { parts.append(about) }
        if let remind = line.remind {
            parts.append("<span class=\"tasks__remind\">\(ui.icon(.bell))\(visit.due(remind, isDone: true).text)</span>")
        }
        if let list = line.checklist.map(Checklist.init) { parts.append(HTML(text: "\(list.doneCount)/\(list.steps.count)")) }
        return parts.joined(separator: " · ")
    }

    private func actions(_ line: Line, _ url: URLPath) -> HTML {
        let next = [("_next", DayPage.url.text)]
        func delay(_ delay: Delay, _ key: String) -> HTML {
            ui.rowButton(visit.say(delay.label), url / "postpone", key: key, fields: next + [("to", delay.rawValue)])
        }
        let results =
            line.kind == "call"
            ? ui.popover(
                "\(ui.icon(.phone))<span>\(visit.say(Activity.callResult.definition.label))</span>", class: "button button--plain",
                Activity.results.render { result in
                    ui.rowButton(
                        visit.say(result.label), url / "complete", key: nil, fields: next + [(Activity.callResult.name, result.value)])
                }) : HTML()
        return results + delay(.tomorrow, "t") + delay(.nextWeek, "w")
            + ui.rowLink(visit.say(Assigning.assign.definition.label), (url / "assign").query("next", DayPage.url.text), key: "a")
    }
}
