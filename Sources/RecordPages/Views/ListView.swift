import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Views
import Web

/// A saved view as a list needs it.
struct ListView: Sendable {
    let id: Int64
    let version: Int64
    let title: String
    let audience: String
    let layout: ListLayout
    let filter: String
    let sort: String?
    let columns: [String]?
    let group: String?
    let foot: String?
    let isPinned: Bool
    let roles: [Int64]

    private static let mine = Result { try Filter(SavedView.mine) }
    private static let paths = ["title", "audience", "layout", "filter", "sort", "columns", "pinned", "roles", "group_by", "figures"].map {
        FieldPath($0)
    }

    /// The views of an object that are meant for the visitor, in their order.
    static func all(of object: ObjectDefinition, _ records: Records) throws -> [ListView] {
        // Views are of today, also where the past is looked at.
        let records = records.present
        guard records.principal.role.grant(SavedView.object.name).read != .none else { return [] }
        let subject = Filter.compare(FieldPath(SavedView.subject.name), .equals, .string(object.name))
        let query = Query(
            SavedView.object.name, filter: .all(of: [subject, try mine.get()]), sort: [Sort(FieldPath("position")), Sort(FieldPath("id"))],
            columns: paths,
            limit: SavedView.limit)
        return try records.list(query, make: ListView.init).rows
    }

    private init(_ row: ListRow) {
        func text(_ index: Int) -> String { String(row.value(index)) ?? "" }
        id = row.id
        version = row.version
        title = text(0)
        audience = text(1)
        layout = ListLayout(rawValue: text(2)) ?? .table
        filter = text(3)
        sort = text(4).isEmpty ? nil : text(4)
        let names = SavedView.names(text(5)).map(\.text)
        columns = names.isEmpty ? nil : names
        isPinned = row.value(6) == .boolean(true)
        roles = References(row.value(7))?.ids ?? []
        group = text(8).isEmpty ? nil : text(8)
        foot = text(9).isEmpty ? nil : text(9)
    }

    var icon: Icon? {
        switch audience {
        case SavedView.personal: .user
        case SavedView.team: .users
        default: nil
        }
    }

    func state(_ object: ObjectDefinition, asOf: String?) -> ListState {
        var state = ListState(object, filter: filter, sort: sort, columns: columns, asOf: asOf, view: id)
        (state.group, state.foot, state.layout) = (group, foot, layout)
        return state
    }

    /// Whether the list, as it is laid out, shows something else than the view.
    func differs(from state: ListState) -> Bool {
        func canonical(_ text: String) -> String { (try? Filter(text))?.text ?? text }
        return layout != state.layout || canonical(filter) != canonical(state.filter) || sort != state.sort || columns != state.columns
            || group != state.group || foot != state.foot || !state.search.isEmpty
    }
}

extension ListState {
    /// The list without what the visitor can't see any more: a view goes on when a field of its own is hidden or closed.
    /// - Returns: what was left out, as people call it.
    mutating func dropUnreadable(_ records: Records) -> [String] {
        func isReadable(_ query: Query) -> Bool { (try? records.present.statement(query)) != nil }
        var dropped: [String] = []
        if let filter = try? Filter(filter), filter != .all, !isReadable(Query(object.name, filter: filter)) {
            let parts = filter.parts.map { (part: $0, isReadable: isReadable(Query(object.name, filter: $0))) }
            dropped += parts.filter { !$0.isReadable }.map(\.part.text)
            self.filter = Filter.all(of: parts.filter(\.isReadable).map(\.part)).text
        }
        if let text = sort {
            let kept = Sort.parse(text).filter { isReadable(Query(object.name, sort: [$0])) }
            dropped += Sort.parse(text).filter { !kept.contains($0) }.map(\.path.text)
            sort = kept.isEmpty ? nil : kept.map(\.text).joined(separator: ",")
        }
        for path in [WritableKeyPath<ListState, String?>](arrayLiteral: \.group, \.foot) {
            guard let text = self[keyPath: path], !isReadable(Query(object.name, columns: SavedView.fields(text))) else { continue }
            dropped += SavedView.fields(text).map(\.text).filter { !dropped.contains($0) }
            self[keyPath: path] = nil
        }
        if let names = columns, !isReadable(Query(object.name, columns: names.map { FieldPath($0) })) {
            let kept = names.filter { isReadable(Query(object.name, columns: [FieldPath($0)])) }
            dropped += names.filter { !kept.contains($0) && !dropped.contains($0) }
            columns = kept.isEmpty ? nil : kept
        }
        return dropped
    }
}

extension ListLayout {
    /// How the same is offered in this layout.
    var label: Label {
        switch self {
        case .table: Label("The same as a table", ru: "То же таблицей")
        case .board: Label("The same as a board", ru: "То же доской")
        case .timeline: Label("The same as a timeline", ru: "То же по времени")
        }
    }

    var icon: Icon {
        switch self {
        case .table: .list
        case .board: .kanban
        case .timeline: .calendar
        }
    }
}
