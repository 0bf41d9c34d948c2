package import Bulk
import Definitions
import Kit
package import Markup
package import Pages
package import RecordEngine

/// Records that a work of many batches, or its undo, left as they were, and why.
package struct KeptRecordList {
    private let visit: PageVisit

    package init(_ visit: PageVisit) { self.visit = visit }

    /// What the taking back of a work left.
    package func panel(_ undo: Turn, _ work: Via) throws -> HTML {
        guard undo.kept > 0 else { return HTML() }
        let shown = try Turns.kept(of: work, limit: 50, in: visit.records.connection)
        let title = visit.say(Label("Left as they are", ru: "Оставлены как есть"))
        return visit.ui.panel(title, count: visit.number(Int64(undo.kept)), isCard: true, try lines(shown))
    }

    func lines(_ kept: [KeptRecord]) throws -> HTML {
        for (object, records) in Dictionary(grouping: kept, by: \.object) { visit.titles.want(object, records.map(\.id)) }
        return visit.ui.relatedList(
            try kept.compactMap { record -> HTML? in
                guard let object = visit.schema.object(record.object) else { return nil }
                let title = try visit.titles.title(record.object, record.id) ?? visit.number(of: record.id)
                return visit.ui.relatedLine(title, href: URLPath(object.path) / record.id, detail: visit.say(record.reason))
            }.joined())
    }
}
