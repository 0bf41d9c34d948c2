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
        let parts = problem == nil ? filter.parts : []
        let wording = FilterWording(object: state.object, visit: visit)
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
        let bar = visit.ui.filterBar(
            chips, add: tools.adder,
            clear: state.with {
                $0.filter = ""
                $0.search = ""
            }.url, trailing: problem == nil ? views + tools.text + tools.columns : tools.columns)
        return problem == nil ? bar : "\(bar)<div class=\"filters__text\">\(tools.textForm)</div>"
    }

    /// The clause that the form of `Tools.adder` was sent with, added to the filter. Nil when it was not sent.
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
}
