import Composing
import Definitions
import Kit
import RecordEngine
import Web

/// What a script sends while somebody writes about a record, and what becomes of it when it is sent.
enum DraftPages {
    static let keep = Route(.post, "/drafts", .signedIn, for: .people) { visit in
        try await visit.write { records, caller in
            guard let user = caller.principal.user else { throw Failure.signInRequired }
            guard let form = visit.form.first("form"), form.utf8.count <= 40, let place = visit.form.first("place"), let link = RecordLink(text: place)
            else { throw Failure.malformed(Label("Say what the draft is of.", ru: "Укажите, чей это черновик.")) }
            _ = try records.record(link.object, link.id)
            let fields = visit.form.fields.filter { !["form", "place", "_csrf"].contains($0.name) && $0.name.utf8.count <= 40 }
            guard fields.count <= 20, fields.reduce(0, { $0 + $1.text.utf8.count }) <= Drafts.mostBytes else {
                throw Failure.tooLarge(Label("This is too long for a draft.", ru: "Для черновика это слишком длинно."))
            }
            let texts = Dictionary(fields.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
            try Drafts.keep(texts, form, at: link.text, of: user, in: try records.writing())
        }
        return WebResponse(204)
    }

    /// Forgets the draft that a form came from.
    static func drop(sentWith form: Form, _ records: Records) throws {
        guard let name = form.first("_draft"), let about = form.first("about").flatMap(RecordLink.init(text:)), let user = records.principal.user
        else { return }
        try Drafts.drop(name, at: about.text, of: user, in: try records.writing())
    }
}
