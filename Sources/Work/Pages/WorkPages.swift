import Definitions
import Kit
public import Pages
import RecordEngine

/// What the department of work adds to the pages: what is to be done, everywhere it matters.
public let workPages = DepartmentPages(
    pages: [Page("/activities/day") { try DayPage($0).content() }],
    tabs: [
        ListTab("activity", DayPage.title, icon: .calendar, isFront: true, .page(DayPage.url)),
        ListTab(
            "activity", Label("My open", ru: "Мои открытые"), icon: .task,
            .filter("owner = me and done_at is empty", sort: "due_at")),
        ListTab("activity", Label("Open", ru: "Открытые"), icon: .list, .filter("done_at is empty", sort: "due_at")),
        ListTab(
            "activity", Label("Overdue", ru: "Просроченные"), icon: .clock, .filter("done_at is empty and due_at < now", sort: "due_at")),
        ListTab("activity", Wording.all, icon: .list, .filter("", sort: nil)),
    ],
    parts: [ActivityComposer.part, ChecklistPart.part],
    timelines: [ActivityTimeline.source],
    panels: [TaskPanels.figure, TaskPanels.tasks, TaskPanels.ahead],
    offers: [
        VerbOffer("complete", on: "activity", done: Label("Done", ru: "Дело сделано"), style: .primary, key: "d") {
            $0[Activity.done] == nil
        }.asking(ActivityFollowing.follow),
        VerbOffer("postpone", on: "activity", done: Label("Put off", ru: "Дело отложено")) { $0[Activity.done] == nil },
        VerbOffer("check", on: "activity", done: Label("Checklist changed", ru: "Чек-лист изменён")) { _ in false },
        VerbOffer("assign", on: nil, done: Label("Assigned", ru: "Ответственный назначен")) { $0.object.ownerField != nil },
    ] + ["company", "person", "deal"].map { VerbOffer("plan", on: $0, done: Label("Task made", ru: "Задача поставлена")) { _ in false } },
    cells: [ActivityCells.due] + ["company", "person"].map(ActivityCells.nextStep),
    forms: [FormRule("activity", omits: [], hides: [Activity.checklist.name])]
)

/// The date of an activity tells how urgent it is.
enum ActivityCells {
    static let due = CellView("activity", Activity.due.name, needs: [Activity.done.name]) { visit, values, html in
        if let due = values.instant(0) { visit.append(due: due, isDone: !values.isEmpty(1), to: &html) }
    }

    static func nextStep(_ object: String) -> CellView {
        CellView(object, Field<Instant>.nextStep.name) { visit, values, html in
            if let due = values.instant(0) { visit.append(due: due, to: &html) }
        }
    }
}

extension Activity {
    static func icon(_ kind: String?) -> Icon {
        switch kind {
        case "call": .phone
        case "meeting": .users
        case "note": .note
        default: .task
        }
    }

    static func hue(_ kind: String?) -> Hue { kinds.first { $0.value == kind }?.hue ?? .gray }
}
