import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The pages on which records are made and changed.
struct FormPages: Sendable {
    let frame: PageFrame
    let object: ObjectDefinition
    private var list: URLPath { URLPath(object.path) }

    // A new record.

    func new(_ visit: Visit) async throws -> WebResponse {
        try await frame.respond(visit) { page in
            guard page.principal.role.grant(object.name).create else { throw FormPages.mayNotCreate(object) }
            return try newPage(.new(page.records.current(object), page), page)
        }
    }

    func create(_ visit: Visit) async throws -> WebResponse {
        if visit.form.first(FormFilling.order) != nil {
            return try await filled(visit) { page, form in
                guard page.principal.role.grant(object.name).create else { throw FormPages.mayNotCreate(object) }
                return try newPage(form, page)
            }
        }
        do {
            let (record, batch) = try await FormFiles.receive(visit) { files in
                try await visit.writeBatch { records, caller in
                    let sent = RecordForm(sent: visit.form, of: records.current(object), caller.principal.role)
                    let context = frame.pageVisit(visit, records, caller).context
                    let draft = try sent.draft(records, context, role: caller.principal.role)
                    let record = try records.create(draft, clientKey: sent.key.flatMap { $0.isEmpty ? nil : $0 }) { draft in
                        try DuplicateCheck.pass(draft, nil, records, isAllowed: sent.mayDouble)
                    }
                    // A form that was sent twice has brought its files before.
                    guard records.batch != nil else { return record }
                    var later = Draft(record.object)
                    try files.fill(&later, of: record.id, sent, records)
                    return later.values.isEmpty ? record : try records.update(record.id, later)
                }
            }
            return .see(visit.next ?? list / record.id, done: batch)
        } catch let failure as Failure {
            return try await again(visit, failure) { page, form in try newPage(form, page) }
        }
    }

    private func newPage(_ form: RecordForm, _ page: PageVisit) throws -> PageContent {
        let title = page.say(object.noun.new)
        let cancel = form.next.flatMap { URLPath(local: $0) } ?? list
        let shown = CustomFieldForm.asked(form, page).without(frame.omitted(object, isNew: true).union(CustomFieldForm.omitted(form)))
        let more = try FormConditions(form: form, visit: page).element(of: nil) + ComputedFieldHelp(form: form, visit: page).html(of: nil)
        let html = try RecordFormView(
            form: shown, visit: page, hints: DuplicateHints(form: form, original: nil, visit: page), aid: frame.aid(of: object)
        )
        .html(action: list / "new", submit: Wording.create, cancel: cancel, more: more, takesFiles: true)
        return PageContent(title, object: object.name, status: form.status, Layout.pageHead(title) + html)
    }

    // A record that there is.

    func edit(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        return try await frame.respond(visit) { page in
            let record = try page.records.record(object.name, id)
            guard try page.records.may(\.update, record) else { throw FormPages.mayNotChange }
            return try editPage(.edit(record, page).only(page.items.filter { $0.name == "only" }.map(\.value)), record, page)
        }
    }

    func update(_ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        if visit.form.first(FormFilling.order) != nil {
            return try await filled(visit) { page, form in
                let record = try page.records.record(object.name, id)
                guard try page.records.may(\.update, record) else { throw FormPages.mayNotChange }
                return try editPage(form, record, page)
            }
        }
        do {
            let (_, batch) = try await FormFiles.receive(visit) { files in
                try await visit.writeBatch { records, caller in
                    let sent = RecordForm(sent: visit.form, of: records.current(object), caller.principal.role)
                    guard let version = sent.version else { throw Failure.preconditionRequired }
                    let context = frame.pageVisit(visit, records, caller).context
                    var draft = try sent.draft(records, context, role: caller.principal.role)
                    try files.fill(&draft, of: id, sent, records)
                    return try records.update(id, draft, filledFrom: version) { draft, original in
                        try DuplicateCheck.pass(draft, original, records, isAllowed: sent.mayDouble)
                    }
                }
            }
            return .see(visit.next ?? list / id, done: batch)
        } catch let failure as Failure {
            return try await again(visit, failure) { page, form in
                let record = try page.records.record(object.name, id)
                return try editPage(form.besides(record, failure, page), record, page)
            }
        }
    }

    private func editPage(_ form: RecordForm, _ record: Record, _ page: PageVisit) throws -> PageContent {
        let title = page.say(Label("Edit: \(record.title)", ru: "Изменить: \(record.title)"))
        let url = list / record.id
        let shown = CustomFieldForm.asked(form, page).without(frame.omitted(object, isNew: false).union(CustomFieldForm.omitted(form)))
        let more =
            try FormConditions(form: form, visit: page).element(of: record.id) + ComputedFieldHelp(form: form, visit: page).html(of: record)
        let html = try RecordFormView(
            form: shown, visit: page, hints: DuplicateHints(form: form, original: record, visit: page), aid: frame.aid(of: object)
        )
        .html(action: url / "edit", submit: Wording.save, cancel: url, more: more, takesFiles: true)
        return PageContent(title, object: object.name, status: form.status, Layout.pageHead(title) + html)
    }

    /// The form again with what follows from what stands in it. Nothing is saved.
    private func filled(
        _ visit: Visit, _ content: @escaping @Sendable (PageVisit, RecordForm) throws -> PageContent
    ) async throws -> WebResponse {
        try await frame.respond(visit) { page in
            var form = RecordForm(sent: visit.form, of: page.records.current(object), page.principal.role)
            if let aid = frame.aid(of: object) { try form.fill(by: aid, page) }
            return try content(page, form)
        }
    }

    // What was refused.

    /// The form again with everything that was typed, and what is wrong. Other failures are pages of their own.
    private func again(
        _ visit: Visit, _ failure: Failure, _ content: @escaping @Sendable (PageVisit, RecordForm) throws -> PageContent
    ) async throws -> WebResponse {
        switch failure {
        case .invalid, .conflict, .stale: break
        default: throw failure
        }
        return try await frame.respond(visit) { page in
            var form = RecordForm(sent: visit.form, of: page.records.current(object), page.principal.role)
            form.take(failure)
            for name in Set(visit.form.files.filter { $0.size > 0 }.map(\.field)) {
                // A browser does not keep what was chosen.
                for field in form.fields where FormFiles.input(field.name) == name {
                    form.notes[field.name] = page.say(Label("Choose the file again.", ru: "Выберите файл ещё раз."))
                }
            }
            return try content(page, form)
        }
    }

    static func mayNotCreate(_ object: ObjectDefinition) -> Failure {
        .forbidden(Label("You may not create \(object.noun.english.many).", ru: "Вам нельзя создавать: \(object.noun.russian.many)."))
    }

    static let mayNotChange = Failure.forbidden(
        Label("You may see this record but not change it.", ru: "Эту запись вы можете видеть, но не менять."))
}

extension RecordForm {
    /// Notes why it was refused.
    mutating func take(_ failure: Failure) {
        switch failure {
        case .invalid(let found): issues = found
        case .conflict(let detail): problem = detail
        case .stale:
            problem = Label(
                "Somebody changed this in the meantime. Look at what differs and save again: your text will then stand.",
                ru: "Запись тем временем кто-то изменил. Посмотрите, что отличается, и сохраните ещё раз: тогда останется ваш вариант."
            )
        default: break
        }
    }

    /// After somebody else's change: what now stands in the fields that differ, and the version to save over.
    func besides(_ record: Record, _ failure: Failure, _ visit: PageVisit) throws -> RecordForm {
        guard case .stale = failure else { return self }
        let former = try version.flatMap { try visit.records.version($0, of: record) }
        var form = self
        form.version = record.version
        for field in fields where form.texts[field.name] != nil {
            let present = FieldTexts.texts(record[field.name], field, visit.context)
            let sent = (form.texts[field.name] ?? []).filter { !$0.isEmpty }
            guard present != sent else { continue }
            if let former, FieldTexts.texts(former[field.name], field, visit.context) == sent {
                form.texts[field.name] = present
                continue
            }
            let value = try visit.values.text(record[field.name], field)
            let shown = value.isEmpty ? visit.say(Wording.notSet) : value
            form.notes[field.name] = visit.say(Label("Now stands: \(shown)", ru: "Сейчас в записи: \(shown)"))
        }
        return form
    }

    var status: Int {
        if !issues.isEmpty { return 422 }
        return problem == nil ? 200 : 409
    }
}

extension Visit {
    /// The number of the record in the address. - Throws: `Failure.notFound` for anything else.
    package var recordID: Int64 {
        get throws(Failure) {
            try request.id()
        }
    }
}
