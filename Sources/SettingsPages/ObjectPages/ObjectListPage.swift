import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Tailoring
import Web

/// The objects that the workspace has made itself, and the way to a new one.
struct ObjectListPage {
    let visit: PageVisit
    private var ui: Components { visit.ui }

    static let title = Label("Objects", ru: "Объекты")
    static let url = URLPath("settings", "objects")

    func content() throws -> PageContent {
        let query = Query(CustomObject.object.name, sort: [Sort(FieldPath("position")), Sort(FieldPath("id"))], limit: CustomObject.limit)
        let objects = try visit.records.list(query, make: \.id).rows.map { try visit.records.record(CustomObject.object.name, $0) }
        let form = URLPath("custom_objects") / "new"
        let new = ui.linkButton(
            visit.say(CustomObject.object.noun.new), form.query("next", ObjectListPage.url.text), .primary, icon: .plus)
        let title = visit.say(ObjectListPage.title)
        let text = Label(
            "Contracts, machines, events: whatever else you keep. Each has lists, forms, history, rights, search, import and the API at once.",
            ru: "Договоры, оборудование, мероприятия — всё, что ещё вы ведёте. У каждого сразу есть списки, формы, история, права, поиск, импорт и API."
        )
        let content =
            objects.isEmpty
            ? ui.emptyState(.package, visit.say(Label("Nothing of your own yet", ru: "Своих объектов пока нет")), visit.say(text), actions: new)
            : ui.panel(visit.say(Label("Your own", ru: "Свои")), isCard: true, ui.relatedList(objects.render(line)))
        let back = ui.backLink(Tab(visit.say(Wording.settings), URLPath("settings")))
        let html = Layout.pageHead(title, actions: new, above: back) + "<div class=\"profile\">\(content)</div>"
        return PageContent(title, html)
    }

    private func line(_ record: Record) -> HTML {
        let isHidden = record[CustomObject.isHidden] ?? false
        let object = record[CustomObject.name].flatMap { visit.schema.object($0) }
        let title = object.map { visit.say($0.noun.plural) } ?? record.title
        let marks = [
            "/\(object?.path ?? "")", record[CustomObject.name], record[CustomObject.section],
            isHidden ? visit.say(CustomObject.isHidden.definition.label) : nil,
        ]
        let edit = (URLPath("custom_objects") / record.id / "edit").query("next", ObjectListPage.url.text)
        let hide = isHidden ? Label("Bring back", ru: "Вернуть") : Label("Hide", ru: "Скрыть")
        let open: HTML =
            isHidden
            ? HTML()
            : ui.linkButton(visit.say(FieldListPage.title), FieldListPage.url(object?.name), .plain)
                + ui.linkButton(visit.say(Label("Open", ru: "Открыть")), URLPath(object?.path ?? ""), .plain)
        let buttons: HTML = """
            \(open)\
            \(ui.postButton(visit.say(hide), ObjectListPage.url / record.id / "hide", .plain, fields: [("hidden", isHidden ? "0" : "1")]))
            """
        return ui.relatedLine(title, href: edit, detail: marks.compactMap(\.self).joined(separator: " · "), trailing: buttons)
    }

    /// Out of sight, or back.
    @Sendable static func hide(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let isHidden = visit.form.first("hidden") == "1"
        let (_, batch) = try await visit.writeBatch { records, _ in
            try records.set(try records.record(CustomObject.object.name, id)) { $0[CustomObject.isHidden] = isHidden }
        }
        return .see(url, done: batch)
    }
}
