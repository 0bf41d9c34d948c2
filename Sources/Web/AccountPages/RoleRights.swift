import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine

/// What a role may do, object by object, on the role's page.
enum RoleRights {
    static let part = RecordPart(.composer, on: "role") { view in
        let (visit, ui) = (view.visit, view.ui)
        let role = ShippedRoles.role(view.record[RoleRecord.key])
        let heads = [
            Label("Object", ru: "Объект"), Label("Create", ru: "Создаёт"), Label("See", ru: "Видит"), Label("Change", ru: "Меняет"),
            Label("Delete", ru: "Удаляет"), Label("Export", ru: "Экспорт"),
        ].map(visit.say)
        let rows = visit.schema.objects.filter { $0.name != "role" }.render { object in
            let grant = role.grant(object.name)
            let rights = [
                yes(grant.create, visit), reach(grant.read, visit), reach(grant.update, visit), reach(grant.delete, visit),
                yes(grant.export, visit),
            ]
            let cells = zip(heads.dropFirst(), rights).map { ui.cell(HTML(text: $1), label: $0) }.joined()
            return ui.row("<td class=\"table__title\">\(visit.say(object.noun.plural))</td>" + cells)
        }
        return ui.table(heads.map { TableColumn($0) }, caption: visit.say(Label("Rights", ru: "Права")), rows: rows)
    }

    private static func yes(_ isGranted: Bool, _ visit: PageVisit) -> String { isGranted ? visit.say(Label("yes", ru: "да")) : "—" }

    private static func reach(_ rule: RowRule, _ visit: PageVisit) -> String {
        switch rule {
        case .none: "—"
        case .all: visit.say(Label("all", ru: "все"))
        case .rows("owner = me"): visit.say(Label("own", ru: "свои"))
        case .rows("owner = my_team"): visit.say(Label("the team's", ru: "команды"))
        case .rows(let filter): filter
        }
    }
}
