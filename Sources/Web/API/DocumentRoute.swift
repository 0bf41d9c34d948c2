import Kit
import RecordEngine

/// The API's own description.
enum DocumentRoute {
    static let document = Route.api(
        .get, "/api/openapi.json",
        Operation(
            id: "openapi", tag: "Me", summary: "This document", answer: ["type": "object"]
        )
    ) { visit in
        try await visit.read { records, _ in
            var json = JSONWriter(capacity: 1 << 18)
            json.value(APIDocument(routes: visit.site.routes, schema: records.schema).json)
            return .json(json.bytes)
        }
    }
}
