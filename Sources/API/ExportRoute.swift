import Definitions
import Exchange
import Kit
import RecordEngine
import Web

enum ExportRoute {
    /// `GET /api/companies/export?format=xlsx`
    static func make(_ object: ObjectDefinition) -> Route {
        .api(.get, "/api/\(object.path)/export", ObjectOperations(object).export) { visit in
            let wish = visit.request.item("format") ?? "jsonl"
            guard let format = ExportFormat(rawValue: wish) else {
                let known = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure.malformed(Label("“format” is one of: \(known).", ru: "«format» — одно из: \(known)."))
            }
            return try await ExportAnswer.make(object, format, visit) { records, caller in
                let object = records.current(object)
                let request = try visit.request.seen(of: object, records)
                let names = try request.names("fields") ?? object.readableFields(caller.principal.role)
                return Query(
                    object.name, filter: try Filter(request.item("filter") ?? ""), search: request.item("q"),
                    sort: try RecordList.sort(request, object), columns: names.map { FieldPath($0) }
                )
            }
        }
    }
}
