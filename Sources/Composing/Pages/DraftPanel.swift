import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What a person began to write and has not sent, on the home page: each line leads to where it can be gone on with.
enum DraftPanel {
    static let panel = HomePanel(.side) { visit in
        guard let user = visit.principal.user else { return HTML() }
        let drafts = try Drafts.latest(of: user, in: visit.records.connection).compactMap { place, text in
            RecordLink(text: place).flatMap { link in visit.schema.object(link.object).map { (link: link, object: $0, text: text) } }
        }
        for draft in drafts { visit.titles.want(draft.link.object, [draft.link.id]) }
        // Of a record that is gone, or closed to this person now, nothing is said.
        let lines = try drafts.compactMap { draft -> HTML? in
            guard let about = try visit.titles.title(draft.link.object, draft.link.id) else { return nil }
            let url = visit.url(draft.object, draft.link.id)
            return visit.ui.relatedLine(draft.text.shortened(80), href: url, detail: "\(visit.say(draft.object.noun.singular)) · \(about)")
        }.prefix(20).joined()
        guard !lines.isEmpty else { return HTML() }
        return visit.ui.panel(visit.say(Label("Not sent yet", ru: "Начато и не отправлено")), isCard: true, visit.ui.relatedList(lines))
    }
}
