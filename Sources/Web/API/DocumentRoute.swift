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
            let own = visit.site.live.routes(visit.workspace, records.engine)
            return .json(APIDocument(routes: visit.site.routes + own, schema: records.schema).bytes)
        }
    }
}
