import Attachments
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// A record form laid out: one input for each field, by its type.
struct RecordFormView {
    let form: RecordForm
    let visit: PageVisit
    /// What is said of duplicates; nil for a form that is not a record's.
    var hints: DuplicateHints?
    private var ui: Components { visit.ui }

    /// - Parameters:
    ///   - more: what else the form carries.
    ///   - takesFiles: whether where it goes to, files may come along.
    ///   - behind: what stands behind its buttons; Enter presses the first of them.
    func html(
        action: URLPath, submit: Label, cancel: URLPath, more: HTML = HTML(), takesFiles: Bool = false, behind: HTML = HTML()
    ) throws -> HTML {
        noteTitles()
        var content = notices
        if let version = form.version { content += hidden("_version", "\(version)") }
        if let key = form.key { content += hidden("_key", key) }
        if let next = form.next { content += hidden("_next", next) }
        for name in form.with { content += hidden("_with", name) }
        for name in form.only { content += hidden("_only", name) }
        let bringsFiles = takesFiles && form.shownFields.contains(where: \.holdsFiles)
        for field in form.shownFields { content += try bringsFiles && field.holdsFiles ? files(field) : input(field) }
        content += more
        var anyway = HTML()
        if let hints {
            content += try hints.html()
            let label = visit.say(Label("Save anyway", ru: "Всё равно сохранить"))
            if try hints.mayPass { anyway = ui.button(label, attributes: " type=\"submit\" name=\"_duplicates\" value=\"allow\"") }
        }
        content += """
            <div class="form__actions">\(ui.button(visit.say(submit), .primary))\(anyway)\
            \(ui.linkButton(visit.say(Wording.cancel), cancel, .plain))</div>\(behind)
            """
        return ui.form(action, attributes: bringsFiles ? " enctype=\"multipart/form-data\"" : HTML(), content)
    }

    private func hidden(_ name: String, _ value: String) -> HTML { "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">" }

    /// What is wrong with the whole, and with fields that the form does not show.
    private var notices: HTML {
        var lines: [HTML] = []
        if let problem = form.problem { lines.append("<p>\(visit.say(problem))</p>") }
        let shown = Set(form.shownFields.map(\.name))
        for issue in form.issues where !shown.contains(issue.field) {
            let name = form.object.field(issue.field).map { visit.say($0.label) + ": " } ?? ""
            lines.append("<p>\(name)\(visit.say(issue.message))</p>")
        }
        let count = form.issues.count { shown.contains($0.field) }
        if count > 0 {
            let fields = Plural.russian(count, one: "поле", few: "поля", many: "полей")
            lines.append(
                "<p>\(visit.say(Label("Check \(count) \(count == 1 ? "field" : "fields").", ru: "Проверьте \(count) \(fields).")))</p>")
        }
        return lines.isEmpty ? HTML() : ui.notice(.bad, lines.joined())
    }

    private func place(_ field: FieldDefinition) -> FormField {
        var place = FormField(
            field.name, visit.say(field.label), help: form.notes[field.name] ?? field.help.map(visit.say),
            error: form.issue(of: field.name).map { visit.say($0.message) }, isRequired: field.isRequired
        )
        place.isFirst = field.name == form.shownFields.first?.name && form.issues.isEmpty
        return place
    }

    private func input(_ field: FieldDefinition) throws -> HTML {
        let texts = form.texts[field.name] ?? []
        let text = texts.first ?? ""
        var place = place(field)
        switch field.type.input {
        case .text: return ui.input(place, value: text)
        case .color: return ui.colorInput(place, value: text)
        case .duration: return ui.input(place, value: text, placeholder: "1:30")
        case .rating:
            let options = RatingType.range.map { Option("\($0)", field.type.format(.integer($0), visit.context)) }
            return ui.select(place, options, selected: text, empty: field.isRequired && !text.isEmpty ? nil : "—")
        case .address: return address(place, texts)
        case .json:
            place.isWide = true
            return ui.textArea(place, value: text)
        case .choices(let choices): return ui.checkboxes(place, choices.map { Option($0.value, visit.say($0.label)) }, selected: Set(texts))
        case .longText:
            place.isWide = true
            return ui.textArea(place, value: text)
        case .number: return ui.input(place, value: text, inputMode: "decimal")
        case .money: return money(place, texts)
        case .checkbox: return hidden(field.name, "0") + ui.checkbox(place, isOn: text == "1")
        case .day: return ui.input(place, isISO(text, length: 10) ? .date : .text, value: text)
        case .instant: return ui.input(place, isISO(text, length: 16) ? .dateTime : .text, value: text)
        case .email: return ui.input(place, value: text, inputMode: "email")
        case .phone: return ui.input(place, value: text, inputMode: "tel")
        case .url: return ui.input(place, value: text, inputMode: "url")
        case .list: return ui.textArea(place, value: text)
        case .choice(let choices):
            let options = choices.map { Option($0.value, visit.say($0.label)) }
            return ui.select(place, options, selected: text, empty: field.isRequired && !text.isEmpty ? nil : "—")
        case .reference(let target): return try reference(place, target, texts)
        case .references(let target):
            return ui.recordPicker(place, search: picker(target), selected: try picked(target, texts), isMultiple: true)
        case .link: return ui.recordPicker(place, search: picker(nil), selected: try pickedLink(text))
        }
    }

    /// The files that are there, each of which may be left out, and the place for more.
    private func files(_ field: FieldDefinition) throws -> HTML {
        var place = place(field)
        let kept = try picked(Attachment.object.name, form.texts[field.name] ?? [])
        place.name = FormFiles.input(field.name)
        let boxes = ui.choices(field.name, kept.map { Option($0.id, $0.label) }, selected: Set(kept.map(\.id)))
        let isMultiple = if case .references = field.type.input { true } else { false }
        return ui.fileDrop(place, accept: "", isMultiple: isMultiple, above: hidden(field.name, "") + boxes)
    }

    /// What can't be shown by a browser's own date field stays a text, so that nothing typed is lost.
    private func isISO(_ text: String, length: Int) -> Bool {
        text.isEmpty || text.utf8.count == length && Day(iso: String(text.prefix(10))) != nil
    }

    /// Where parts can't be told apart, as in a line that was refused, it stands in the street.
    private func address(_ place: FormField, _ texts: [String]) -> HTML {
        let labels = [
            Label("Postcode", ru: "Индекс"), Label("Region", ru: "Регион"), Label("City", ru: "Город"),
            Label("Street, house, flat", ru: "Улица, дом, квартира"), Label("Country", ru: "Страна"),
        ]
        let parts = texts.count == labels.count ? texts : ["", "", "", texts.first ?? "", ""]
        let inputs = zip(PostalAddress.names, zip(labels, parts)).map { name, part in
            FormPart("\(place.name)_\(name)", visit.say(part.0), value: part.1)
        }
        return ui.fieldGroup(place, inputs)
    }

    private func money(_ place: FormField, _ texts: [String]) -> HTML {
        let currency = texts.count > 1 ? texts[1] : visit.context.baseCurrency.code
        let usual = [visit.context.baseCurrency.code, "RUB", "USD", "EUR"]
        let codes = usual.enumerated().filter { usual.firstIndex(of: $0.element) == $0.offset }.map(\.element)
        let all = codes + Currency.all.map(\.code).filter { !codes.contains($0) }
        return ui.field(
            place,
            """
            <div class="input-group"><input class="input" value="\(texts.first ?? "")" inputmode="decimal"\(place.attributes)>\
            <select class="input input--select" name="\(place.name)_currency" aria-label="\(visit.say(Label("Currency", ru: "Валюта")))">\
            \(ui.options(all.map { Option($0, $0) }, selected: currency))</select></div>
            """
        )
    }

    /// A choice of a few, such as stages, or a search among many.
    private func reference(_ place: FormField, _ target: String, _ texts: [String]) throws -> HTML {
        guard let object = visit.schema.object(target), !object.isSearched || object.name == "role",
            let few = try RecordOptions(visit).few(object)
        else {
            return ui.recordPicker(place, search: picker(target), selected: try picked(target, texts))
        }
        // Where one must be chosen, the first is a good beginning; what somebody may do is nothing to begin with by chance.
        let startsEmpty = !place.isRequired || object.name == "role" && texts.isEmpty
        return ui.select(place, few, selected: texts.first ?? "", empty: startsEmpty ? "—" : nil)
    }

    private func picker(_ target: String?) -> URLPath { URLPath("search").query("object", target) }

    private func noteTitles() {
        for field in form.fields {
            guard let target = field.type.target else { continue }
            visit.titles.want(target, (form.texts[field.name] ?? []).compactMap { Int64($0) })
        }
    }

    private func picked(_ target: String, _ texts: [String]) throws -> [PickedRecord] {
        try texts.filter { !$0.isEmpty }.map { text in
            PickedRecord(text, try Int64(text).flatMap { try visit.titles.title(target, $0) } ?? text)
        }
    }

    private func pickedLink(_ text: String) throws -> [PickedRecord] {
        let parts = text.split(separator: ":")
        guard !text.isEmpty else { return [] }
        guard parts.count == 2, let id = Int64(parts[1]) else { return [PickedRecord(text, text)] }
        return [PickedRecord(text, try visit.titles.title(String(parts[0]), id) ?? text)]
    }
}

/// The records of an object that has only a few, to choose from.
struct RecordOptions {
    private static let most = 100
    private let visit: PageVisit

    init(_ visit: PageVisit) { self.visit = visit }

    /// Nil when there are too many to choose from. A stage is named with its pipeline where there are several.
    func few(_ object: ObjectDefinition) throws -> [Option]? {
        let group = object.fields.first { $0.isRequired && $0.type.target != nil && !$0.isReadOnly }
        let columns = [object.titleField] + (group.map { [$0.name] } ?? [])
        let sort =
            (group.map { [Sort(FieldPath($0.name))] } ?? []) + [
                Sort(FieldPath(object.listSort.field), descending: object.listSort.descending)
            ]
        let query = Query(object.name, sort: sort, columns: columns.map { FieldPath($0) }, withTitles: true, limit: RecordOptions.most)
        let (rows, next) = try visit.records.list(query) { row in
            (id: row.id, title: String(row.value(0)) ?? "", group: columns.count > 1 ? row.title(1) ?? "" : "")
        }
        guard next == nil else { return nil }
        let hasGroups = Set(rows.map(\.group)).count > 1
        return rows.map { Option("\($0.id)", hasGroups ? "\($0.group): \($0.title)" : $0.title) }
    }
}
