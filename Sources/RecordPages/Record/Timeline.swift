import Composing
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Everything that happened to a record, newest first: its own changes and what departments know of it.
struct Timeline {
    let frame: PageFrame
    let view: RecordView
    private var visit: PageVisit { view.visit }
    private var ui: Components { view.ui }

    /// Notes all that the entries refer to, so that it is read together.
    func noteTitles() {
        visit.titles.want("user", view.history.compactMap(\.batch.author))
        for change in view.history.flatMap(\.changes) {
            visit.titles.want(change.old, of: change.field)
            visit.titles.want(change.new, of: change.field)
        }
    }

    /// - Parameter more: whether there is more history than is shown.
    func html(more: Bool, withSources: Bool = true) throws -> HTML {
        var items: [TimelineItem] = []
        for (place, entry) in view.history.enumerated() {
            // What was merged can be taken apart later too.
            let isMerge = entry.batch.action == "\(view.record.object.name).merge"
            let isFirst = place == 0 || isMerge && view.history[place - 1].batch.id != entry.batch.id
            items.append(TimelineItem(at: entry.batch.at, try self.entry(entry, offersUndo: isFirst)))
        }
        var html = HTML()
        if withSources {
            items += try frame.pages.timelines.flatMap { try $0.items(view) }
            let events = items.compactMap(\.entry.event)
            let threads = try Threads(view, events)
            items = try items.map(threads.decorated) + threads.others(than: events)
            html += threads.form
        }
        let pinned = items.filter(\.entry.isPinned).sorted { $0.at > $1.at }
        if !pinned.isEmpty { html += ui.timeline(visit.say(Label("Pinned", ru: "Закреплено")), pinned.map(\.entry)) }
        let ahead = items.filter { $0.isAhead && !$0.entry.isPinned }.sorted { $0.at < $1.at }
        let past = items.filter { !$0.isAhead && !$0.entry.isPinned }.sorted { $0.at > $1.at }
        if !ahead.isEmpty { html += ui.timeline(visit.say(Label("Ahead", ru: "Впереди")), ahead.map(\.entry)) }
        var days: [(day: Day, items: [TimelineItem])] = []
        for item in past {
            let day = visit.context.zone.day(of: item.at)
            if days.last?.day == day { days[days.count - 1].items.append(item) } else { days.append((day, [item])) }
        }
        for (day, items) in days { html += ui.timeline(visit.nearDay(day).capitalizedFirst, items.map(\.entry)) }
        if more {
            html +=
                "<p><a href=\"\((view.url / "history").query("as_of", visit.asOf))\">\(visit.say(Label("The whole history", ru: "Вся история")))</a></p>"
        }
        return html
    }

    private func entry(_ entry: HistoryEntry, offersUndo: Bool) throws -> TimelineEntry {
        let batch = entry.batch
        let who = try author(batch)
        // A moment that is the entry's own says nothing new.
        let told = entry.changes.filter { $0.new != .instant(batch.at) && ($0.field.name != "lost_reason" || !$0.new.isEmpty) }
        let changes = entry.kind == .created ? [] : told
        let lines = try changes.prefix(12).map { try change($0) }
        let headline: HTML =
            "<strong>\(who)</strong> \(what(entry))\(whose(entry))\(lines.count == 1 ? ": " : "")\(lines.count == 1 ? lines[0] : nil)"
        let body: HTML? = lines.count > 1 ? "<ul class=\"changes\">\(lines.render { "<li>\($0)</li>" })</ul>" : nil
        return TimelineEntry(
            icon(entry), .gray, headline, timestamp: batch.at.iso, time: visit.clock(batch.at), body: body,
            actions: offersUndo ? undo(batch) : HTML(), menu: try former(entry), event: TimelineEvent(view.link, change: batch.id))
    }

    /// The record that it happened to, when that went into this one later.
    private func whose(_ entry: HistoryEntry) -> String {
        guard let merged = entry.merged else { return "" }
        let number = visit.number(of: merged.id)
        return visit.say(Label(" — “\(merged.title)” \(number)", ru: " — «\(merged.title)» \(number)"))
    }

    /// "You", a name, and through what it was done when not by a page.
    private func author(_ batch: Batch) throws -> String {
        let name: String
        if let author = batch.author {
            name =
                author == visit.principal.user ? visit.say(Wording.you) : try visit.titles.title("user", author) ?? visit.number(of: author)
        } else {
            name = visit.say(Wording.system)
        }
        switch batch.via.kind {
        case .token: return name + visit.say(Label(" (through the API)", ru: " (через API)"))
        case .importing: return name + visit.say(Label(" (import)", ru: " (импорт)"))
        case .command: return name + visit.say(Label(" (command line)", ru: " (командная строка)"))
        case .bulk: return name + visit.say(Label(" (bulk change)", ru: " (массовое изменение)"))
        case .handover: return name + visit.say(Label(" (handing over)", ru: " (передача записей)"))
        case .page, .undo, .system: return name
        }
    }

    private func what(_ entry: HistoryEntry) -> String {
        if entry.batch.undoes != nil { return visit.say(Label("· taken back", ru: "· отмена действия")) }
        let parts = (entry.batch.action ?? "").split(separator: ".").map(String.init)
        if parts.count == 2, let offer = frame.offer(parts[1], on: parts[0]) { return "· " + visit.say(offer.done) }
        return "· " + visit.say(Wording.done(entry.kind, view.record.object.noun))
    }

    private func change(_ change: HistoryEntry.Change) throws -> HTML {
        let old = try visit.values.text(change.old, change.field)
        let new = try visit.values.text(change.new, change.field)
        let before: HTML = "<span class=\"change__old\">\(old.shortened(200))</span>\(ui.icon(.arrowRight))"
        let after = new.isEmpty ? visit.say(Wording.notSet) : new.shortened(200)
        return
            "<span class=\"change\"><span>\(visit.say(change.field.label)):</span>\(before, if: !old.isEmpty)<span>\(after)</span></span>"
    }

    /// The way to the record as it was then, and to the values that the action replaced.
    private func former(_ entry: HistoryEntry) throws -> [MenuItem] {
        let label = Label("Show as of then", ru: "Показать на этот момент")
        let url = entry.merged.map { URLPath(view.record.object.path) / $0.id } ?? view.url
        // Of the very moment at which it went into another one there is nothing of it to show.
        if entry.merged != nil, entry.kind == .deleted { return [] }
        var items = [MenuItem(visit.say(label), url.query("as_of", entry.batch.at.iso), icon: .history)]
        guard entry.kind == .updated, entry.merged == nil, view.mayUpdate else { return items }
        for change in entry.changes.prefix(12) {
            let name = change.field.name
            guard visit.principal.role.access(view.record.object.name, name) == .write, view.record[name] != change.old else { continue }
            let (field, old) = (visit.say(change.field.label), try visit.values.text(change.old, change.field))
            let former = old.isEmpty ? visit.say(Wording.notSet) : old.shortened(40)
            let url = (view.url / "revert").query("before", entry.batch.id).query("field", name)
            items.append(
                MenuItem(visit.say(Label("Restore \(field): \(former)", ru: "Вернуть «\(field)»: \(former)")), .post(url), icon: .restore))
        }
        return items
    }

    private func icon(_ entry: HistoryEntry) -> Icon {
        if entry.batch.undoes != nil { return .undo }
        switch entry.kind {
        case .created: return .plus
        case .updated, .derived: return .pencil
        case .deleted: return entry.merged == nil ? .trash : .merge
        case .restored: return .restore
        case .erased: return .trash
        }
    }

    /// One's own actions can be taken back, by an administrator everyone's; the newest one, so that nothing later is lost, and merges.
    private func undo(_ batch: Batch) -> HTML {
        guard batch.undoneBy == nil, visit.principal.role.administers || batch.author != nil && batch.author == visit.principal.user else {
            return HTML()
        }
        if let whole = ui.wayToWork(batch, visit) { return whole }
        guard view.mayUpdate else { return HTML() }
        return ui.postButton(
            visit.say(Wording.undo), URLPath("batches") / batch.id / "undo", .plain, icon: .undo, fields: [("_next", view.url.text)])
    }
}

extension Components {
    /// An import or a bulk change is taken back as a whole, on its own page.
    func wayToWork(_ batch: Batch, _ visit: PageVisit) -> HTML? {
        guard let id = batch.via.id else { return nil }
        return switch batch.via.kind {
        case .importing: linkButton(visit.say(Wording.importing), URLPath("import") / id, .plain, icon: .upload)
        case .bulk: linkButton(visit.say(Label("The whole change", ru: "Всё изменение")), URLPath("bulk") / id, .plain, icon: .pencil)
        default: nil
        }
    }
}

/// All of a record's history on a page of its own.
enum HistoryPage {
    static func content(_ frame: PageFrame, _ object: ObjectDefinition, _ id: Int64, _ visit: PageVisit) throws -> PageContent {
        let record = try visit.records.record(object.name, id)
        let history = try visit.records.history(object, id, limit: 1000)
        let view = RecordView(visit, record, mayUpdate: try visit.records.may(\.update, record), history: history)
        let timeline = Timeline(frame: frame, view: view)
        timeline.noteTitles()
        let head = visit.ui.recordHead(
            list: Tab(record.title, view.url), title: visit.say(Wording.history),
            subtitle: "<span>\(visit.say(object.noun.singular)) \(visit.number(of: id))</span>")
        let entries = try timeline.html(more: false, withSources: false)
        let html: HTML = "<article class=\"record record--single\">\(head)<div class=\"record__main\">\(entries)</div></article>"
        return PageContent(visit.say(Wording.history) + ": " + record.title, object: object.name, html)
    }
}
