import Bulk
import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import Storage
import Tables
import Web

/// From the chosen rows of a list to a bulk change that is ready to be begun.
struct BulkPages: Sendable {
    let frame: PageFrame
    let object: ObjectDefinition

    /// The form by a link: for all that a list has found, and for one deed where the link names it.
    func ask(_ visit: Visit) async throws -> WebResponse {
        let sent = Form(fields: visit.request.query.map { ($0.name, $0.value) })
        return try await frame.respond(visit) { try asked(sent, $0) }
    }

    private func asked(_ sent: Form, _ page: PageVisit) throws -> PageContent {
        let form = try form(sent, page)
        return try deed(sent, page).map { try form.ask($0, try BulkForm.selection(sent)) } ?? form.choices()
    }

    private func form(_ sent: Form, _ page: PageVisit) throws -> BulkForm {
        BulkForm(frame: frame, object: try page.records.object(object.name), visit: page, sent: sent)
    }

    /// What a person who looks does not get from these: the deed that was named, or nil for one still to be chosen.
    private func deed(_ sent: Form, _ page: PageVisit) throws -> BulkDeed? {
        guard let name = sent.first("do"), !name.isEmpty else { return nil }
        let object = try page.records.object(object.name)
        guard let deed = BulkDeed.all(object, frame, page).first(where: { $0.kind.name == name }) else { throw FormPages.mayNotChange }
        return deed
    }

    func order(_ visit: Visit) async throws -> WebResponse {
        let sent = visit.form
        let selection = try BulkForm.selection(sent)
        let list = BulkForm.list(object, selection)
        switch sent.first("do") {
        case "segment": return .see(segment(selection).text)
        case "export": return .see(list.exportURL(.xlsx).text)
        default: break
        }
        let run: BulkRun?
        do {
            run = try await visit.write { records, caller in
                let page = frame.pageVisit(visit, records, caller)
                guard let deed = try deed(sent, page), deed.asked.fields.isEmpty || sent.first("_asked") == "1" else { return nil }
                let form = RecordForm(deed.asked.form, fields: deed.asked.fields, sent: sent)
                let draft = try form.draft(records, page.context, role: caller.principal.role)
                try draft.check()
                return try BulkRuns.create(deed.order(selection, draft), records)
            }
        } catch let failure as Failure {
            guard case .invalid = failure else { throw failure }
            return try await frame.respond(visit) { page in
                guard let deed = try deed(sent, page) else { throw failure }
                return try form(sent, page).ask(deed, selection, failure)
            }
        }
        guard let run else {
            return try await frame.respond(visit) { try asked(sent, $0) }
        }
        try await BulkDesk.rehearse(run, visit)
        return .see((BulkRunPages.url / run.id).query("next", visit.next?.text).text)
    }

    private func segment(_ selection: BulkOrder.Selection) -> URLPath {
        switch selection {
        case .ids(let ids): ids.reduce(SegmentPages.url(object)) { $0.query("id", $1) }
        case .found(let filter, let search): SegmentPages.url(object).query("filter", filter).query("q", search)
        }
    }
}
