import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What narrows a list: its conditions one by one, a form for another one, the filter as a text, the choice of columns.
struct ListFilters {
    let state: ListState
    let filter: Filter
    let hasProblem: Bool
    let visit: PageVisit
    let fragments: Fragments
    private var ui: Components { visit.ui }
    private var object: ObjectDefinition { state.object }

    func bar() throws -> HTML {
        let parts = hasProblem ? [] : filter.parts
        let wording = FilterWording(object: object, visit: visit)
        var chips = try parts.enumerated().map { index, part in
            let rest = Filter.all(of: parts.enumerated().filter { $0.offset != index }.map(\.element))
            return FilterChip(try wording.text(part), remove: state.with { $0.filter = rest.text }.url)
        }
        if !state.search.isEmpty {
            chips.append(
                FilterChip(
                    visit.say(Label("Found by “\(state.search)”", ru: "Найдено по «\(state.search)»")),
                    remove: state.with { $0.search = "" }.url))
        }
        let bar = ui.filterBar(
            chips, add: addForm,
            clear: state.with {
                $0.filter = ""
                $0.search = ""
            }.url, trailing: (hasProblem ? HTML() : textForm) + columnChooser)
        return hasProblem ? bar + textForm : bar
    }

    /// The clause that the form of `addForm` was sent with, added to the filter. Nil when it was not sent.
    /// - Throws: `Failure.malformed` for a field or value that makes no sense.
    static func added(_ state: ListState, _ visit: PageVisit) throws -> ListState? {
        guard let name = visit.item("field") else { return nil }
        guard let field = state.object.field(name), visit.principal.role.access(state.object.name, name) >= .read else {
            throw Failure.malformed(Label("There is no such field.", ru: "Такого поля нет."))
        }
        let comparison = visit.item("operator").flatMap(FilterOperator.init) ?? .equals
        let clause = try FilterClause(field: field, comparison: comparison, visit: visit).filter(visit.item("value") ?? "")
        let parts = try Filter(state.filter).parts
        return state.with { $0.filter = Filter.all(of: parts + [clause]).text }
    }

    private var addForm: HTML {
        let fields = fragments.html(key("conditions"), { conditionFields })
        return "<form class=\"menu__form\" action=\"\(URLPath(object.path))\">\(state.hidden(except: []))\(fields)</form>"
    }

    /// What a piece of the bar follows from, besides the state of the list.
    private func key(_ kind: String, _ more: [String] = []) -> Fragments.Key {
        Fragments.Key(kind, visit, [object.name] + more)
    }

    private var conditionFields: HTML {
        let fields = object.fields.filter { visit.principal.role.access(object.name, $0.name) >= .read && !$0.type.operators.isEmpty }
        let names = fields.map { Option($0.name, visit.say($0.label)) }
        let comparisons = FilterOperator.allCases.map { Option($0.rawValue, visit.say(FilterWording.label($0))) }
        let value = FormField(
            "value", visit.say(Label("Value", ru: "Значение")),
            help: visit.say(Label("A text, a number, a date, today, this month, me", ru: "Текст, число, дата, сегодня, этот месяц, я")))
        return """
            \(ui.select(FormField("field", visit.say(Label("Field", ru: "Поле"))), names, selected: nil))\
            \(ui.select(FormField("operator", visit.say(Label("Comparison", ru: "Условие"))), comparisons, selected: nil))\
            \(ui.input(value))\(ui.button(visit.say(Wording.apply), .primary))
            """
    }

    /// The whole filter as a text, for whoever likes to type; open when it can't be read.
    private var textForm: HTML {
        let field = FormField(
            "filter", visit.say(Label("Filter as text", ru: "Фильтр текстом")),
            help: "amount >= 100000 and owner = me")
        let content: HTML = """
            <form class="menu__form" action="\(URLPath(object.path))">\(state.hidden(except: ["filter"]))\
            \(ui.textArea(field, value: state.filter, rows: 3))\(ui.button(visit.say(Wording.apply), .primary))</form>
            """
        if hasProblem { return "<div class=\"filters__text\">\(content)</div>" }
        return ui.popover(
            "\(ui.icon(.pencil))<span>\(visit.say(Label("As text", ru: "Текстом")))</span>", class: "button button--plain", content)
    }

    private var columnChooser: HTML {
        let shown = state.paths(visit.principal.role).map(\.text)
        let boxes = fragments.html(key("columns", shown)) { columnBoxes(shown) }
        return ui.popover(
            "\(ui.icon(.columns))<span>\(visit.say(Wording.columns))</span>", class: "button button--plain",
            """
            <form class="menu__form" action="\(URLPath(object.path))">\(state.hidden(except: ["columns"]))\(boxes)\
            \(ui.button(visit.say(Wording.apply), .primary))</form>
            """
        )
    }

    private func columnBoxes(_ shown: [String]) -> HTML {
        let fields = object.fields.filter { visit.principal.role.access(object.name, $0.name) >= .read }
        // The shown ones first, in their order, so that the order survives a change.
        let sorted = shown.compactMap(object.field) + fields.filter { !shown.contains($0.name) }
        return sorted.render { field in
            """
            <label class="check"><input type="checkbox" name="columns" value="\(field.name)"\(" checked", if: shown.contains(field.name))>\
            <span>\(visit.say(field.label))</span></label>
            """
        }
    }
}
