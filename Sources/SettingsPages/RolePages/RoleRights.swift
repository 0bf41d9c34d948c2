import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// What a role may do, object by object, on the role's page.
enum RoleRights {
    static let part = RecordPart(.composer, on: "role") { view in
        let (visit, ui) = (view.visit, view.ui)
        let role = Roles.role(of: view.record)
        let heads = RoleRights.heads.map(visit.say)
        let grants = visit.records.engine.grants(of: role)
        let rows = objects(visit.schema).render { object in
            let grant = grants[object.name] ?? role.standard
            let closed = object.fields.compactMap { field in closing(field, of: object, role, visit) }
            let rights = [
                yes(grant.create, visit), reach(grant.read, of: object, visit), reach(grant.update, of: object, visit),
                reach(grant.delete, of: object, visit), yes(grant.export, visit), closed.isEmpty ? "—" : closed.joined(separator: ", "),
            ]
            let cells = zip(heads.dropFirst(), rights).map { ui.cell(HTML(text: $1), label: $0) }.joined()
            return ui.row("<td class=\"table__title\">\(visit.say(object.noun.plural))</td>" + cells)
        }
        let table = ui.table(heads.map { TableColumn($0) }, caption: visit.say(title), rows: rows)
        guard view.mayUpdate else { return table }
        let copy = ui.postButton(visit.say(Label("Copy", ru: "Копировать")), view.url / "copy", icon: .copy)
        guard !role.administers else { return table + "<p class=\"rights__actions\">\(copy)</p>" }
        let edit = ui.linkButton(visit.say(Label("Change rights", ru: "Изменить права")), view.url / "rights", .primary, icon: .pencil)
        return table + "<p class=\"rights__actions\">\(edit)\(copy)</p>"
    }

    static let title = Label("Rights", ru: "Права")

    static let heads = [
        Label("Object", ru: "Объект"), Label("Create", ru: "Создаёт"), Label("See", ru: "Видит"), Label("Change", ru: "Меняет"),
        Label("Delete", ru: "Удаляет"), Label("Export", ru: "Экспорт"), Label("Closed fields", ru: "Закрытые поля"),
    ]

    /// The objects whose rights can be given. What a workspace is made of is for administrators.
    static func objects(_ schema: Schema) -> [ObjectDefinition] {
        schema.objects.filter { object in
            ["user", "team"].contains(object.name) || !RecordRoutes.administered.contains(object.name) && object.custom?.isHidden != true
        }
    }

    private static func yes(_ isGranted: Bool, _ visit: PageVisit) -> String { isGranted ? visit.say(Label("yes", ru: "да")) : "—" }

    private static func closing(_ field: FieldDefinition, of object: ObjectDefinition, _ role: Role, _ visit: PageVisit) -> String? {
        switch role.access(object.name, field.name) {
        case .write: nil
        case .read: "\(visit.say(field.label)) (\(visit.say(Label("only reads", ru: "только читает"))))"
        case .none: visit.say(field.label)
        }
    }

    /// A rule in people's words.
    static func reach(_ rule: RowRule, of object: ObjectDefinition, _ visit: PageVisit) -> String {
        switch RuleChoice(rule, of: object) {
        case .none: "—"
        case .all: visit.say(Label("all", ru: "все"))
        case .own: visit.say(Label("own", ru: "свои"))
        case .team: visit.say(Label("the team's", ru: "команды"))
        case .filter: rule.text
        }
    }
}

/// The rules that a form offers by name.
enum RuleChoice: String, CaseIterable {
    case none, own, team, all, filter

    init(_ rule: RowRule, of object: ObjectDefinition) {
        self =
            switch rule {
            case .none: .none
            case .all: .all
            case .rows(let text):
                switch (text, object.ownerField) {
                case (let text, let owner?) where text == "\(owner) = me": .own
                case (let text, let owner?) where text == "\(owner) = my_team": .team
                default: .filter
                }
            }
    }

    /// - Parameter filter: what was typed beside it.
    func rule(of object: ObjectDefinition, filter: String) -> RowRule {
        switch self {
        case .none: .none
        case .all: .all
        case .own: object.ownerField.map { .rows("\($0) = me") } ?? .none
        case .team: object.ownerField.map { .rows("\($0) = my_team") } ?? .none
        case .filter: RowRule(filter)
        }
    }

    var label: Label {
        switch self {
        case .none: Label("none", ru: "нет")
        case .own: Label("own", ru: "свои")
        case .team: Label("the team's", ru: "команды")
        case .all: Label("all", ru: "все")
        case .filter: Label("by a filter", ru: "по фильтру")
        }
    }
}
