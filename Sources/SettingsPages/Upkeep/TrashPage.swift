import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Upkeep

/// The recycle bin: what was deleted, by whom and when; brought back or erased for good, one or many.
struct TrashPage {
    let visit: PageVisit
    private var ui: Components { visit.ui }

    static let url = URLPath("trash")

    /// The objects whose records people delete themselves, as far as the visitor may.
    private var objects: [ObjectDefinition] { visit.schema.objects.filter { $0.isInNavigation && visit.may(\.delete, $0.name) } }

    func content() throws -> PageContent {
        let title = visit.say(Wording.trash)
        guard let object = objects.first(where: { $0.name == visit.item("object") }) ?? objects.first else {
            let text = visit.say(
                Label(
                    "You may not delete anything, so there is nothing to bring back.",
                    ru: "Удалять вам нельзя, поэтому и возвращать нечего."))
            return PageContent(title, Layout.pageHead(title) + ui.emptyState(.trash, title, text))
        }
        let search = visit.item("q")
        let place = try visit.item("after").map { text throws(Failure) in try DeletedPlace(text) }
        var found = try visit.records.deleted(object, search: search, after: place, limit: 51)
        let hasMore = found.count > 50
        found = Array(found.prefix(50))
        let here = TrashPage.url.query("object", object.name).query("q", search)
        let tabs = objects.map { Tab(visit.say($0.noun.plural), TrashPage.url.query("object", $0.name), isCurrent: $0 === object) }
        var html =
            Layout.pageHead(title, below: ui.tabs(tabs, label: visit.say(Label("Objects", ru: "Объекты")))) + searchForm(object, search)
        if found.isEmpty {
            let nothing = search == nil ? Label("Nothing was deleted", ru: "Удалённого нет") : Wording.nothingFound
            let text = Label(
                "What is deleted lies here until it is brought back or erased.",
                ru: "Удалённое лежит здесь, пока его не вернут или не сотрут.")
            html += ui.emptyState(.trash, visit.say(nothing), visit.say(text))
        } else {
            let next = hasMore ? found.last.map { here.query("after", DeletedPlace(after: $0).text) } : nil
            html += try table(found, object) + ui.pagination(summary: "", previous: place == nil ? nil : here, next: next)
        }
        return PageContent(title, html)
    }

    private func searchForm(_ object: ObjectDefinition, _ text: String?) -> HTML {
        let name = visit.say(Label("Search by title", ru: "Искать по названию"))
        return """
            <form class="choosing__search" action="\(TrashPage.url)" role="search"><input type="hidden" name="object" value="\(object.name)">\
            <input class="input" type="search" name="q" value="\(text ?? "")" aria-label="\(name)" placeholder="\(name)">\
            \(ui.button(visit.say(Wording.search), icon: .search))</form>
            """
    }

    private func table(_ found: [DeletedRecord], _ object: ObjectDefinition) throws -> HTML {
        let grant = visit.principal.role.grant(object.name)
        visit.titles.want("user", found.compactMap(\.author))
        let heads = [
            object.field(object.titleField).map { visit.say($0.label) } ?? "", visit.say(Label("Deleted", ru: "Удалено")),
            visit.say(Label("Who", ru: "Кто")),
        ]
        let rows = try found.render { record in
            let title = record.title.isEmpty ? visit.number(of: record.id) : record.title
            let author = try record.author.map { try visit.titles.title("user", $0) ?? "" } ?? visit.say(Wording.system)
            return ui.row(
                selectable: "\(record.id)",
                "<td class=\"table__title\">\(title)</td>" + ui.cell(HTML(text: visit.moment(record.deletedAt)), label: heads[1])
                    + ui.cell(HTML(text: author), label: heads[2]))
        }
        func deed(_ name: String, _ label: Label, _ style: ButtonStyle, _ icon: Icon) -> HTML {
            ui.button(visit.say(label), style, icon: icon, attributes: " type=\"submit\" name=\"deed\" value=\"\(name)\"")
        }
        let restore = grant.create ? deed("restore", Label("Bring back", ru: "Вернуть"), .primary, .restore) : HTML()
        let erase = grant.erase ? deed("erase", Label("Erase for good", ru: "Стереть навсегда"), .danger, .trash) : HTML()
        let table = ui.table(heads.map { TableColumn($0) }, caption: visit.say(Wording.trash), isSelectable: true, rows: rows)
        return ui.form(
            TrashPage.url, class: "choosing",
            "<input type=\"hidden\" name=\"object\" value=\"\(object.name)\">\(ui.listView(table))<div class=\"form__actions\">\(restore)\(erase)</div>"
        )
    }
}
