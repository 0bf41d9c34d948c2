import Kit
import RecordEngine
import Upkeep
import Web

/// What is wrong with the records of an object, for programs.
enum QualityRoute {
    private static let finding: JSON = [
        "type": "object", "required": ["kind", "label", "filter", "count"],
        "properties": [
            "kind": ["enum": ["unowned", "missing", "invalid", "stale"]], "label": ["type": "string"], "filter": ["type": "string"],
            "count": ["type": "integer"], "field": CommonSchemas.orNull(["type": "string"]),
        ],
    ]

    static let quality = Route.api(
        .get, "/api/quality",
        Operation(
            id: "quality.read", tag: Label("Quality", ru: "Качество данных"),
            summary: Label(
                "What is missing, wrong, stale and nobody's, each with the filter of its rows",
                ru: "Чего не хватает, что неверно, устарело и ничьё — с фильтром для каждой группы строк"),
            parameters: [.query("object", ["type": "string"], Label("The object by its name.", ru: "Объект по имени."))],
            answer: [
                "type": "object", "required": ["data", "all"],
                "properties": ["data": ["type": "array", "items": finding], "all": ["type": "integer"]],
            ])
    ) { visit in
        try await visit.read { records, _ in
            let quality = try Quality(try records.object(visit.request.item("object") ?? ""), records)
            return .json { json in
                json.name("data")
                json.array { json in
                    for finding in quality.findings {
                        json.object { json in
                            json.name("kind")
                            json.string("\(finding.kind)")
                            json.name("label")
                            json.string(finding.label[records.principal.language])
                            json.name("filter")
                            json.string(finding.filter)
                            json.name("count")
                            json.int(Int64(finding.count))
                            json.name("field")
                            json.value(finding.field.map(JSON.string) ?? .null)
                        }
                    }
                }
                json.name("all")
                json.int(Int64(quality.all))
            }
        }
    }
}
