import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// Doing a verb to a record: a form for what it asks, and the deed.
struct VerbPages: Sendable {
    let frame: PageFrame
    let object: ObjectDefinition
    let verb: VerbDefinition

    func ask(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        return try await frame.respond(visit) { page in
            let record = try page.records.record(object.name, id)
            guard try page.records.may(\.update, record) else { throw FormPages.mayNotChange }
            var form = RecordForm(verb.form, fields: verb.inputs)
            for field in verb.inputs {
                let present = record[field.name]
                form.texts[field.name] = FieldTexts.texts(present, field, page.context)
            }
            form.version = record.version
            form.next = page.item("next")
            return try content(form, record, page)
        }
    }

    func act(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let isScript = visit.request.isFromScript
        do {
            return try await visit.write { records, caller in
                let sent = RecordForm(verb.form, fields: verb.inputs, sent: visit.form)
                let page = frame.pageVisit(visit, records, caller)
                let input = try sent.draft(records, page.context, role: caller.principal.role)
                let record = try records.perform(verb.name, on: object, id, input, ifVersion: sent.version)
                if isScript { return .html(try answer(page, record)) }
                return .see(visit.next ?? URLPath(object.path) / id, done: records.batch)
            }
        } catch let failure as Failure {
            guard !isScript, case .invalid = failure, !verb.inputs.isEmpty else { throw failure }
            return try await frame.respond(visit) { page in
                let record = try page.records.record(object.name, id)
                var form = RecordForm(verb.form, fields: verb.inputs, sent: visit.form)
                form.take(failure)
                return try content(form, record, page)
            }
        }
    }

    /// Pieces of the page that the script is on, and the notice with the way back.
    private func answer(_ page: PageVisit, _ record: Record) throws -> HTML {
        let pieces = try frame.pages.answers.first { $0.object == object.name && $0.verb == verb.name }?.render(page, record) ?? HTML()
        guard let id = page.records.batch else { return pieces }
        let toast = try frame.toast(try page.records.batch(id), page, next: nil)
        return pieces + page.ui.toast(toast)
    }

    private func content(_ form: RecordForm, _ record: Record, _ page: PageVisit) throws -> PageContent {
        let title = "\(page.say(verb.label)): \(record.title)"
        let url = URLPath(object.path) / record.id
        let html = try RecordFormView(form: form, visit: page).html(
            action: url / verb.name, submit: verb.label, cancel: form.next.flatMap { URLPath(local: $0) } ?? url)
        return PageContent(title, object: object.name, status: form.status, Layout.pageHead(title) + html)
    }
}
