import Bulk
import Definitions
import Kit
import RecordEngine
import Storage
import Web

/// Changing many records as one work, for programs: ordered, tried, looked at, taken back.
enum BulkRoutes {
    static let all = [state, skipped, start, undo, redo]

    private static let shape: JSON = [
        "type": "object", "required": ["id", "object", "state", "order", "total", "changed", "unchanged", "skipped", "reasons", "undone"],
        "properties": [
            "id": CommonSchemas.id, "object": ["type": "string"], "state": ["enum": ["trying", "tried", "running", "done"]],
            "order": ["type": "object"],
            "total": ["type": "integer", "description": .words("Records that are meant.", ru: "Сколько записей имеется в виду.")],
            "changed": ["type": "integer"],
            "unchanged": [
                "type": "integer", "description": .words("Records that were so already.", ru: "Сколько записей уже были такими."),
            ], "skipped": ["type": "integer"],
            "reasons": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["reason", "count"],
                    "properties": ["reason": ["type": "string"], "count": ["type": "integer"]],
                ],
            ],
            "undone": ["type": "boolean"],
            "undo": CommonSchemas.orNull([
                "type": "object", "required": ["direction", "running", "done", "total", "kept"],
                "properties": [
                    "direction": ["enum": ["undo", "redo"]], "running": ["type": "boolean"], "done": ["type": "integer"],
                    "total": ["type": "integer"], "kept": ["type": "integer"],
                ],
            ]),
        ],
    ]

    private static let order: JSON = [
        "type": "object", "additionalProperties": false,
        "properties": [
            "ids": ["type": "array", "items": CommonSchemas.id, "maxItems": .number("\(BulkOrder.mostNamed)")],
            "filter": [
                "type": "string",
                "description": .words(
                    "Instead of ids: all that match. An empty text means all there are.",
                    ru: "Вместо ids: все подходящие. Пустой текст означает вообще все."),
            ],
            "q": [
                "type": "string",
                "description": .words("With a filter: only what the search finds.", ru: "Вместе с filter: только то, что находит поиск."),
            ],
            "set": ["type": "object", "description": .words("Fields and their new values.", ru: "Поля и их новые значения.")],
            "add": [
                "type": "object",
                "description": .words(
                    "Fields of several values, and what is added: {\"tags\": [3]}.",
                    ru: "Поля с несколькими значениями и что добавить: {\"tags\": [3]}."),
            ],
            "remove": [
                "type": "object",
                "description": .words(
                    "Fields of several values, and what is taken off.", ru: "Поля с несколькими значениями и что убрать."),
            ],
            "verb": ["type": "string", "description": .words("A verb of the object: win.", ru: "Действие объекта: win.")],
            "values": ["type": "object", "description": .words("What the verb asks for.", ru: "Что спрашивает действие.")],
            "delete": ["const": true],
            "dry_run": [
                "type": "boolean",
                "description": .words(
                    "Only find out what would become of the records; /start then does it.",
                    ru: "Только выяснить, что станет с записями; выполнит потом /start."),
            ],
        ],
    ]

    /// `POST /api/deals/bulk`
    static func make(_ object: ObjectDefinition) -> Route {
        .api(
            .post, "/api/\(object.path)/bulk",
            Operation(
                id: "\(object.name).bulk", tag: object.noun.plural,
                summary: Label(
                    "Changes, deletes or does a verb to many \(object.noun.english.many), as one work that can be taken back",
                    ru:
                        "Меняет, удаляет или выполняет действие над многими записями одной работой, которую можно отменить: \(object.noun.russian.many)"
                ),
                parameters: [.idempotency], body: .init(schema: order), status: 202, answer: CommonSchemas.data(shape),
                headers: ["Location"])
        ) { visit in
            let jobs = visit.workspace.jobs
            return try await visit.order { records, body in
                _ = try records.object(object.name)
                var body = body
                let isDry = try take(&body, "dry_run")
                let run = try BulkRuns.create(BulkOrder(body, of: object.name), records)
                if isDry {
                    try BulkRuns.rehearse(run, jobs, in: records.writing())
                } else {
                    try BulkJobs.start(run, records, jobs, isAtOnce: false)
                }
                var response = try answer(run.id, records, status: 202)
                response.headers.append(("location", "/api/bulk/\(run.id)"))
                return response
            }
        }
    }

    private static func take(_ body: inout JSON, _ name: String) throws(Failure) -> Bool {
        guard case .object(let members) = body, let value = body[name] else { return false }
        guard case .bool(let isOn) = value else {
            throw .invalid(name, Label("“\(name)” is true or false.", ru: "«\(name)» — это true или false."))
        }
        body = .object(members.filter { $0.name != name })
        return isOn
    }

    private static let state = Route.api(
        .get, "/api/bulk/:id",
        Operation(
            id: "bulk.read", tag: Label("Bulk changes", ru: "Массовые изменения"),
            summary: Label(
                "How far a bulk change is, and what became of the records", ru: "Как идёт массовое изменение и что стало с записями"),
            parameters: [],
            answer: CommonSchemas.data(shape))
    ) { visit in
        let id = try visit.request.id()
        return try await visit.read { records, _ in try answer(id, records) }
    }

    private static let start = deed(
        "start", Label("Begins a bulk change that was tried with dry_run", ru: "Начинает массовое изменение, опробованное с dry_run")
    ) { id, records, workspace in
        try BulkJobs.start(BulkRuns.find(id, records), records, workspace.jobs, isAtOnce: false)
    }
    private static let undo = deed(
        "undo",
        Label(
            "Takes all of a bulk change back, but for records that were changed since",
            ru: "Отменяет массовое изменение, кроме записей, изменённых с тех пор")
    ) {
        id, records, workspace in
        try BulkDesk.order(id, .undo, records, workspace.turning, workspace.jobs)
    }
    private static let redo = deed(
        "redo", Label("Brings a bulk change back that was taken back", ru: "Возвращает отменённое массовое изменение")
    ) { id, records, workspace in
        try BulkDesk.order(id, .redo, records, workspace.turning, workspace.jobs)
    }

    private static func deed(_ name: String, _ summary: Label, _ order: @escaping @Sendable (Int64, Records, Workspace) throws -> Void)
        -> Route
    {
        .api(
            .post, "/api/bulk/:id/\(name)",
            Operation(
                id: "bulk.\(name)", tag: Label("Bulk changes", ru: "Массовые изменения"), summary: summary, parameters: [.idempotency],
                body: .init(schema: CommonSchemas.empty, isOptional: true), status: 202, answer: CommonSchemas.data(shape))
        ) { visit in
            let id = try visit.request.id()
            return try await visit.order { records, body in
                try body.requireEmpty()
                try order(id, records, visit.workspace)
                return try answer(id, records, status: 202)
            }
        }
    }

    private static let skipped = Route.api(
        .get, "/api/bulk/:id/skipped",
        Operation(
            id: "bulk.skipped", tag: Label("Bulk changes", ru: "Массовые изменения"),
            summary: Label(
                "The records that were or would be left as they are, and why",
                ru: "Записи, которые остались или останутся как есть, и почему"),
            parameters: [
                .query(
                    "by", ["enum": ["change", "undo"], "default": "change"],
                    Label("Left by the change itself, or by taking it back.", ru: "Оставлены самим изменением или его отменой.")), .after,
                .limit(1...200, standard: 100),
            ],
            answer: CommonSchemas.page(of: CommonSchemas.keptRecord))
    ) { visit in
        let id = try visit.request.id()
        let limit = try visit.request.limit(1...200, standard: 100)
        let place = KeptRecord.place(visit.request.item("after"))
        let byUndo = visit.request.item("by") == "undo"
        return try await visit.read { records, _ in
            let run = try BulkRuns.find(id, records)
            let kept = try Turns.kept(of: run.work, byUndo: byUndo, after: place, limit: limit, in: records.connection)
            return .kept(kept, limit: limit, records.principal.language)
        }
    }

    private static func answer(_ id: Int64, _ records: Records, status: Int = 200) throws -> WebResponse {
        let run = try BulkRuns.find(id, records)
        let reasons = try BulkRuns.reasons(of: id, in: records.connection)
        let isUndone = try BulkRuns.isTakenBack(id, in: records.connection)
        func number(_ value: Int) -> JSON { .number("\(value)") }
        let data: JSON = [
            "id": .number("\(run.id)"), "object": .string(run.order.object), "state": .string(run.state.rawValue), "order": run.order.json,
            "total": number(run.total), "changed": number(run.changed), "unchanged": number(run.unchanged), "skipped": number(run.skipped),
            "reasons": .array(reasons.map { ["reason": .string($0.reason[records.principal.language]), "count": number($0.count)] }),
            "undone": .bool(isUndone),
            "undo": run.undo?.json ?? .null,
        ]
        return .json(status: status) { json in
            json.name("data")
            json.value(data)
        }
    }
}
