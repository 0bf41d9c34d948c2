import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// Who may see and change a record, and why.
enum AccessPage {
    static func route(_ object: ObjectDefinition, _ frame: PageFrame) -> Route {
        Route(.get, "/\(object.path)/:id/access", .administrator, for: .people) { visit in
            let id = try visit.recordID
            return try await frame.respond(visit) { try content(object, id, $0) }
        }
    }

    private static func content(_ object: ObjectDefinition, _ id: Int64, _ visit: PageVisit) throws -> PageContent {
        let ui = visit.ui
        let record = try visit.records.record(object.name, id)
        let heads = [
            Label("User", ru: "Пользователь"), Label("See", ru: "Видит"), Label("Change", ru: "Меняет"), Label("Delete", ru: "Удаляет"),
        ]
        .map(visit.say)
        let rows = try RecordAccess.all(object.name, id, visit.records).render { access in
            let cells = zip(heads.dropFirst(), RecordAccess.Right.allCases).map { head, right in
                ui.cell(answer(access, right, record.object, visit), label: head)
            }
            return ui.row(ui.titleCell(access.name, href: URLPath("users") / access.user) + cells.joined())
        }
        let title = visit.say(Label("Who has access: \(record.title)", ru: "У кого доступ: \(record.title)"))
        let back = ui.backLink(Tab(record.title, visit.url(object, id)))
        let table = ui.table(heads.map { TableColumn($0) }, caption: title, rows: rows)
        return PageContent(title, object: object.name, Layout.pageHead(title, above: back) + "<div class=\"access\">\(table)</div>")
    }

    /// Yes or no, with what each role says.
    private static func answer(
        _ access: RecordAccess, _ right: RecordAccess.Right, _ object: ObjectDefinition, _ visit: PageVisit
    ) -> HTML {
        let may = access.may(right)
        let word = may ? visit.say(Label("yes", ru: "да")) : visit.say(Label("no", ru: "нет"))
        let reasons = (access.reasons[right] ?? []).map { reason -> String in
            let rule = RoleRights.reach(reason.rule, of: object, visit)
            let fits =
                reason.isMet || reason.rule == .none
                ? "" : visit.say(Label(" (does not reach this record)", ru: " (до этой записи не доходит)"))
            return "\(visit.say(reason.role)): \(rule)\(fits)"
        }
        return "\(visit.ui.badge(word, may ? .green : .gray)) <span class=\"muted\">\(reasons.joined(separator: "; "))</span>"
    }
}
