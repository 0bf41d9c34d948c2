import Conditions
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// What narrows a list: its conditions one by one, a form for another one, the filter as a text, the choice of columns.
struct ListFilters {
    let state: ListState
    let tools: Tools
    /// What can be done with the saved view that is shown.
    let views: HTML
    let filter: Filter
    /// Why the filter can't be read.
    let problem: Label?
    let visit: PageVisit

    func bar() throws -> HTML {
        let chips = FilterChips(
            state.object, editor: tools.editor,
            without: { place in state.with { $0.filter = filter.replacing(at: place, with: nil).text }.url },
            visit)
        var shown = problem == nil ? try chips.html(filter) : HTML()
        if !state.search.isEmpty {
            shown += visit.ui.chip(
                FilterChip(
                    visit.say(Label("Found by “\(state.search)”", ru: "Найдено по «\(state.search)»")),
                    remove: state.with { $0.search = "" }.url))
        }
        let bar = visit.ui.filterBar(
            shown, add: problem == nil ? tools.editor : nil, clear: tools.clear,
            trailing: problem == nil ? views + tools.text + tools.columns : tools.columns)
        return problem == nil ? bar : "\(bar)<div class=\"filters__text\">\(tools.textForm)</div>"
    }
}

extension ListFilters {
    /// The forms of the bar, which follow from the state of the list alone.
    struct Tools {
        /// The whole filter as a text, for whoever likes to type: the form, and the button that opens it.
        let textForm: HTML
        let text: HTML
        /// Where a condition is added.
        let editor: URLPath
        /// The list without filter and search.
        let clear: URLPath
        /// Chooses the columns; the groups and the figures below.
        let columns: HTML

        init(_ state: ListState, _ visit: PageVisit) {
            let (object, ui) = (state.object, visit.ui)
            editor = ConditionPage.url(state)
            clear =
                state.with {
                    $0.filter = ""
                    $0.search = ""
                }.url
            let fields = object.fields.filter { visit.principal.role.access(object.name, $0.name) >= .read }
            let field = FormField(
                "filter", visit.say(Wording.filterAsText), help: "amount >= 100000 and owner = me")
            textForm = """
                <form class="menu__form" action="\(URLPath(object.path))" data-counted="\(URLPath(object.path) / "condition")">\
                \(state.hidden(except: ["filter"]))\(ui.textArea(field, value: state.filter, rows: 3))\(ConditionPage.count)\
                \(ui.button(visit.say(Wording.apply), .primary))</form>
                """
            text = ui.popover(
                "\(ui.icon(.pencil))<span>\(visit.say(Wording.asText))</span>", class: "button button--plain", textForm)
            columns =
                ui.popover(
                    "\(ui.icon(.columns))<span>\(visit.say(Wording.columns))</span>", class: "button button--plain",
                    """
                    <form class="menu__form" action="\(URLPath(object.path))">\(state.hidden(except: ["columns"]))\
                    \(Tools.boxes(fields, shown: state.paths(visit.principal.role).map(\.text), object, visit))\
                    \(ui.button(visit.say(Wording.apply), .primary))</form>
                    """
                ) + ListFoot.opener(state, visit)
        }

        private static func boxes(_ fields: [FieldDefinition], shown: [String], _ object: ObjectDefinition, _ visit: PageVisit) -> HTML {
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
}
