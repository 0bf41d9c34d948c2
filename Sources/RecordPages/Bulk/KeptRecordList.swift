package import Bulk
import Definitions
import Jobs
package import Kit
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

extension PageVisit {
    /// How far a work is that goes on behind the scenes, and whether nothing goes on now.
    package func workProgress(_ url: URLPath, _ label: Label, _ done: Int, of total: Int) throws -> HTML {
        ui.liveProgress(
            url, label: say(label), done: done, of: total, detail: "\(number(Int64(done))) / \(number(Int64(total)))",
            notice: try JobQueue.heldSince(in: records.connection).map { ui.notice(.warning, HTML(text: say(held($0)))) } ?? HTML())
    }

    private func held(_ since: Instant) -> Label {
        let moment = moment(since)
        let what = Label(
            "All works of this workspace are held since \(moment), as after the restore of a backup; this one waits.",
            ru: "С \(moment) все фоновые работы пространства придержаны, как после восстановления из копии; эта ждёт.")
        guard principal.role.administers else { return what }
        return Label(
            "\(what.en) Whoever runs Krug lets them go on by the command krug release.",
            ru: "\(what.ru) Их отпускает команда krug release на сервере.")
    }
}
