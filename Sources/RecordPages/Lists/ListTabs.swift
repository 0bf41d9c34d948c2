import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The ways to look at an object's records: those of its department, else all and one's own.
struct ListTabs {
    let frame: PageFrame
    let object: ObjectDefinition
    /// The filter of the list that is shown.
    let filter: String

    /// Whether none of the saved views is shown.
    let isPlain: Bool

    func tabs(_ visit: PageVisit) -> [Tab] {
        let duplicates = ListTab(object.name, Wording.duplicates, icon: .copy, .page(URLPath(object.path) / "duplicates"))
        let archive = ListTab(
            object.name, Label("Archive", ru: "Архив"), icon: .archive, .filter("archived_at is not empty", sort: "-archived_at"))
        let mayArchive = object.hasArchive && visit.principal.role.access(object.name, ObjectDefinition.archivedAt.name) >= .read
        let more = (object.matching.isEmpty || visit.records.isPast ? [] : [duplicates]) + (mayArchive ? [archive] : [])
        return (all + more).map { tab in
            switch tab.target {
            case .filter(let filter, let sort):
                // Without saying so, all there is would be the view that opens first.
                Tab(
                    visit.say(tab.label),
                    ListState(object, filter: filter, sort: sort, asOf: visit.asOf, view: filter.isEmpty ? 0 : nil).url,
                    isCurrent: isPlain && filter == self.filter, icon: tab.icon)
            case .page(let url): Tab(visit.say(tab.label), url.query("as_of", visit.asOf), icon: tab.icon)
            }
        }
    }

    static func html(_ shape: ListShape, _ bar: ViewBar, _ visit: PageVisit) -> HTML {
        if shape.isOneWay, bar.tabs.isEmpty { return HTML() }
        return visit.ui.tabs(shape.tabs + bar.tabs, label: visit.say(Label("Views", ru: "Представления")))
    }

    private var all: [ListTab] {
        let own = frame.pages.tabs.filter { $0.object == object.name }
        // What only narrows the list stands beside the usual ones.
        let isWhole = own.contains { if case .filter("", _) = $0.target { true } else { $0.isFront } }
        if isWhole { return own }
        let list = ListTab(object.name, Wording.all, .filter("", sort: nil))
        guard let owner = object.ownerField else { return [list] + own }
        return [list, ListTab(object.name, Wording.mine, .filter("\(owner) = me", sort: nil))] + own
    }
}
