import Definitions
import Exchange
import Kit
import Web

/// What the API's document says of one object's routes.
struct ObjectOperations {
    private let object: ObjectDefinition
    private let schemas: ObjectSchemas

    init(_ object: ObjectDefinition) {
        self.object = object
        schemas = ObjectSchemas(object: object)
    }

    var list: Operation {
        var page = CommonSchemas.page(of: record)
        if case .object(var members) = page, let place = members.firstIndex(where: { $0.name == "properties" }),
            case .object(let properties) = members[place].value
        {
            members[place].value = .object(properties + [("count", CommonSchemas.count)])
            page = .object(members)
        }
        return operation(
            "list", Label("Lists \(many)", ru: "Список: \(few)"),
            parameters: [
                .filter, .view, .search, .sort, .fields,
                .query(
                    "include", ["type": "string"],
                    Label(
                        "References shown as the records they lead to: company,owner.",
                        ru: "Ссылки, показанные как записи, на которые они ведут: company,owner.")),
                .limit(1...200, standard: 50), .after, .asOf,
                .query(
                    "count", ["enum": ["true", "exact", "false"]],
                    Label(
                        "Whether to count all that match: up to 10,000, or exactly.", ru: "Считать ли всё подходящее: до 10 000 или точно.")
                ),
            ], answer: page)
    }

    var export: Operation {
        let formats = ExportFormat.allCases.filter { $0.fits(object) }.map { JSON.string($0.rawValue) }
        return operation(
            "export",
            Label(
                "Writes all \(many) that match as a file, as many as there are",
                ru: "Записывает в файл всё подходящее, сколько бы ни было: \(few)"),
            parameters: [
                .query("format", ["enum": .array(formats), "default": "jsonl"], Label("Of the file.", ru: "Формат файла.")), .filter, .view,
                .search, .sort, .fields, .asOf,
                .query("delimiter", ["enum": [",", ";", "\t", "|"]], Label("Between the cells of CSV.", ru: "Между ячейками CSV.")),
            ])
    }

    var aggregate: Operation {
        let answer: JSON = [
            "type": "object", "required": ["data", "currency"],
            "properties": [
                "data": ["type": "array", "items": ["type": "object"]],
                "currency": [
                    "type": "string",
                    "description": .words(
                        "Amounts of money are in minor units of this currency.", ru: "Суммы — в копейках (младших единицах) этой валюты."),
                ],
            ],
        ]
        return operation(
            "aggregate", Label("Figures over groups of \(many)", ru: "Показатели по группам: \(few)"),
            parameters: [
                .filter, .view, .search,
                .query("group", ["type": "string"], Label("Up to four fields: stage,owner.", ru: "До четырёх полей: stage,owner.")),
                .query(
                    "measures", ["type": "string", "default": "count()"],
                    Label(
                        "count(), and filled, sum, avg, min or max of a field: count(),sum(amount).",
                        ru: "count(), а также filled, sum, avg, min или max поля: count(),sum(amount).")), .asOf,
            ], answer: answer)
    }

    var create: Operation {
        operation(
            "create", Label("Makes a \(object.noun.english.one)", ru: "Создаёт запись: \(object.noun.russian.one)"),
            parameters: [.idempotency, .clientKey] + recognized,
            body: .init(schema: CommonSchemas.reference(schemas.inputName)), status: 201, answer: CommonSchemas.data(record),
            headers: ["ETag", "Location"]
        )
    }

    var one: Operation {
        operation(
            "read", Label("One \(object.noun.english.one)", ru: "Одна запись: \(object.noun.russian.one)"), parameters: [.known, .asOf],
            answer: CommonSchemas.data(record), headers: ["ETag"])
    }

    var update: Operation {
        operation(
            "update", Label("Changes the fields that are sent", ru: "Меняет присланные поля"), parameters: [.version] + recognized,
            body: .init(schema: CommonSchemas.reference(schemas.patchName)), answer: CommonSchemas.data(record),
            headers: ["ETag"]
        )
    }

    var delete: Operation {
        operation("delete", Label("Deletes it; it can be restored", ru: "Удаляет; можно восстановить"), parameters: [.version], status: 204)
    }

    var restore: Operation {
        operation(
            "restore", Label("Brings a deleted one back", ru: "Возвращает удалённую запись"), parameters: [.idempotency],
            body: .init(schema: CommonSchemas.empty, isOptional: true),
            answer: CommonSchemas.data(record), headers: ["ETag"]
        )
    }

    var deleted: Operation {
        let record: JSON = [
            "type": "object", "required": ["id", "title", "deleted_at", "deleted_by", "batch"],
            "properties": [
                "id": ["type": "integer"], "title": ["type": ["string", "null"]], "deleted_at": ["type": "string", "format": "date-time"],
                "deleted_by": ["type": ["integer", "null"]], "batch": ["type": "integer"],
            ],
        ]
        return operation(
            "deleted",
            Label(
                "The \(many) that were deleted and can be brought back, the latest first",
                ru: "Удалённые, которые можно вернуть, последние сверху: \(few)"),
            parameters: [
                .query("q", ["type": "string"], Label("A part of the title.", ru: "Часть названия.")), .limit(1...200, standard: 50),
                .after,
            ],
            answer: CommonSchemas.page(of: record))
    }

    var erase: Operation {
        operation(
            "erase",
            Label(
                "Erases a deleted one for good, with all that was known of it",
                ru: "Стирает удалённую запись навсегда со всем, что о ней известно"), parameters: [], status: 204)
    }

    var history: Operation {
        operation(
            "history", Label("Who changed what, the newest first", ru: "Кто что изменил, новое сверху"),
            parameters: [.limit(1...200, standard: 50)],
            answer: [
                "type": "object", "required": ["data"], "properties": ["data": ["type": "array", "items": CommonSchemas.historyEntry]],
            ])
    }

    var access: Operation {
        operation(
            "access",
            Label(
                "Who may do what with one, and which role and rule say so", ru: "Кому что с ней можно и какая роль и правило так говорят"),
            parameters: [],
            answer: CommonSchemas.data(["type": "array", "items": CommonSchemas.access]))
    }

    var changes: Operation {
        operation(
            "changes",
            Label("What changed between two moments, record by record", ru: "Что изменилось между двумя моментами, запись за записью"),
            parameters: ChangeList.moments + [.limit(1...200, standard: 50), .after],
            answer: CommonSchemas.page(of: CommonSchemas.recordChange)
        )
    }

    var changesSummary: Operation {
        operation(
            "changes.summary",
            Label("Counts and sums of what changed between two moments", ru: "Число и суммы того, что изменилось между двумя моментами"),
            parameters: ChangeList.moments,
            answer: CommonSchemas.changeSummary)
    }

    var revert: Operation {
        operation(
            "revert", Label("Gives it the values back that it had at a moment", ru: "Возвращает значения, какими они были в некий момент"),
            parameters: [.idempotency, .optionalVersion],
            body: .init(schema: Reversion.schema), answer: CommonSchemas.data(record), headers: ["ETag"]
        )
    }

    func verb(_ verb: VerbDefinition) -> Operation {
        let isOptional = !verb.inputs.contains(where: \.isRequired)
        return operation(
            verb.name, verb.label, parameters: [.idempotency, .optionalVersion],
            body: .init(schema: ObjectSchemas.input(verb.inputs, isWhole: true), isOptional: isOptional),
            answer: CommonSchemas.data(record), headers: ["ETag"]
        )
    }

    private var recognized: [Operation.Parameter] { object.matching.isEmpty ? [] : [.duplicates] }
    private var many: String { object.noun.english.many }
    private var few: String { object.noun.russian.many }
    private var record: JSON { CommonSchemas.reference(schemas.name) }

    private func operation(
        _ name: String, _ summary: Label, parameters: [Operation.Parameter], body: Operation.Body? = nil, status: Int = 200,
        answer: JSON? = nil,
        headers: [String] = []
    ) -> Operation {
        Operation(
            id: "\(object.name).\(name)", tag: object.noun.plural, summary: summary, parameters: parameters, body: body, status: status,
            answer: answer, headers: headers
        )
    }
}
