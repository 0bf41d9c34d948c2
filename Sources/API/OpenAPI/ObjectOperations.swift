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
            "list", "Lists \(many)",
            parameters: [
                .filter, .view, .search,
                .query("sort", ["type": "string"], "Up to four fields, a minus before those that descend: -amount,title."),
                .query("fields", ["type": "string"], "The fields wanted, with those of references: title,company.city. All when left out."),
                .query("include", ["type": "string"], "References shown as the records they lead to: company,owner."),
                .limit(1...200, standard: 50), .after, .asOf,
                .query("count", ["enum": ["true", "exact", "false"]], "Whether to count all that match: up to 10,000, or exactly.")
            ], answer: page)
    }

    var export: Operation {
        let formats = ExportFormat.allCases.filter { $0.fits(object) }.map { JSON.string($0.rawValue) }
        return operation(
            "export", "Writes all \(many) that match as a file, as many as there are",
            parameters: [
                .query("format", ["enum": .array(formats), "default": "jsonl"], "Of the file."), .filter, .view, .search,
                .query("sort", ["type": "string"], "Up to four fields, a minus before those that descend: -amount,title."),
                .query("fields", ["type": "string"], "The columns, with those of references: title,company.city. All when left out."), .asOf,
                .query("delimiter", ["enum": [",", ";", "\t", "|"]], "Between the cells of CSV.")
            ])
    }

    var aggregate: Operation {
        let answer: JSON = [
            "type": "object", "required": ["data", "currency"],
            "properties": [
                "data": ["type": "array", "items": ["type": "object"]],
                "currency": ["type": "string", "description": "Amounts of money are in minor units of this currency."]
            ]
        ]
        return operation(
            "aggregate", "Figures over groups of \(many)",
            parameters: [
                .filter, .view, .search, .query("group", ["type": "string"], "Up to four fields: stage,owner."),
                .query(
                    "measures", ["type": "string", "default": "count()"],
                    "count(), and filled, sum, avg, min or max of a field: count(),sum(amount)."), .asOf
            ], answer: answer)
    }

    var create: Operation {
        operation(
            "create", "Makes a \(object.noun.english.one)", parameters: [.idempotency, .clientKey] + recognized,
            body: .init(schema: CommonSchemas.reference(schemas.inputName)), status: 201, answer: CommonSchemas.data(record),
            headers: ["ETag", "Location"]
        )
    }

    var one: Operation {
        operation("read", "One \(object.noun.english.one)", parameters: [.known, .asOf], answer: CommonSchemas.data(record), headers: ["ETag"])
    }

    var update: Operation {
        operation(
            "update", "Changes the fields that are sent", parameters: [.version] + recognized,
            body: .init(schema: CommonSchemas.reference(schemas.patchName)), answer: CommonSchemas.data(record),
            headers: ["ETag"]
        )
    }

    var delete: Operation { operation("delete", "Deletes it; it can be restored", parameters: [.version], status: 204) }

    var restore: Operation {
        operation(
            "restore", "Brings a deleted one back", parameters: [.idempotency], body: .init(schema: CommonSchemas.empty, isOptional: true),
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
            "deleted", "The \(many) that were deleted and can be brought back, the latest first",
            parameters: [.query("q", ["type": "string"], "A part of the title."), .limit(1...200, standard: 50), .after],
            answer: CommonSchemas.page(of: record))
    }

    var erase: Operation { operation("erase", "Erases a deleted one for good, with all that was known of it", parameters: [], status: 204) }

    var history: Operation {
        operation(
            "history", "Who changed what, the newest first", parameters: [.limit(1...200, standard: 50)],
            answer: [
                "type": "object", "required": ["data"], "properties": ["data": ["type": "array", "items": CommonSchemas.historyEntry]]
            ])
    }

    var access: Operation {
        operation(
            "access", "Who may do what with one, and which role and rule say so", parameters: [],
            answer: CommonSchemas.data(["type": "array", "items": CommonSchemas.access]))
    }

    var changes: Operation {
        operation(
            "changes", "What changed between two moments, record by record", parameters: ChangeList.moments + [.limit(1...200, standard: 50), .after],
            answer: CommonSchemas.page(of: CommonSchemas.recordChange)
        )
    }

    var changesSummary: Operation {
        operation(
            "changes.summary", "Counts and sums of what changed between two moments", parameters: ChangeList.moments,
            answer: CommonSchemas.changeSummary)
    }

    var revert: Operation {
        operation(
            "revert", "Gives it the values back that it had at a moment", parameters: [.idempotency, .optionalVersion],
            body: .init(schema: Reversion.schema), answer: CommonSchemas.data(record), headers: ["ETag"]
        )
    }

    func verb(_ verb: VerbDefinition) -> Operation {
        let isOptional = !verb.inputs.contains(where: \.isRequired)
        return operation(
            verb.name, verb.label.en, parameters: [.idempotency, .optionalVersion],
            body: .init(schema: ObjectSchemas.input(verb.inputs, isWhole: true), isOptional: isOptional),
            answer: CommonSchemas.data(record), headers: ["ETag"]
        )
    }

    private var recognized: [Operation.Parameter] { object.matching.isEmpty ? [] : [.duplicates] }
    private var many: String { object.noun.english.many }
    private var record: JSON { CommonSchemas.reference(schemas.name) }

    private func operation(
        _ name: String, _ summary: String, parameters: [Operation.Parameter], body: Operation.Body? = nil, status: Int = 200,
        answer: JSON? = nil,
        headers: [String] = []
    ) -> Operation {
        Operation(
            id: "\(object.name).\(name)", tag: object.noun.plural.en, summary: summary, parameters: parameters, body: body, status: status,
            answer: answer, headers: headers
        )
    }
}
