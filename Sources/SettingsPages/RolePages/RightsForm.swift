import Definitions
import Identity
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// The form of a role's rights: a row for each object, its fields below it.
struct RightsForm {
    let visit: PageVisit
    let rights: Rights
    private var ui: Components { visit.ui }

    /// What was sent, over what stood there before.
    static func read(_ form: Form, over before: Rights, _ objects: [ObjectDefinition]) -> Rights {
        var rights = before
        rights.standard = Grant(
            create: form.first("create:*") != nil, read: RowRule(form.first("read:*") ?? ""), update: RowRule(form.first("update:*") ?? ""),
            delete: RowRule(form.first("delete:*") ?? ""), export: form.first("export:*") != nil
        )
        for object in objects {
            func rule(_ right: String) -> RowRule {
                let choice = form.first("\(right):\(object.name)").flatMap(RuleChoice.init) ?? .none
                return choice.rule(of: object, filter: form.first("\(right):\(object.name):filter") ?? "")
            }
            rights.grants[object.name] = Grant(
                create: form.first("create:\(object.name)") != nil, read: rule("read"), update: rule("update"), delete: rule("delete"),
                export: form.first("export:\(object.name)") != nil
            )
            for field in object.fields {
                let access: FieldAccess? =
                    switch form.first("field:\(object.name).\(field.name)") {
                    case "none": FieldAccess.none
                    case "read": .read
                    default: nil
                    }
                rights.fields["\(object.name).\(field.name)"] = access
            }
        }
        return rights
    }

    func html(action: URLPath, cancel: URLPath, version: Int64) -> HTML {
        let heads = RoleRights.heads.map(visit.say)
        let rows = RoleRights.objects(visit.schema).render { row($0, heads) } + standard(heads)
        let table = ui.table(heads.map { TableColumn($0) }, caption: visit.say(RoleRights.title), rows: rows)
        let buttons: HTML = """
            <div class="form__actions">\(ui.button(visit.say(Wording.save), .primary))\
            \(ui.linkButton(visit.say(Wording.cancel), cancel))</div>
            """
        return ui.form(action, class: "rights", "<input type=\"hidden\" name=\"_version\" value=\"\(version)\">\(table)\(buttons)")
    }

    private func row(_ object: ObjectDefinition, _ heads: [String]) -> HTML {
        let grant = rights.grants[object.name] ?? rights.standard
        let title = visit.say(object.noun.plural)
        let cells = [
            check("create:\(object.name)", grant.create, "\(title): \(heads[1])"),
            rule("read", grant.read, object, "\(title): \(heads[2])"), rule("update", grant.update, object, "\(title): \(heads[3])"),
            rule("delete", grant.delete, object, "\(title): \(heads[4])"),
            check("export:\(object.name)", grant.export, "\(title): \(heads[5])"),
            fields(object),
        ]
        return ui.row("<td class=\"table__title\">\(title)</td>" + zip(heads.dropFirst(), cells).map { ui.cell($1, label: $0) }.joined())
    }

    /// What holds for objects that are made later.
    private func standard(_ heads: [String]) -> HTML {
        let (grant, title) = (rights.standard, visit.say(Label("Everything else", ru: "Всё остальное")))
        func plain(_ right: String, _ rule: RowRule, _ head: String) -> HTML {
            select("\(right):*", [.none, .all], selected: rule == .all ? .all : .none, "\(title): \(head)")
        }
        let cells = [
            check("create:*", grant.create, "\(title): \(heads[1])"), plain("read", grant.read, heads[2]),
            plain("update", grant.update, heads[3]),
            plain("delete", grant.delete, heads[4]), check("export:*", grant.export, "\(title): \(heads[5])"), HTML(),
        ]
        return ui.row("<td class=\"table__title\">\(title)</td>" + zip(heads.dropFirst(), cells).map { ui.cell($1, label: $0) }.joined())
    }

    private func check(_ name: String, _ isOn: Bool, _ label: String) -> HTML {
        "<input type=\"checkbox\" class=\"checkbox\" name=\"\(name)\" value=\"1\" aria-label=\"\(label)\"\(" checked", if: isOn)>"
    }

    private func rule(_ right: String, _ rule: RowRule, _ object: ObjectDefinition, _ label: String) -> HTML {
        let choices = RuleChoice.allCases.filter { object.ownerField != nil || ![.own, .team].contains($0) }
        let current = RuleChoice(rule, of: object)
        let filter: HTML = """
            <input class="input rights__filter" name="\(right):\(object.name):filter" value="\(current == .filter ? rule.text : "")" \
            placeholder="amount < 100000" aria-label="\(label), \(visit.say(RuleChoice.filter.label))" spellcheck="false">
            """
        return select("\(right):\(object.name)", choices, selected: current, label) + filter
    }

    private func select(_ name: String, _ choices: [RuleChoice], selected: RuleChoice, _ label: String) -> HTML {
        let options = choices.map { Option($0.rawValue, visit.say($0.label)) }
        return """
            <select class="input input--select" name="\(name)" aria-label="\(label)">\(ui.options(options, selected: selected.rawValue))</select>
            """
    }

    private func fields(_ object: ObjectDefinition) -> HTML {
        let choices = [
            Option("", visit.say(Label("as the object", ru: "как объект"))),
            Option("read", visit.say(Label("only reads", ru: "только читает"))),
            Option("none", visit.say(Label("does not see", ru: "не видит"))),
        ]
        let all = object.fields.filter { $0.name != "id" && $0.name != object.titleField }
        let closed = all.count { rights.fields["\(object.name).\($0.name)"] != nil }
        let lines = all.render { field in
            let name = "\(object.name).\(field.name)"
            let access: String? = rights.fields[name].map { $0 == .none ? "none" : "read" }
            return """
                <label class="rights__field"><span>\(visit.say(field.label))</span>\
                <select class="input input--select" name="field:\(name)">\(ui.options(choices, selected: access))</select></label>
                """
        }
        return "<details class=\"rights__fields\"><summary>\(closed)</summary>\(lines)</details>"
    }
}
