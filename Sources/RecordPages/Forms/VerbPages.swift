import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Doing a verb to a record: a form for what it asks, and the deed.
struct VerbPages: Sendable {
    let frame: PageFrame
    let object: ObjectDefinition
    let verb: VerbDefinition

    func ask(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        return try await respond(visit) { page in
            let record = try page.records.record(object.name, id)
            guard try page.records.may(\.update, record) else { throw FormPages.mayNotChange }
            let asked = page.items.filter { $0.name == "with" }.map(\.value)
            let more = missing(asked, page)
            var form = RecordForm(verb.form, fields: verb.inputs + more)
            for field in form.fields {
                let given = page.items.filter { $0.name == field.name && !$0.value.isEmpty }.map(\.value)
                form.texts[field.name] = given.isEmpty ? FieldTexts.texts(record[field.name], field, page.context) : given
            }
            form.with = more.map(\.name)
            form.version = record.version
            form.next = page.item("next")
            guard !more.isEmpty else { return try content(form, record, page) }
            form.problem = Label("Fill in what is missing.", ru: "Заполните то, чего не хватает.")
            let idle = verb.inputs.filter { field in !field.isRequired && !page.items.contains { $0.name == field.name && !$0.value.isEmpty } }
            return try content(form.without(Set(idle.map(\.name))), record, page, status: 200)
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
                let isFilled = try fill(id, sent.version, visit, records, page)
                let record = try records.perform(verb.name, on: object, id, input, ifVersion: isFilled ? nil : sent.version)
                if isScript { return .html(try answer(page, record, visit.cameFrom)) }
                return .see(visit.next ?? URLPath(object.path) / id, done: records.batch)
            }
        } catch let failure as Failure {
            guard case .invalid(let issues) = failure else { throw failure }
            let names = issues.map(\.field).filter { name in !verb.inputs.contains { $0.name == name } } + visit.form.all("_with")
            // A form that a script shows in place is given again with what is wrong.
            if isScript, visit.form.all("_with").isEmpty {
                guard !names.isEmpty else { throw failure }
                return try await elsewhere(names, id, visit)
            }
            guard !verb.inputs.isEmpty || !names.isEmpty else { throw failure }
            return try await respond(visit) { page in
                let record = try page.records.record(object.name, id)
                let more = missing(names, page)
                var form = RecordForm(verb.form, fields: verb.inputs + more, sent: visit.form)
                for field in more where form.texts[field.name] == nil {
                    form.texts[field.name] = FieldTexts.texts(record[field.name], field, page.context)
                }
                form.with = more.map(\.name)
                form.take(failure)
                return try content(form, record, page)
            }
        }
    }

    /// A page with the form; for a script the form alone.
    private func respond(_ visit: Visit, _ content: @escaping @Sendable (PageVisit) throws -> PageContent) async throws -> WebResponse {
        guard visit.request.isFromScript else { return try await frame.respond(visit, content) }
        return try await visit.read { records, caller in
            let content = try content(frame.pageVisit(visit, records, caller))
            return .html(content.html, status: content.status)
        }
    }

    /// The fields of the record that the verb can't do without, as the person may fill them.
    private func missing(_ names: [String], _ page: PageVisit) -> [FieldDefinition] {
        let inputs = Set(verb.inputs.map(\.name))
        let fields = RecordForm.fields(of: page.records.current(object), page.principal.role)
        return fields.filter { names.contains($0.name) && !inputs.contains($0.name) }
    }

    /// Fills what the form asked for beyond the verb, in the same batch. Whether there was anything.
    private func fill(_ id: Int64, _ version: Int64?, _ visit: Visit, _ records: Records, _ page: PageVisit) throws -> Bool {
        let fields = missing(visit.form.all("_with"), page)
        guard !fields.isEmpty else { return false }
        let sent = RecordForm(records.current(object), fields: fields, sent: visit.form)
        records.action = "\(object.name).\(verb.name)"
        try records.update(id, try sent.draft(records, page.context, role: page.principal.role), ifVersion: version)
        return true
    }

    /// Leads a script to the form that asks for what is missing.
    private func elsewhere(_ names: [String], _ id: Int64, _ visit: Visit) async throws -> WebResponse {
        var url = URLPath(object.path) / id / verb.name
        for field in verb.inputs { for text in visit.form.all(field.name) { url = url.query(field.name, text) } }
        for name in names { url = url.query("with", name) }
        let html: HTML = "<a data-ask href=\"\(url.query("next", visit.cameFrom?.text))\"></a>"
        return .html(html, status: 422)
    }

    /// Pieces of the page that the script is on, and the notice with the way back.
    private func answer(_ page: PageVisit, _ record: Record, _ back: URLPath?) throws -> HTML {
        let pieces = try frame.pages.answers.first { $0.object == object.name && $0.verb == verb.name }?.render(page, record) ?? HTML()
        guard let id = page.records.batch else { return pieces }
        let toast = try frame.toast(try page.records.batch(id), page, next: nil, back: back)
        return pieces + page.ui.toast(toast)
    }

    private func content(_ form: RecordForm, _ record: Record, _ page: PageVisit, status: Int? = nil) throws -> PageContent {
        let title = "\(page.say(verb.label)): \(record.title)"
        let url = URLPath(object.path) / record.id
        let html = try RecordFormView(form: form, visit: page).html(
            action: url / verb.name, submit: verb.label, cancel: form.next.flatMap { URLPath(local: $0) } ?? url)
        return PageContent(title, object: object.name, status: status ?? form.status, Layout.pageHead(title) + html)
    }
}
