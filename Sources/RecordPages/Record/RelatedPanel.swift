import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The first few records of another object that refer to this one, and the way to all of them.
struct RelatedPanel {
    private static let shown = 5
    let list: RelatedList
    let view: RecordView
    private var visit: PageVisit { view.visit }

    func html() throws -> HTML {
        guard let object = visit.schema.object(list.object), let field = object.field(list.field), visit.may(\.read, object.name),
            visit.principal.role.access(object.name, field.name) >= .read
        else { return HTML() }
        let filter = "\(field.name) = \(view.record.id)"
        let details = self.details(object, field)
        // What only links two others, such as a place of work, is known by the other one.
        let isLink = !object.isInNavigation && object.fields.count { $0.isRequired && $0.type.target != nil } > 1
        let query = Query(
            object.name, filter: try Filter(filter), sort: [Sort(FieldPath("id"), descending: true)],
            columns: ([object.titleField] + details.map(\.name)).map { FieldPath($0) }, withTitles: true, limit: RelatedPanel.shown
        )
        let (rows, next) = try visit.records.list(query) { row in
            (id: row.id, title: String(row.value(0)) ?? "", details: details.indices.map { self.detail(row, $0 + 1) })
        }
        let lines = rows.render { row in
            let known = ([row.title] + row.details).filter { !$0.isEmpty }
            let titles = !isLink || known.count < 2 ? known : [known[1], known[0]] + known.dropFirst(2)
            return visit.ui.relatedLine(titles.first ?? "", href: visit.url(object, row.id), detail: titles.dropFirst().joined(separator: " · "))
        }
        let all = ListState(object, filter: filter, asOf: visit.asOf).url
        let count = next == nil ? RecordCount(value: rows.count, isExact: true) : try visit.records.count(Query(object.name, filter: try Filter(filter)))
        var content = rows.isEmpty ? "<p class=\"muted\">\(visit.say(Wording.emptyColumn))</p>" : visit.ui.relatedList(lines)
        if next != nil { content += visit.ui.wayToAll(visit.count(count), all) }
        return visit.ui.panel(visit.say(list.title ?? object.noun.plural), count: rows.isEmpty ? nil : visit.count(count), action: add(object, field), content)
    }

    private func add(_ object: ObjectDefinition, _ field: FieldDefinition) -> HTML {
        let isOpen = object.dependence?.field != field.name || view.mayUpdate
        guard isOpen, visit.principal.role.grant(object.name).create, object.beginsWithForm, !field.isReadOnly else { return HTML() }
        let url = (URLPath(object.path) / "new").query(field.name, view.record.id).query("next", view.url.text)
        return visit.ui.iconLink(.plus, visit.say(object.noun.new), url)
    }

    /// The references and the amount that tell the lines apart.
    private func details(_ object: ObjectDefinition, _ field: FieldDefinition) -> [FieldDefinition] {
        let readable = object.fields.filter { visit.principal.role.access(object.name, $0.name) >= .read && $0.name != field.name }
        let references = readable.filter { other in
            if case .reference(let target) = other.type.input { return target != "user" && object.listColumns.contains(other.name) } else { return false }
        }
        let amounts = readable.filter { $0.type.input == .money && object.listColumns.contains($0.name) }
        return Array(references.prefix(2)) + amounts.prefix(1)
    }

    private func detail(_ row: ListRow, _ index: Int) -> String {
        if let title = row.title(index) { return title }
        guard case .money(let money) = row.value(index) else { return "" }
        return money.formatted(visit.ui.language, trimmingZeros: true)
    }
}
