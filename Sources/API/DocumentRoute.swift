import Kit
import RecordEngine
import Web

/// The API's own description.
enum DocumentRoute {
    static let document = Route.api(
        .get, "/api/openapi.json",
        Operation(
            id: "openapi", tag: Label("Me", ru: "Я"), summary: Label("This document", ru: "Этот документ"), answer: ["type": "object"]
        )
    ) { visit in
        try await visit.read { records, caller in
            // Programs know it in one language, a person reads it in the own one.
            let language = caller.session == nil ? .en : caller.language
            return .json(
                APIDocument(routes: visit.site.routes(visit.workspace, records.engine), schema: records.schema, language: language).bytes)
        }
    }
}
