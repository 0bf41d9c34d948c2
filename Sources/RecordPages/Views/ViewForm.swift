import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Views
import Web

/// Keeping what a list shows as a view: the form above the list, and the page it becomes when something is wrong.
struct ViewForm {
    let object: ObjectDefinition
    let visit: PageVisit
    var title = ""
    var audience = SavedView.personal
    var isPinned = true
    var issues: [FieldIssue] = []

    /// What a list shows, as a form sends it.
    static func items(_ state: ListState) -> [(String, String)] {
        [
            ("filter", state.filter), ("sort", state.sort ?? ""), ("columns", state.columns?.joined(separator: ",") ?? ""),
            ("group", state.group ?? ""), ("foot", state.foot ?? ""), ("layout", state.layout.rawValue),
        ]
    }

    func html(_ items: [(String, String)], isMenu: Bool) -> HTML {
        let ui = visit.ui
        func problem(_ field: String) -> String? { issues.first { $0.field == field }.map { visit.say($0.message) } }
        let shared = visit.principal.role.grant(SavedView.object.name).update == .all
        let choices = [SavedView.personal, SavedView.team] + (shared ? [SavedView.everyone] : [])
        let options = ViewForm.audiences.filter { choices.contains($0.value) }.map { Option($0.value, visit.say($0.label)) }
        let named = FormField("title", visit.say(SavedView.title.definition.label), error: problem("title"), isRequired: true)
        let audienceField = FormField("audience", visit.say(SavedView.audience.definition.label), error: problem("audience"))
        let pinned = FormField("pinned", visit.say(SavedView.isPinned.definition.label))
        // What is wrong with the list itself has no input of its own.
        let others = issues.filter { !["title", "audience"].contains($0.field) }.render {
            ui.notice(.bad, HTML(text: visit.say($0.message)))
        }
        let hidden = items.render { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
        return ui.form(
            URLPath(object.path) / "views", class: isMenu ? "menu__form" : "form form--single",
            """
            \(others)\(hidden)\(ui.input(named, value: title))\(ui.select(audienceField, options, selected: audience))\
            \(ui.checkbox(pinned, isOn: isPinned))\(ui.button(visit.say(Wording.save), .primary))
            """)
    }

    private static var audiences: [Choice] {
        if case .choice(let choices) = SavedView.audience.definition.type.input { choices } else { [] }
    }
}

/// What is done to views from the list they show.
struct ViewPages: Sendable {
    let frame: PageFrame
    let object: ObjectDefinition

    /// A new view of what the list shows.
    func create(_ visit: Visit) async throws -> WebResponse {
        do {
            let (view, batch) = try await visit.writeBatch { records, caller in
                var draft = shown(visit.form)
                let title = (visit.form.first("title") ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
                draft[SavedView.title] = title.isEmpty ? nil : title
                draft[SavedView.subject] = object.name
                draft[SavedView.audience] = visit.form.first("audience") ?? SavedView.personal
                draft[SavedView.isPinned] = visit.form.first("pinned") != nil
                _ = try records.object(object.name)
                return try records.create(draft)
            }
            return .see(url(view, visit.form), done: batch)
        } catch Failure.invalid(let issues) {
            return try await frame.respond(visit) { page in
                var form = ViewForm(object: object, visit: page)
                form.title = visit.form.first("title") ?? ""
                form.audience = visit.form.first("audience") ?? SavedView.personal
                form.isPinned = visit.form.first("pinned") != nil
                form.issues = issues
                let items = ["filter", "sort", "columns", "group", "foot", "layout"].map { ($0, visit.form.first($0) ?? "") }
                let title = page.say(Label("Save view", ru: "Сохранить представление"))
                let back = page.ui.backLink(Tab(page.say(object.noun.plural), URLPath(object.path)))
                return PageContent(
                    title, object: object.name, status: 422, Layout.pageHead(title, above: back) + form.html(items, isMenu: false))
            }
        }
    }

    /// The view becomes what the list shows.
    func save(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        guard let version = visit.form.first("_version").flatMap({ Int64($0) }) else { throw Failure.preconditionRequired }
        let (view, batch) = try await visit.writeBatch { records, _ in
            guard try records.record(SavedView.object.name, id)[SavedView.subject] == object.name else { throw Failure.notFound }
            return try records.update(id, shown(visit.form), ifVersion: version)
        }
        return .see(url(view, visit.form), done: batch)
    }

    private func shown(_ form: Form) -> Draft {
        var draft = Draft(SavedView.object)
        for (field, name) in [
            (SavedView.filter, "filter"), (SavedView.sort, "sort"), (SavedView.columns, "columns"), (SavedView.group, "group"),
            (SavedView.foot, "foot"),
        ] {
            let text = form.first(name) ?? ""
            draft[field] = text.isEmpty ? nil : text
        }
        draft[SavedView.layout] = (form.first("layout").flatMap(ListLayout.init) ?? .table).rawValue
        return draft
    }

    private func url(_ view: Record, _ form: Form) -> URLPath {
        let names = view[SavedView.columns].map { SavedView.names($0).map(\.text) }
        var state = ListState(object, filter: view[SavedView.filter] ?? "", sort: view[SavedView.sort], columns: names, view: view.id)
        (state.group, state.foot) = (view[SavedView.group], view[SavedView.foot])
        state.layout = view[SavedView.layout].flatMap(ListLayout.init) ?? .table
        return state.url
    }
}
