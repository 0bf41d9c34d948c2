import Attachments
import Bulk
import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// Values that a person copied from a spreadsheet, one under the other, put into a field of as many records; or the value of one record put
/// into the others. It is one action with one undo. What can't be taken stays as it was and is named, cell by cell.
struct PastedColumn {
    let frame: PageFrame
    let object: ObjectDefinition

    static let most = 500

    /// `field` and `id`s, with as many `value`s, or with the `source`, a record whose value all get. Answers with a line for each record that
    /// was refused, and the notice.
    func paste(_ visit: Visit) async throws -> WebResponse {
        let ids = visit.form.all("id").compactMap { Int64($0) }
        let values = visit.form.all("value")
        return try await visit.write { records, caller in
            let page = frame.pageVisit(visit, records, caller)
            let field = RecordForm.fields(of: records.current(object), caller.principal.role).first { $0.name == visit.form.first("field") }
            guard let field, !frame.omitted(object, isNew: false).contains(field.name) else { throw FormPages.mayNotChange }
            if field.holdsFiles {
                let text = Label("A file stands in one record. Add it there.", ru: "Файл относится к одной записи. Добавьте его в ней.")
                throw Failure.malformed(text)
            }
            let source = try visit.form.first("source").map { text in
                guard let id = Int64(text) else { throw Failure.notFound }
                return try records.record(object.name, id)[field.name]
            }
            guard !ids.isEmpty, source != nil || ids.count == values.count, ids.count <= PastedColumn.most else {
                throw Failure.malformed(
                    Label("Paste up to \(PastedColumn.most) values at once.", ru: "Вставляйте до \(PastedColumn.most) значений за раз."))
            }
            var (refused, failures): (HTML, [Failure]) = (HTML(), [])
            for (index, id) in ids.enumerated() {
                let before = records.writes
                do {
                    try put(source.map { .kept($0) } ?? .written(values[index]), field, id, records, page)
                } catch let failure as Failure where failure.isOfRecords && records.writes == before {
                    failures.append(failure)
                    let other = Label("This can't be taken.", ru: "Это значение не подходит.")
                    refused += "<li data-id=\"\(id)\">\(page.say(failure.reason(nil, else: other)))</li>"
                }
            }
            if records.batch == nil, let first = failures.first, failures.allSatisfy(PastedColumn.isClosed) { throw first }
            let toast = try records.batch.map { page.ui.toast(try frame.toast(try records.batch($0), page, next: nil)) }
            return .html("<ul class=\"pasted\">\(refused)</ul>\(toast)")
        }
    }

    private static func isClosed(_ failure: Failure) -> Bool {
        switch failure {
        case .notFound, .forbidden: true
        default: false
        }
    }

    private enum Value {
        case written(String)
        case kept(FieldValue)
    }

    private func put(_ value: Value, _ field: FieldDefinition, _ id: Int64, _ records: Records, _ page: PageVisit) throws {
        let draft: Draft
        switch value {
        case .written(let text):
            let sent = RecordForm(object, fields: [field], sent: Form(fields: [(field.name, text)]))
            draft = try sent.draft(records, page.context, role: page.principal.role)
        case .kept(let value): draft = Draft(records.current(object), [field.name: value])
        }
        _ = try records.update(id, draft) { draft, original in try DuplicateCheck.pass(draft, original, records, isAllowed: false) }
    }
}
