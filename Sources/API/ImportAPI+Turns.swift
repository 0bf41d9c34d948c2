import Bulk
import Definitions
import Exchange
import Kit
import RecordEngine
import Web

/// Beginning an import that was tried, taking one back, bringing it back.
extension ImportAPI {
    static let begin = Route.api(
        .post, "/api/imports/:id/start",
        Operation(
            id: "import.begin", tag: Label("Imports", ru: "Импорт"),
            summary: Label("Begins an import that was sent with dry_run", ru: "Начинает импорт, присланный с dry_run"),
            body: .init(schema: CommonSchemas.empty, isOptional: true), status: 202, answer: CommonSchemas.data(shape))
    ) { visit in
        let id = try visit.request.id()
        try await ImportUpload.start(id, visit)
        return try await visit.read { records, _ in try answer(id, records, status: 202) }
    }

    static let undo = turn(
        .undo,
        Label(
            "Takes everything back that an import did, but for records that somebody changed since",
            ru: "Отменяет всё, что сделал импорт, кроме записей, изменённых с тех пор"))
    static let redo = turn(.redo, Label("Brings an import back that was taken back", ru: "Возвращает отменённый импорт"))

    private static func turn(_ direction: Turn.Direction, _ summary: Label) -> Route {
        .api(
            .post, "/api/imports/:id/\(direction.rawValue)",
            Operation(
                id: "import.\(direction.rawValue)", tag: Label("Imports", ru: "Импорт"), summary: summary, parameters: [.idempotency],
                body: .init(schema: CommonSchemas.empty, isOptional: true), status: 202, answer: CommonSchemas.data(shape))
        ) { visit in
            let (id, kind) = (try visit.request.id(), visit.workspace.turning)
            return try await visit.order { records, body in
                try body.requireEmpty()
                let run = try ImportUpload.find(id, records.connection, records.principal)
                try Imports.turn(run, direction, kind, visit.workspace.jobs, by: records.principal.user, in: try records.writing())
                return try answer(id, records, status: 202)
            }
        }
    }

    static let kept = Route.api(
        .get, "/api/imports/:id/kept",
        Operation(
            id: "import.kept", tag: Label("Imports", ru: "Импорт"),
            summary: Label(
                "The records that were not taken back with an import, and why",
                ru: "Записи, которые не отменились вместе с импортом, и почему"),
            parameters: [.after, .limit(1...200, standard: 100)],
            answer: CommonSchemas.page(of: CommonSchemas.keptRecord))
    ) { visit in
        let id = try visit.request.id()
        let limit = try visit.request.limit(1...200, standard: 100)
        let place = KeptRecord.place(visit.request.item("after"))
        return try await visit.read { records, _ in
            let run = try ImportUpload.find(id, records.connection, records.principal)
            let kept = try Imports.kept(of: run.id, after: place, limit: limit, in: records.connection)
            return .kept(kept, limit: limit, records.principal.language)
        }
    }
}

extension Turn {
    var json: JSON {
        [
            "direction": .string(direction.rawValue), "running": .bool(isRunning), "done": .number("\(done)"), "total": .number("\(total)"),
            "kept": .number("\(kept)"),
        ]
    }
}

extension WebResponse {
    /// A page of records that stay as they are.
    static func kept(_ kept: [KeptRecord], limit: Int, _ language: Language) -> WebResponse {
        .json { json in
            json.name("data")
            json.array { json in
                for record in kept {
                    json.object { json in
                        json.name("object")
                        json.string(record.object)
                        json.name("id")
                        json.int(record.id)
                        json.name("reason")
                        json.string(record.reason[language])
                    }
                }
            }
            json.name("next")
            json.value(kept.count == limit ? kept.last.map { .string($0.place) } ?? .null : .null)
        }
    }
}
