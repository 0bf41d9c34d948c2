import Kit
import RecordEngine
import Web

/// The API's own description.
enum DocumentRoute {
    static let document = Route.api(
        .get, "/api/openapi.json",
        Operation(
            id: "openapi", tag: "Me", summary: "This document", answer: ["type": "object"]
        )
    ) { visit in
        try await visit.read { records, _ in
            .json(APIDocument(routes: visit.site.routes(visit.workspace, records.engine), schema: records.schema).bytes)
        }
    }
}
