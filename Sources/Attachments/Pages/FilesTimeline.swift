import Composing
import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What happened to the files of a record, in its timeline: added, replaced, renamed, taken away.
enum FilesTimeline {
    private static let shown = 40

    static let source = TimelineSource { view in
        let visit = view.visit
        guard Attachment.takes(view.record.object), visit.may(\.read, "file") else { return [] }
        let link = RecordLink(object: view.record.object.name, id: view.record.id)
        func history(lastOf ids: [Int64]? = nil, limit: Int) throws -> [(record: Record, entry: HistoryEntry)] {
            try visit.records.history(of: Attachment.object, by: Attachment.about.definition, leadingTo: link, lastOf: ids, limit: limit)
        }
        var entries = try history(limit: shown)
        if entries.count == shown {
            // What is pinned is shown however long ago it was, and what one has begun to say something of.
            let pins = view.pinned.keys.compactMap(RecordLink.init(text:)).filter { $0.object == "file" }.map(\.id)
            let begun = try visit.principal.user.map { try Drafts.ids(of: "file", by: $0, in: visit.records.connection) } ?? []
            let older = Set(pins + begun).subtracting(entries.map(\.record.id)).sorted()
            entries += try history(lastOf: older, limit: older.count)
        }
        visit.titles.want("user", entries.compactMap(\.entry.batch.author))
        var known: Set<Int64> = []
        return try entries.map { record, entry in
            var item = try item(record, entry, view)
            // Of a file that is there, what happened last stands for it.
            if known.insert(record.id).inserted, entry.kind != .deleted, entry.kind != .erased {
                item.event = TimelineEvent(RecordLink(object: Attachment.object.name, id: record.id))
            }
            return TimelineItem(at: entry.batch.at, item)
        }
    }

    private static func item(_ record: Record, _ entry: HistoryEntry, _ view: RecordView) throws -> TimelineEntry {
        let visit = view.visit
        let batch = entry.batch
        let author = try batch.author.flatMap { $0 == visit.principal.user ? visit.say(Wording.you) : try visit.titles.title("user", $0) }
        let isThere = entry.kind != .deleted
        let name: HTML = isThere ? "<a href=\"\(visit.url(Attachment.object, record.id))\">\(record.title)</a>" : HTML(text: record.title)
        let headline: HTML = "<strong>\(author ?? visit.say(Wording.system))</strong> · \(visit.say(words(entry))): \(name)"
        return TimelineEntry(
            isThere ? .paperclip : .trash, .gray, headline, timestamp: batch.at.iso, time: visit.clock(batch.at),
            actions: isThere ? HTML() : undo(batch, view))
    }

    /// What was taken away has no page on which it could be brought back.
    private static func undo(_ batch: Batch, _ view: RecordView) -> HTML {
        let (role, user) = (view.visit.principal.role, view.visit.principal.user)
        guard batch.undoneBy == nil, view.mayUpdate, role.administers || batch.author != nil && batch.author == user else { return HTML() }
        return view.ui.postButton(
            view.visit.say(Wording.undo), URLPath("batches") / batch.id / "undo", .plain, icon: .undo, fields: [("_next", view.url.text)])
    }

    private static func words(_ entry: HistoryEntry) -> Label {
        switch entry.kind {
        case .created: return Label("file added", ru: "добавлен файл")
        case .deleted: return Label("file deleted", ru: "удалён файл")
        case .erased: return Label("file erased for good", ru: "файл навсегда стёрт")
        case .restored: return Label("file restored", ru: "восстановлен файл")
        case .updated, .derived:
            let changed = entry.changes.map(\.field.name)
            if changed.contains("sha256") { return Label("new version of the file", ru: "новая версия файла") }
            if changed.contains("about") { return Label("file moved here", ru: "сюда перенесён файл") }
            return Label("file renamed", ru: "переименован файл")
        }
    }
}
