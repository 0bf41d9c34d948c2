import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// What a person did last, each with the way back: undo for as long as nothing later would be lost.
struct ActionsPage {
    let frame: PageFrame
    let visit: PageVisit
    private var ui: Components { visit.ui }

    static let label = Label("My actions", ru: "Мои действия")

    func content() throws -> PageContent {
        let actions = try visit.records.ownActions()
        let gone = actions.flatMap(\.touched).compactMap { touch in
            touch.formerTitle.map { (RecordLink(object: touch.object, id: touch.id), $0) }
        }
        let former = Dictionary(gone, uniquingKeysWith: { latest, _ in latest })
        for touch in actions.flatMap(\.touched) where touch.kind != .deleted { visit.titles.want(touch.object, [touch.id]) }
        let title = visit.say(ActionsPage.label)
        var days: [(day: Day, entries: [TimelineEntry])] = []
        for action in actions {
            let day = visit.context.zone.day(of: action.batch.at)
            if days.last?.day != day { days.append((day, [])) }
            days[days.count - 1].entries.append(try entry(action, former))
        }
        let list = days.render { ui.timeline(visit.nearDay($0.day).capitalizedFirst, $0.entries) }
        let empty = ui.emptyState(.history, visit.say(Label("You have not changed anything yet", ru: "Вы ещё ничего не меняли")))
        return PageContent(title, Layout.pageHead(title) + (actions.isEmpty ? empty : "<div class=\"actions\">\(list)</div>"))
    }

    /// - Parameter former: the titles of what was deleted since.
    private func entry(_ action: OwnAction, _ former: [RecordLink: String]) throws -> TimelineEntry {
        let batch = action.batch
        let more = action.touched.count < OwnAction.mostTouched ? "" : "…"
        let records = try inOrder(action.touched).map { try record($0, former) }.joined(separator: ", ")
        let undo: HTML =
            ui.wayToWork(batch, visit)
            ?? (batch.undoneBy == nil && !action.touched.isEmpty
                ? ui.postButton(
                    visit.say(Wording.undo), URLPath("batches") / batch.id / "undo", .plain, icon: .undo, fields: [("_next", "/actions")])
                : batch.undoneBy == nil ? HTML() : ui.badge(visit.say(Label("taken back", ru: "отменено"))))
        let message =
            batch.via.kind == .importing
            ? Wording.importing : try frame.message(batch, visit, touched: action.touched.map { ($0.object, $0.kind) })
        let headline: HTML = "\(visit.say(message)): \(records)\(more)"
        return TimelineEntry(
            icon(action), .gray, headline, timestamp: batch.at.iso, time: visit.clock(batch.at), actions: undo)
    }

    /// What the others hang on comes first.
    private func inOrder(_ touched: [TouchedRecord]) -> [TouchedRecord] {
        visit.schema.objects.flatMap { object in touched.filter { $0.object == object.name } }
    }

    private func record(_ touch: TouchedRecord, _ former: [RecordLink: String]) throws -> HTML {
        guard touch.kind != .deleted, let object = visit.schema.object(touch.object),
            let title = try visit.titles.title(touch.object, touch.id)
        else {
            let title = touch.formerTitle ?? former[RecordLink(object: touch.object, id: touch.id)]
            return HTML(text: title.map { visit.ui.language == .ru ? "«\($0)»" : "“\($0)”" } ?? visit.number(of: touch.id))
        }
        return "<a href=\"\(URLPath(object.path) / touch.id)\">\(title)</a>"
    }

    private func icon(_ action: OwnAction) -> Icon {
        if action.batch.undoes != nil { return .undo }
        switch action.touched.first?.kind {
        case .created: return .plus
        case .deleted, .erased: return .trash
        case .restored: return .restore
        case .updated, .derived, nil: return .pencil
        }
    }
}
