import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Upkeep

/// What says on the page of a record that it is in the archive, since when and by whom, and the ways there and back.
enum ArchivePart {
    static let offers = [
        VerbOffer("archive", on: nil, done: Label("Moved to the archive", ru: "Отправлено в архив")) { $0[ObjectDefinition.archivedAt] == nil }
            .inMenu { !$0.asksForArchived },
        VerbOffer("unarchive", on: nil, done: Label("Back from the archive", ru: "Возвращено из архива")) {
            $0[ObjectDefinition.archivedAt] != nil
        }.inMenu { $0.asksForArchived },
    ]

    static let part = RecordPart(.head, on: nil) { view in
        let (record, visit) = (view.record, view.visit)
        guard let field = record.object.field(ObjectDefinition.archivedAt.name), let moment = record[ObjectDefinition.archivedAt] else {
            return HTML()
        }
        let author = try Archive.author(of: record, visit.records).flatMap { try visit.titles.title("user", $0) }
        let when = try visit.values.text(.instant(moment), field)
        let who = author.map { " (\($0))" } ?? ""
        let text = Label(
            "In the archive since \(when)\(who). Lists, figures and search leave it out.",
            ru: "В архиве с \(when)\(who). Списки, итоги и поиск эту запись не показывают.")
        let back: HTML =
            view.mayUpdate && !visit.records.isPast
            ? visit.ui.postButton(visit.say(Label("Bring back", ru: "Вернуть")), view.url / Archive.unarchive.definition.name, icon: .unarchive)
            : HTML()
        return visit.ui.notice(.info, "<p>\(visit.say(text))</p>\(back)")
    }
}
