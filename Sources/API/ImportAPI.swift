import Definitions
import Exchange
import Kit
import RecordEngine
import Storage
import Web

/// Importing by programs: a table in the body, then its state.
enum ImportAPI {
    static let shape: JSON = [
        "type": "object", "required": ["id", "state", "rows", "counts"],
        "properties": [
            "id": CommonSchemas.id, "state": ["enum": ["new", "running", "done"]], "file_name": ["type": "string"],
            "rows": ["type": "integer"],
            "counts": ["type": "object"], "reasons": ["type": "array", "items": ["type": "object"]],
            "preview": CommonSchemas.orNull([
                "type": "object", "required": ["running", "counts"],
                "properties": ["running": ["type": "boolean"], "counts": ["type": "object"]],
            ]),
            "undo": CommonSchemas.orNull([
                "type": "object", "required": ["direction", "running", "done", "total", "kept"],
                "properties": [
                    "direction": ["enum": ["undo", "redo"]], "running": ["type": "boolean"], "done": ["type": "integer"],
                    "total": ["type": "integer"], "kept": ["type": "integer"],
                ],
            ]),
        ],
    ]

    static let all = [start, begin, state, lines, cells, rejected, correct, undo, redo, kept]

    /// Said by the sender; what the table really is, its bytes tell.
    private static let types = [
        "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/vcard", "application/x-ndjson",
        "application/jsonl",
        "application/octet-stream",
    ]

    static let start = Route.api(
        .post, "/api/imports",
        Operation(
            id: "import.start", tag: Label("Imports", ru: "Импорт"),
            summary: Label(
                "Imports a table, up to 1 GB, sent as the body: XLSX, CSV, VCF or JSON Lines",
                ru: "Загружает таблицу до 1 ГБ из тела запроса: XLSX, CSV, VCF или JSON Lines"),
            parameters: [
                .query(
                    "mapping", ["type": "string"],
                    Label(
                        "How columns fill fields, as JSON; guessed by their names without it.",
                        ru: "Как столбцы заполняют поля, в JSON; без него угадывается по именам.")),
                .query(
                    "object", ["type": "string"],
                    Label("What the rows are about, for the guess: company.", ru: "О чём строки, для угадывания: company.")),
                .query("name", ["type": "string"], Label("What to call the file.", ru: "Как назвать файл.")),
                .query(
                    "dry_run", ["type": "boolean"],
                    Label(
                        "Only find out what would become of the rows; /start then imports.",
                        ru: "Только узнать, что станет со строками; затем /start загружает.")),
            ],
            body: .init(schema: ["type": "string", "format": "binary"], mediaType: "application/octet-stream"), status: 202,
            answer: CommonSchemas.data(shape)
        )
    ) { visit in
        let type = visit.request.headers["content-type"]?.split(separator: ";").first.map { String($0).trimmed.lowercased() } ?? ""
        guard types.contains(type) else {
            let known = types.joined(separator: ", ")
            throw Failure.unsupportedType(
                Label(
                    "Send the table with one of the Content-Types: \(known).", ru: "Пришлите таблицу с одним из Content-Type: \(known)."
                ))
        }
        let wish = try visit.request.item("mapping").map { text throws(Failure) in try ImportMapping(text: text) }
        // A large body is read only from those who may send one.
        try await visit.read { records, _ in
            guard ImportUpload.mayImport(records) else { throw ImportUpload.refusal }
        }
        let isDry = try visit.request.flag("dry_run")
        let table = try await visit.request.file(upTo: ImportUpload.limit)
        let id = try await ImportUpload.keep(table, named: visit.request.item("name") ?? "api", visit)
        do {
            return try await start(id, wish, isDry: isDry, visit)
        } catch let failure as Failure {
            // What is refused leaves nothing behind.
            try await visit.transact { tx, _ in try Imports.forget(id, in: tx) }
            throw failure
        }
    }

    private static func start(_ id: Int64, _ wish: ImportMapping?, isDry: Bool, _ visit: Visit) async throws -> WebResponse {
        let workspace = visit.workspace
        return try await visit.write { records, caller in
            let run = try ImportUpload.find(id, records.connection, caller.principal)
            let file = try Imports.look(id, in: records.connection)
            let object = try visit.request.item("object").map { name throws(Failure) in try records.object(name).name }
            let mapping = wish ?? .guessed(file, schema: records.schema, object: object, speaker: caller.language)
            let issues = try ImportCheck(mapping, file, records).issues
            guard issues.isEmpty else { throw Failure.invalid(issues) }
            let tx = try records.writing()
            if isDry {
                try Imports.rehearse(run, mapping, workspace.rehearsing, workspace.jobs, in: tx)
            } else {
                try Imports.start(run, mapping, workspace.importing, workspace.jobs, in: tx)
            }
            return try answer(id, records, status: 202)
        }
    }

    static let state = Route.api(
        .get, "/api/imports/:id",
        Operation(
            id: "import.state", tag: Label("Imports", ru: "Импорт"),
            summary: Label("How far an import is, and what became of its rows", ru: "Как идёт импорт и что стало со строками"),
            answer: CommonSchemas.data(shape))
    ) { visit in
        let id = try visit.request.id()
        return try await visit.read { records, _ in try answer(id, records, status: 200) }
    }

    static func answer(_ id: Int64, _ records: Records, status: Int) throws -> WebResponse {
        let run = try ImportUpload.find(id, records.connection, records.principal)
        let reasons =
            try Imports.reasons(of: id, rejections: true, in: records.connection)
            + Imports.reasons(of: id, rejections: false, in: records.connection)
        return .json(status: status) { json in
            json.name("data")
            json.object { json in
                json.name("id")
                json.int(run.id)
                json.name("state")
                json.string(run.state.rawValue)
                json.name("file_name")
                json.string(run.fileName)
                json.name("rows")
                json.int(Int64(run.rows))
                json.name("counts")
                json.value(run.counts.json)
                json.name("reasons")
                json.array { json in for reason in reasons { json.reason(reason, records.principal.language) } }
                json.name("preview")
                json.value(run.preview.map { ["running": .bool(!$0.isDone), "counts": $0.counts.json] } ?? .null)
                json.name("undo")
                json.value(run.undo?.json ?? .null)
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func reason(_ reason: ImportReason, _ language: Language) {
        object { json in
            json.name("column")
            json.string(reason.column)
            json.name("reason")
            json.string(reason.reason[language])
            json.name("example")
            json.string(reason.example)
            json.name("first_row")
            json.int(Int64(reason.firstRow))
            json.name("count")
            json.int(Int64(reason.count))
        }
    }
}
