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
        try await respond(visit) { page in
            guard page.principal.role.grant(object.name).create else { throw FormPages.mayNotCreate(object) }
            return .new(page.records.current(object), page)
        }
    }

    /// The page of a new record; for a script the short form that it shows over its own page.
    private func respond(_ visit: Visit, _ make: @escaping @Sendable (PageVisit) throws -> RecordForm) async throws -> WebResponse {
        guard visit.request.isFromScript else { return try await frame.respond(visit) { page in try newPage(try make(page), page) } }
        return try await visit.read { records, caller in
            let page = frame.pageVisit(visit, records, caller)
            let form = try make(page)
            let html = try QuickForm(frame: frame, object: object, visit: page).html(form, list: list, more: try more(form, page))
            return .html(html, status: form.status)
        }
    }

    func create(_ visit: Visit) async throws -> WebResponse {
        // Nothing is made yet: a text is read into the form, or the rest of the fields is wanted.
        if visit.form.first("_fill") != nil || visit.form.first("_whole") != nil {
            return try await respond(visit) { page in
                guard page.principal.role.grant(object.name).create else { throw FormPages.mayNotCreate(object) }
                var form = RecordForm(sent: visit.form, of: page.records.current(object), page.principal.role).only([])
                if visit.form.first("_fill") != nil { try form.fill(by: frame.aid(of: object), page) }
                return form
            }
        }
        if visit.request.isFromScript { return try await createInPlace(visit) }
        do {
            let (record, batch) = try await FormFiles.receive(visit) { files in
                try await visit.writeBatch { records, caller in
                    let (record, sent) = try make(visit, records, frame.pageVisit(visit, records, caller))
                    // A form that was sent twice has brought its files before.
                    guard records.batch != nil else { return record }
                    try sent.keepEnclosed(by: frame.aid(of: object), with: record, records)
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

    /// For a script: what was made, or the short form with what is wrong.
    private func createInPlace(_ visit: Visit) async throws -> WebResponse {
        do {
            return try await visit.write { records, caller in
                let page = frame.pageVisit(visit, records, caller)
                let (record, sent) = try make(visit, records, page)
                if records.batch != nil { try sent.keepEnclosed(by: frame.aid(of: object), with: record, records) }
                return .html(try QuickForm(frame: frame, object: object, visit: page).made(record))
            }
        } catch let failure as Failure {
            guard failure.isOfForm else { throw failure }
            return try await respond(visit) { page in
                var form = RecordForm(sent: visit.form, of: page.records.current(object), page.principal.role)
                form.take(failure)
                return form
            }
        }
    }

    private func make(_ visit: Visit, _ records: Records, _ page: PageVisit) throws -> (Record, RecordForm) {
        let sent = RecordForm(sent: visit.form, of: records.current(object), page.principal.role)
        let draft = try sent.draft(records, page.context, role: page.principal.role)
        let record = try records.create(draft, clientKey: sent.key.flatMap { $0.isEmpty ? nil : $0 }) { draft in
            try DuplicateCheck.pass(draft, nil, records, isAllowed: sent.mayDouble)
        }
        return (record, sent)
    }

    private func more(_ form: RecordForm, _ page: PageVisit) throws -> HTML {
        try FormConditions(form: form, visit: page).element(of: nil) + ComputedFieldHelp(form: form, visit: page).html(of: nil)
            + FormEnclosure(form: form, aid: frame.aid(of: object), visit: page).html()
    }

    private func newPage(_ form: RecordForm, _ page: PageVisit) throws -> PageContent {
        let title = page.say(object.noun.new)
        let cancel = form.next.flatMap { URLPath(local: $0) } ?? list
        let shown = CustomFieldForm.asked(form, page).without(frame.omitted(object, isNew: true).union(CustomFieldForm.omitted(form)))
        let html = try RecordFormView(form: shown, visit: page, hints: DuplicateHints(form: form, original: nil, visit: page))
            .html(
                action: list / "new", submit: Wording.create, cancel: cancel, more: try more(form, page), takesFiles: true,
                behind: FormFilling(form: form, aid: frame.aid(of: object), ui: page.ui).html())
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
        if visit.form.first("_fill") != nil {
            return try await frame.respond(visit) { page in
                let record = try page.records.record(object.name, id)
                guard try page.records.may(\.update, record) else { throw FormPages.mayNotChange }
                var form = RecordForm(sent: visit.form, of: page.records.current(object), page.principal.role)
                try form.fill(by: frame.aid(of: object), page)
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
                    let record = try records.update(id, draft, filledFrom: version) { draft, original in
                        try DuplicateCheck.pass(draft, original, records, isAllowed: sent.mayDouble)
                    }
                    try sent.keepEnclosed(by: frame.aid(of: object), with: record, records)
                    return record
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
            + FormEnclosure(form: form, aid: frame.aid(of: object), visit: page).html()
        let aid = form.isWhole ? frame.aid(of: object) : nil
        let html = try RecordFormView(form: shown, visit: page, hints: DuplicateHints(form: form, original: record, visit: page))
            .html(
                action: url / "edit", submit: Wording.save, cancel: url, more: more, takesFiles: true,
                behind: aid.map { FormFilling(form: form, aid: $0, ui: page.ui).html() } ?? HTML())
        return PageContent(title, object: object.name, status: form.status, Layout.pageHead(title) + html)
    }

    // What was refused.

    /// The form again with everything that was typed, and what is wrong. Other failures are pages of their own.
    private func again(
        _ visit: Visit, _ failure: Failure, _ content: @escaping @Sendable (PageVisit, RecordForm) throws -> PageContent
    ) async throws -> WebResponse {
        guard failure.isOfForm else { throw failure }
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

extension Failure {
    /// Whether the form is given again with what is wrong.
    fileprivate var isOfForm: Bool {
        switch self {
        case .invalid, .conflict, .stale: true
        default: false
        }
    }
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
