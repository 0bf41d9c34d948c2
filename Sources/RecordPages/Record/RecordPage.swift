import Composing
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// A record: its fields, what happened to it, what hangs on it.
struct RecordPage {
    let frame: PageFrame
    let view: RecordView
    let mayDelete: Bool
    private var visit: PageVisit { view.visit }
    private var record: Record { view.record }
    private var ui: Components { view.ui }
    private var object: ObjectDefinition { record.object }

    static func content(_ frame: PageFrame, _ object: ObjectDefinition, _ id: Int64, _ visit: PageVisit) throws -> PageContent {
        let record = try visit.records.record(object.name, id)
        let mayUpdate = try visit.records.may(\.update, record)
        let mayDelete = try visit.records.may(\.delete, record)
        let pinned = try Pin.events(of: RecordLink(object: object.name, id: id), visit.records)
        var history: [HistoryEntry] = []
        if visit.records.mayReadHistory(of: object) {
            let limit = pinned.keys.contains { $0.hasPrefix("change:") } ? TimelineLimits.deep : TimelineLimits.shown
            history = try visit.records.history(object, id, limit: limit).enumerated().filter { place, entry in
                place < TimelineLimits.shown || pinned["change:\(entry.batch.id)"] != nil
            }.map(\.element)
        }
        let view = RecordView(visit, record, mayUpdate: mayUpdate, history: history, pinned: pinned)
        return try RecordPage(frame: frame, view: view, mayDelete: mayDelete).content()
    }

    private func content() throws -> PageContent {
        for (field, value) in zip(object.fields, record.values) { visit.titles.want(value, of: field) }
        let timeline = Timeline(frame: frame, view: view)
        timeline.noteTitles()
        let entries = try timeline.html(more: view.history.count >= TimelineLimits.shown)
        let main: HTML = "\(try parts(.composer))<div class=\"record__timeline\">\(entries)</div>"
        let html = ui.recordPage(head: try head(), facts: try facts() + parts(.facts), main: main, related: try parts(.related) + related())
        return PageContent(record.title, object: object.name, html)
    }

    private func parts(_ place: RecordPart.Place) throws -> HTML {
        try frame.pages.parts.filter { $0.place == place && ($0.object == nil || $0.object == object.name) }.render { try $0.render(view) }
    }

    // The head.

    private func head() throws -> HTML {
        let walk = RecordWalk(object, visit)
        let list = walk?.back(object) ?? Tab(visit.say(object.noun.plural), frame.front(of: object).query("as_of", visit.asOf))
        return ui.recordHead(
            list: list, walk: try walk?.links(of: record.id) ?? HTML(), title: record.title,
            subtitle: "<span>\(visit.number(of: record.id))</span>", actions: try visit.records.isPast ? restoring() : actions(), stageBar: try parts(.head))
    }

    /// On a page of the past: the way to have all fields as they were then.
    private func restoring() throws -> HTML {
        guard try RevertPages.may(object, record, visit.records.present) else { return HTML() }
        let label = Label("Restore this version", ru: "Вернуть эту версию")
        return ui.postButton(
            visit.say(label), URLPath(object.path) / record.id / "revert", .primary, icon: .restore, fields: [("as_of", visit.asOf ?? "")])
    }

    private func actions() throws -> HTML {
        var buttons = HTML()
        var items: [MenuItem] = []
        if view.mayUpdate {
            for verb in visit.schema.verbs(of: object.name) {
                guard let offer = frame.offer(verb.name, on: object.name), offer.isOffered(record) else { continue }
                if offer.isInMenu {
                    items.append(MenuItem(visit.say(verb.label), .post(view.url / verb.name), icon: Icon(named: verb.icon)))
                } else {
                    buttons += button(verb, offer)
                }
            }
            items.append(MenuItem(visit.say(Wording.edit), view.url / "edit", icon: .pencil, key: "e"))
        }
        items.append(MenuItem(visit.say(Wording.history), view.url / "history", icon: .history))
        if visit.principal.role.administers {
            items.append(MenuItem(visit.say(Wording.access), view.url / "access", icon: .shield))
        }
        if object.name == "user", visit.principal.role.administers {
            buttons += ui.postButton(visit.say(Wording.invitation), view.url / "invite", icon: .mail)
            items.append(MenuItem(visit.say(Label("Leaves…", ru: "Увольняется…")), view.url / "leave", icon: .signOut))
        }
        if view.mayUpdate, mayDelete, visit.mayMerge(object) {
            items.append(MenuItem(
                visit.say(Label("Merge with another…", ru: "Объединить с другой…")), (URLPath(object.path) / "merge").query("id", record.id), icon: .merge))
        }
        if mayDelete {
            items.append(
                MenuItem(
                    visit.say(Wording.delete), .post(view.url / "delete"), icon: .trash, isDangerous: true,
                    confirm: visit.say(Wording.askDelete(object.noun)) + " " + visit.say(Wording.deletedIsRestorable)))
        }
        return buttons + (try parts(.actions)) + ui.moreMenu(items)
    }

    /// A verb that can't do without something leads to its form; the others are done at once.
    private func button(_ verb: VerbDefinition, _ offer: VerbOffer) -> HTML {
        let (label, icon, url) = (visit.say(verb.label), Icon(named: verb.icon), view.url / verb.name)
        if verb.inputs.contains(where: \.isRequired) { return ui.linkButton(label, url, offer.style, icon: icon, key: offer.key) }
        return ui.postButton(label, url, offer.style, icon: icon, key: offer.key, fields: [("_version", "\(record.version)")])
    }

    // The fields.

    private func facts() throws -> HTML {
        let role = visit.principal.role
        let hidden = frame.pages.forms.filter { $0.object == object.name }.flatMap(\.hides)
        var (main, more): ([Fact], [Fact]) = ([], [])
        var sections: [(title: String, facts: [Fact])] = []
        for (field, value) in zip(object.fields, record.values)
        where role.access(object.name, field.name) >= .read && field.name != object.titleField {
            guard field.name != "id", field.name != ObjectDefinition.archivedAt.name, !hidden.contains(field.name) else { continue }
            let isOpen = view.mayUpdate && !field.isReadOnly && role.access(object.name, field.name) == .write
            let edit = isOpen ? (view.url / "edit").fragment("field-\(field.name)") : nil
            let fact = Fact(visit.say(field.label), try visit.values.html(value, field), edit: edit)
            if let title = field.section.map(visit.say) {
                if let index = sections.firstIndex(where: { $0.title == title }) {
                    sections[index].facts.append(fact)
                } else {
                    sections.append((title, [fact]))
                }
            } else if field.isReadOnly, !field.isCustom {
                more.append(fact)
            } else {
                main.append(fact)
            }
        }
        return (main.isEmpty ? HTML() : ui.panel(visit.say(object.noun.singular), ui.facts(main)))
            + sections.render { ui.panel($0.title, ui.facts($0.facts)) }
            + ui.panel(visit.say(Label("Details", ru: "Подробности")), ui.facts(more))
    }

    // What hangs on it.

    private func related() throws -> HTML {
        try object.related.render { try RelatedPanel(list: $0, view: view).html() }
    }
}
