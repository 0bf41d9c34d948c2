import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What a person did last, each with the way back: undo for as long as nothing later would be lost.
struct ActionsPage {
    let frame: PageFrame
    let visit: PageVisit
    private var ui: Components { visit.ui }

    static let label = Label("My actions", ru: "Мои действия")

    func content() throws -> PageContent {
        let actions = try visit.records.ownActions()
        for touch in actions.flatMap(\.touched) where touch.kind != .deleted { visit.titles.want(touch.object, [touch.id]) }
        let title = visit.say(ActionsPage.label)
        var days: [(day: Day, entries: [TimelineEntry])] = []
        for action in actions {
            let day = visit.context.zone.day(of: action.batch.at)
            if days.last?.day != day { days.append((day, [])) }
            days[days.count - 1].entries.append(try entry(action))
        }
        let list = days.render { ui.timeline(visit.nearDay($0.day).capitalizedFirst, $0.entries) }
        let empty = ui.emptyState(.history, visit.say(Label("You have not changed anything yet", ru: "Вы ещё ничего не меняли")))
        return PageContent(title, Layout.pageHead(title) + "<div class=\"actions\">\(actions.isEmpty ? empty : list)</div>")
    }

    private func entry(_ action: OwnAction) throws -> TimelineEntry {
        let batch = action.batch
        let records = try action.touched.map { try record($0) }.joined(separator: ", ")
        let undo: HTML =
            batch.undoneBy == nil && !action.touched.isEmpty
            ? ui.postButton(
                visit.say(Wording.undo), URLPath("batches") / batch.id / "undo", .plain, icon: .undo, fields: [("_next", "/actions")])
            : batch.undoneBy == nil ? HTML() : ui.badge(visit.say(Label("taken back", ru: "отменено")))
        let message = try frame.message(batch, visit, touched: action.touched.map { ($0.object, $0.kind) })
        let headline: HTML = "\(visit.say(message)): \(records)"
        return TimelineEntry(
            icon(action), .gray, headline, timestamp: batch.at.iso, time: visit.clock(batch.at), actions: undo)
    }

    private func record(_ touch: TouchedRecord) throws -> HTML {
        if touch.kind == .deleted { return "«\(touch.formerTitle ?? visit.number(of: touch.id))»" }
        guard let object = visit.schema.object(touch.object), let title = try visit.titles.title(touch.object, touch.id) else {
            return HTML(text: visit.number(of: touch.id))
        }
        return "<a href=\"\(URLPath(object.path) / touch.id)\">\(title)</a>"
    }

    private func icon(_ action: OwnAction) -> Icon {
        if action.batch.undoes != nil { return .undo }
        switch action.touched.first?.kind {
        case .created: return .plus
        case .deleted: return .trash
        case .restored: return .restore
        case .updated, nil: return .pencil
        }
    }
}
