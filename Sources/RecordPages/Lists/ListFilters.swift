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
