import Definitions
import Kit
import RecordEngine
import Upkeep
import Web

/// The recycle bin of one object, for programs.
struct DeletedRoutes {
    let object: ObjectDefinition

    var all: [Route] { [list, erase].map { $0.leadingOn(object) } }

    private var list: Route {
        .api(.get, "/api/\(object.path)/deleted", ObjectOperations(object).deleted) { [object] visit in
            let limit = try visit.request.limit(1...200, standard: 50)
            let place = try visit.request.item("after").map { text throws(Failure) in try DeletedPlace(text) }
            return try await visit.read { records, _ in
                _ = try records.object(object.name)
                let found = try records.deleted(object, search: visit.request.item("q"), after: place, limit: limit + 1)
                return .json { json in
                    json.name("data")
                    json.array { json in for record in found.prefix(limit) { json.deleted(record) } }
                    json.name("next")
                    json.optional(found.count > limit ? found.prefix(limit).last.map { DeletedPlace(after: $0).text } : nil)
                }
            }
        }
    }

    private var erase: Route {
        .api(.post, "/api/\(object.path)/:id/erase", ObjectOperations(object).erase) { [object] visit in
            let id = try visit.request.id()
            return try await visit.write { records, _ in
                try records.erase(object, id)
                return WebResponse(204)
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func deleted(_ record: DeletedRecord) {
        object { json in
            json.name("id")
            json.int(record.id)
            json.name("title")
            json.optional(record.title.isEmpty ? nil : record.title)
            json.name("deleted_at")
            json.string(record.deletedAt.iso)
            json.name("deleted_by")
            json.optional(record.author)
            json.name("batch")
            json.int(record.batch)
        }
    }
}
