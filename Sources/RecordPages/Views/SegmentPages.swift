import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Views
import Web

/// Putting records of a list into a segment: the chosen ones, or all that the list has.
struct SegmentPages: Sendable {
    let frame: PageFrame
    let object: ObjectDefinition

    /// So many go into a segment at once.
    static let most = 5_000
    static let label = Label("Add to segment", ru: "В сегмент")

    /// Whether the visitor may put records into segments.
    static func mayAdd(_ object: ObjectDefinition, _ visit: PageVisit) -> Bool {
        object.isInNavigation && !visit.records.isPast && visit.principal.role.grant(SegmentEntry.object.name).create
    }

    static func url(_ object: ObjectDefinition) -> URLPath { URLPath(object.path) / "segment" }

    func ask(_ visit: Visit) async throws -> WebResponse {
        let items = visit.request.query
        return try await frame.respond(visit) { page in
            try content(page, items.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) }, [])
        }
    }

    private func content(_ page: PageVisit, _ sent: [(String, String)], _ issues: [FieldIssue]) throws -> PageContent {
        let ui = page.ui
        guard SegmentPages.mayAdd(object, page) else { throw Failure.forbidden(Label("You may not do that.", ru: "Вам это нельзя.")) }
        let chosen = sent.filter { $0.0 == "id" }.count
        let text = sent.first { $0.0 == "filter" }?.1 ?? ""
        let count =
            chosen > 0
            ? RecordCount(value: chosen, isExact: true)
            : try page.records.count(
                Query(object.name, filter: try Filter(text), search: sent.first { $0.0 == "q" }?.1), upTo: SegmentPages.most)
        let mine = Query(
            Segment.object.name, filter: try Filter("object = \(object.name.filterQuoted) and kind = \(Segment.fixed)"),
            sort: [Sort(FieldPath("title"))], columns: [FieldPath("title")], limit: 200)
        let known = try page.records.list(mine) { Option("\($0.id)", String($0.value(0)) ?? "") }.rows
        func problem(_ field: String) -> String? { issues.first { $0.field == field }.map { page.say($0.message) } }
        func value(_ name: String) -> String { sent.first { $0.0 == name }?.1 ?? "" }
        let choice = FormField("segment", page.say(Segment.object.noun.singular), error: problem("segment"))
        let name = FormField("title", page.say(Label("Or a new one", ru: "Или новый")), error: problem("title"))
        let status = FormField(
            "status", page.say(SegmentEntry.status.definition.label), help: SegmentEntry.status.definition.help.map(page.say))
        let hidden = sent.filter { ["id", "filter", "q"].contains($0.0) }.render {
            "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
        }
        let what = Label("Records: \(page.count(count))", ru: "Записей: \(page.count(count))")
        let title = page.say(SegmentPages.label)
        let form = ui.form(
            SegmentPages.url(object), class: "form form--single",
            """
            \(hidden)<p>\(page.say(what))</p>\(ui.select(choice, known, selected: value("segment"), empty: "—"))\
            \(ui.input(name, value: value("title")))\(ui.input(status, value: value("status")))\
            <div class="form__actions">\(ui.button(page.say(Wording.add), .primary))\
            \(ui.linkButton(page.say(Wording.cancel), ListState(object, filter: text).url, .plain))</div>
            """)
        return PageContent(title, object: object.name, status: issues.isEmpty ? 200 : 422, Layout.pageHead(title) + form)
    }

    func add(_ visit: Visit) async throws -> WebResponse {
        do {
            let (segment, batch) = try await visit.writeBatch { records, _ in
                let object = try records.object(self.object.name)
                let id = try target(visit.form, object, records)
                for record in try chosen(visit.form, object, records) {
                    let link = RecordLink(object: object.name, id: record)
                    if try records.isInSegment(id, link) { continue }
                    var draft = Draft(SegmentEntry.object, ["segment": .reference(id), "record": .link(link)])
                    let status = visit.form.first("status") ?? ""
                    draft[SegmentEntry.status] = status.isEmpty ? nil : status
                    try records.create(draft)
                }
                return id
            }
            return .see(ListState(object, filter: "segment = \(segment)").url, done: batch)
        } catch Failure.invalid(let issues) {
            let sent = visit.form.fields.map { ($0.name, $0.text) }
            return try await frame.respond(visit) { try content($0, sent, issues) }
        }
    }

    private func target(_ form: Form, _ object: ObjectDefinition, _ records: Records) throws -> Int64 {
        let title = (form.first("title") ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if title.isEmpty {
            guard let id = form.first("segment").flatMap({ Int64($0) }) else {
                throw Failure.invalid("segment", Label("Choose a segment, or name a new one.", ru: "Выберите сегмент или назовите новый."))
            }
            let known = try records.record(Segment.object.name, id)
            guard known[Segment.subject] == object.name, known[Segment.kind] == Segment.fixed else { throw Failure.notFound }
            return id
        }
        var draft = Draft(Segment.object)
        draft[Segment.title] = title
        draft[Segment.subject] = object.name
        return try records.create(draft).id
    }

    private func chosen(_ form: Form, _ object: ObjectDefinition, _ records: Records) throws -> [Int64] {
        let ids = form.all("id").compactMap { Int64($0) }
        var query = Query(
            object.name, filter: try Filter(form.first("filter") ?? ""), search: form.first("q"), limit: SegmentPages.most + 1)
        if !ids.isEmpty {
            query.filter = .compare(FieldPath("id"), .isIn, .list(ids.prefix(1_000).map { .number("\($0)", currency: nil) }))
        }
        let found = try records.list(query, make: \.id).rows
        guard found.count <= SegmentPages.most else {
            throw Failure.conflict(
                Label("At most 5,000 records at once; filter more.", ru: "Не больше 5000 записей за раз; уточните фильтр."))
        }
        return found
    }

    /// How many a segment has now, and the way to them.
    static let part = RecordPart(.composer, on: Segment.object.name) { view in
        let visit = view.visit
        guard let object = view.record[Segment.subject].flatMap({ visit.schema.object($0) }), visit.may(\.read, object.name),
            let filter = try? Filter("segment = \(view.record.id)"),
            let count = try? visit.records.count(Query(object.name, filter: filter))
        else { return HTML() }
        let line = visit.ui.relatedLine(
            visit.say(object.noun.plural), href: ListState(object, filter: filter.text).url, detail: visit.count(count))
        return visit.ui.panel(visit.say(Label("Now in the segment", ru: "Сейчас в сегменте")), isCard: true, visit.ui.relatedList(line))
    }
}
