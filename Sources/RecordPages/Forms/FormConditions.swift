import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Which fields a form leaves out as it is filled, by the conditions that administrators gave them. Without scripts all are there.
struct FormConditions {
    let form: RecordForm
    let visit: PageVisit

    /// What the form carries for the script; nothing where no field has a condition.
    func element(of record: Int64?) throws -> HTML {
        guard visit.records.engine.visible[form.object.name] != nil else { return HTML() }
        let url = (URLPath(form.object.path) / "conditions").query("id", record.map { "\($0)" })
        return "<form-conditions data-url=\"\(url)\" data-hidden=\"\(try hidden(record).joined(separator: " "))\"></form-conditions>"
    }

    /// The fields that are not asked for with what stands in the form.
    func hidden(_ id: Int64?) throws -> [String] {
        let (records, object) = (visit.records, form.object)
        guard let visible = records.engine.visible[object.name] else { return [] }
        let draft = try form.draft(records, visit.context, role: visit.principal.role)
        let record = try id.map { try records.record(object.name, $0) }
        let values = object.fields.map { draft.values[$0.name] ?? record?[$0.name] ?? .empty }
        let fields = visible.keys.sorted()
        let met = try records.met(fields.compactMap { visible[$0] }, by: values, of: object)
        return zip(fields, met).filter { !$0.1 }.map(\.0)
    }

    /// The answer to a form that was changed.
    static func answer(_ frame: PageFrame, _ object: ObjectDefinition, _ visit: Visit) async throws -> WebResponse {
        try await frame.answer(visit) { page in
            let current = try page.records.object(object.name)
            let form = RecordForm(sent: visit.form, of: current, page.principal.role)
            let hidden = try FormConditions(form: form, visit: page).hidden(page.item("id").flatMap { Int64($0) })
            return .fragment("<form-conditions data-hidden=\"\(hidden.joined(separator: " "))\"></form-conditions>")
        }
    }
}
