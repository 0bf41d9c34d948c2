import Definitions
import Duplicates
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// On the page of a record: those that seem to be the same.
enum DuplicatePanel {
    static let part = RecordPart(.related, on: nil) { view in
        guard !view.record.object.matching.isEmpty, !view.visit.records.isPast else { return HTML() }
        let (visit, object) = (view.visit, view.record.object)
        let duplicates = try visit.records.duplicates(of: view.record, limit: 4)
        guard !duplicates.isEmpty else { return HTML() }
        let mayMerge = view.mayUpdate && visit.mayMerge(object)
        let lines = duplicates.render { duplicate in
            let own = URLPath(object.path) / duplicate.record.id
            let compare = (URLPath(object.path) / "merge").query("id", view.record.id).query("id", duplicate.record.id)
            let label = visit.say(Label("Compare and merge", ru: "Сравнить и объединить"))
            return visit.ui.relatedLine(
                duplicate.record.title, href: own, detail: DuplicateHints.reasons(duplicate.matches, visit).capitalizedFirst,
                trailing: mayMerge ? visit.ui.iconLink(.merge, "\(label): \(duplicate.record.title)", compare) : HTML())
        }
        return visit.ui.panel(visit.say(Label("Possible duplicates", ru: "Возможные дубли")), isCard: true, visit.ui.relatedList(lines))
    }
}
