import Definitions
import Kit
import Markup
import RecordEngine
import Web

/// Giving a record the values back that it had: all of a moment, or those of a field before an action.
enum RevertPages {
    /// Whether somebody may change the record, or bring it back where it is deleted.
    static func may(_ object: ObjectDefinition, _ record: Record, _ records: Records) throws -> Bool {
        let grant = records.principal.role.grant(object.name)
        if (try? records.record(object.name, record.id)) == nil { return grant.create && grant.delete != .none }
        return try records.may(\.update, record)
    }

    static func revert(_ object: ObjectDefinition, _ visit: Visit) async throws -> WebResponse {
        let id = try visit.recordID
        let item: @Sendable (String) -> String? = { name in visit.form.first(name) ?? visit.request.item(name) }
        let (_, batch) = try await visit.writeBatch { records, _ in
            let former: Records
            if let before = item("before").flatMap({ Int64($0) }) {
                former = try records.before(batch: before)
            } else {
                guard let moment = item("as_of") else { throw Failure.malformed(Label("“as_of” is missing.", ru: "Не указано «as_of».")) }
                former = try records.asOf(moment)
            }
            return try records.revert(object, id, to: former, fields: item("field").map { [$0] })
        }
        return .see(visit.next ?? URLPath(object.path) / id, done: batch)
    }
}
