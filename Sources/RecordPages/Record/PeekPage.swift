import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// A record at a glance: what is known of it and what happened last, for a panel beside the page that one is on.
enum PeekPage {
    private static let shownHistory = 8

    static func fragment(_ frame: PageFrame, _ object: ObjectDefinition, _ id: Int64, _ visit: PageVisit) throws -> HTML {
        let record = try visit.records.record(object.name, id)
        let mayUpdate = try visit.records.may(\.update, record)
        let history = visit.records.mayReadHistory(of: object) ? try visit.records.history(object, id, limit: shownHistory) : []
        let view = RecordView(visit, record, mayUpdate: mayUpdate, history: history)
        let ui = visit.ui
        let role = visit.principal.role
        for (field, value) in zip(object.fields, record.values) { visit.titles.want(value, of: field) }
        let timeline = Timeline(frame: frame, view: view)
        timeline.noteTitles()
        let facts = try zip(object.fields, record.values).compactMap { field, value -> Fact? in
            guard role.access(object.name, field.name) >= .read, field.name != object.titleField, field.name != "id", !value.isEmpty else {
                return nil
            }
            return Fact(visit.say(field.label), try visit.values.html(value, field))
        }
        let url = visit.url(record.object, id)
        var actions = ui.linkButton(visit.say(Label("Open", ru: "Открыть")), url, .primary, icon: .arrowRight)
        if mayUpdate { actions += ui.linkButton(visit.say(Wording.edit), URLPath(object.path) / id / "edit", icon: .pencil) }
        return ui.peek(
            record.title, subtitle: "\(visit.say(object.noun.singular)) \(visit.number(of: id))", url, actions: actions,
            ui.facts(facts) + (try timeline.html(more: false, withSources: false)))
    }
}
