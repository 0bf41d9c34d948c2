import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The list that a record was opened from: the way back to it as it was, and to the records before and behind.
struct RecordWalk {
    private let list: ListState
    private let visit: PageVisit

    /// Nil when the visitor did not come from a list of these records.
    init?(_ object: ObjectDefinition, _ visit: PageVisit) {
        guard !visit.records.isPast, let query = visit.item("list") ?? RecordWalk.cameFrom(object, visit),
            let items = try? Form(urlEncoded: query.utf8)
        else { return nil }
        var list = ListState(
            object, filter: items.first("filter") ?? "", sort: items.first("sort"),
            columns: items.first("columns").map { $0.split(separator: ",").map(String.init) },
            view: items.first("view").flatMap { Int64($0) })
        list.search = items.first("q") ?? ""
        self.list = list
        self.visit = visit
    }

    private static func cameFrom(_ object: ObjectDefinition, _ visit: PageVisit) -> String? {
        guard let from = visit.cameFrom?.text.split(separator: "?", maxSplits: 1), from.first == "/\(object.path)" else { return nil }
        return from.count > 1 ? String(from[1]) : "filter="
    }

    func back(_ object: ObjectDefinition) -> Tab { Tab(visit.say(object.noun.plural), list.url) }

    /// The records before and behind; nothing for a record that the list does not show any more.
    func links(of id: Int64) throws -> HTML {
        let found: (previous: Int64?, next: Int64?)
        do {
            found = try visit.records.neighbours(of: id, in: list.query())
        } catch Failure.malformed {
            return HTML()
        }
        guard found.previous != nil || found.next != nil else { return HTML() }
        return visit.ui.recordWalk(previous: found.previous.map(url), next: found.next.map(url), here: url(id))
    }

    private func url(_ id: Int64) -> URLPath {
        let query = list.url.text.split(separator: "?", maxSplits: 1)
        return (URLPath(list.object.path) / id).query("list", query.count > 1 ? String(query[1]) : "filter=")
    }
}
