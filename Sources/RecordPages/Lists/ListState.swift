package import Definitions
import Exchange
import Kit
package import Markup
package import Pages
package import RecordEngine
import Web

/// How the records of a list are laid out.
enum ListLayout: String, CaseIterable { case table, board, timeline }

/// Everything a list shows, as its address says it.
package struct ListState {
    package let object: ObjectDefinition
    package var filter: String
    package var search: String
    /// As in the address: `-amount,title`; nil for the usual order.
    package var sort: String?
    /// Nil for the usual columns.
    package var columns: [String]?
    package var after: String?
    /// By what the rows are grouped: `stage`, `created_at:month`.
    var group: String?
    /// The figures below the columns: `amount:sum,title:count`.
    var foot: String?
    /// The moment of the past that is shown.
    var asOf: String?
    /// The saved view that the list began with; 0 for none, not even the one that opens first.
    var view: Int64?
    var layout = ListLayout.table
    /// What only a board has in its address.
    private var ofBoard: [(name: String, value: String)] = []

    package init(_ object: ObjectDefinition, _ visit: PageVisit) {
        self.object = object
        filter = visit.item("filter") ?? ""
        search = visit.item("q") ?? ""
        sort = visit.item("sort")
        after = visit.item("after")
        group = visit.item("group")
        let figures = visit.items.filter { $0.name == "foot" && !$0.value.isEmpty }.map(\.value)
        foot = figures.isEmpty ? nil : figures.joined(separator: ",")
        asOf = visit.asOf
        view = visit.item("view").flatMap { Int64($0) }
        layout = visit.item("layout").flatMap(ListLayout.init) ?? .table
        ofBoard = ["pipeline", "lanes", "cards", "within"].compactMap { name in visit.item(name).map { (name, $0) } }
        let chosen = visit.items.filter { $0.name == "columns" }.flatMap { $0.value.split(separator: ",").map(String.init) }
        columns = chosen.isEmpty ? nil : Array(chosen.prefix(30))
    }

    package init(
        _ object: ObjectDefinition, filter: String, sort: String? = nil, columns: [String]? = nil, asOf: String? = nil, view: Int64? = nil
    ) {
        self.asOf = asOf
        self.view = view
        self.columns = columns
        self.object = object
        self.filter = filter
        self.sort = sort
        search = ""
    }

    /// The list with another filter, order or columns begins at its first page.
    package func with(_ change: (inout ListState) -> Void) -> ListState {
        var other = self
        other.after = nil
        change(&other)
        return other
    }

    package var url: URLPath {
        guard layout == .board else { return query(URLPath(object.path)) }
        // The address of a board says by itself that it is one.
        return items.filter { $0.name != "layout" && $0.name != "within" }.reduce(URLPath(object.path) / "board") {
            $0.query($1.name, $1.value)
        }
    }

    func exportURL(_ format: ExportFormat) -> URLPath { with { $0.after = nil }.query(URLPath(object.path) / "export.\(format.rawValue)") }

    var countURL: URLPath {
        let narrowed = with {
            $0.sort = nil
            $0.columns = nil
            $0.group = nil
            $0.foot = nil
        }
        return narrowed.query(URLPath(object.path) / "count")
    }

    /// What the list reads, but for its columns and its place.
    package func query() throws -> Query {
        Query(object.name, filter: try Filter(filter), search: search.isEmpty ? nil : search, sort: order)
    }

    func query(_ path: URLPath) -> URLPath {
        items.reduce(path) { $0.query($1.name, $1.value) }
    }

    var items: [(name: String, value: String)] {
        var items: [(name: String, value: String)] = []
        if let view { items.append(("view", String(view))) }
        // Of a view, no filter is something else than its own.
        if !filter.isEmpty || view != nil { items.append(("filter", filter)) }
        if !search.isEmpty { items.append(("q", search)) }
        if let sort { items.append(("sort", sort)) }
        if let columns { items.append(("columns", columns.joined(separator: ","))) }
        if let group { items.append(("group", group)) }
        if let foot { items.append(("foot", foot)) }
        if let asOf { items.append(("as_of", asOf)) }
        if let after { items.append(("after", after)) }
        if layout != .table { items.append(("layout", layout.rawValue)) }
        if layout == .board { items += ofBoard }
        return items
    }

    package var order: [Sort] {
        if let sort { return Sort.parse(sort) }
        return [Sort(FieldPath(object.listSort.field), descending: object.listSort.descending)]
    }

    /// The columns that are shown: the chosen ones, or the usual ones that the person may read.
    func paths(_ role: Role) -> [FieldPath] {
        if let columns { return columns.map { FieldPath($0) } }
        return object.listColumns.filter { role.access(object.name, $0) >= .read }.map { FieldPath($0) }
    }

    /// Hidden fields that carry the list's state through a form, but for what the form itself sets.
    package func hidden(except names: Set<String>) -> HTML {
        items.filter { !names.contains($0.name) && $0.name != "after" }.render {
            "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">"
        }
    }
}
