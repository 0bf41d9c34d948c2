import Definitions
import Duplicates
import Kit
import RecordEngine
import Web

/// What the API's document says of an object's routes about duplicates.
struct DuplicateOperations {
    let object: ObjectDefinition
    private var schemas: ObjectSchemas { ObjectSchemas(object: object) }
    private var many: String { object.noun.english.many }

    var merge: Operation {
        let member: JSON = [
            "anyOf": [
                CommonSchemas.id,
                [
                    "type": "object", "required": ["id"], "properties": ["id": CommonSchemas.id, "version": CommonSchemas.id],
                    "additionalProperties": false,
                ],
            ]
        ]
        let body: JSON = [
            "type": "object", "required": ["with"], "additionalProperties": false,
            "properties": [
                "with": [
                    "type": "array", "items": member, "minItems": 1, "maxItems": .number("\(Records.mostTogether - 1)"),
                    "description": .words(
                        "The records that go: numbers, or numbers with the versions that were seen.",
                        ru: "Записи, которые исчезнут: номера или номера с версиями, которые вы видели."),
                ],
                "take": [
                    "type": "object", "additionalProperties": ["anyOf": [CommonSchemas.id, ["enum": ["all"]]]],
                    "description": .words(
                        "By field, the record whose value stands, or “all” for what can be united. The rest follows by itself.",
                        ru: "По полю — запись, значение которой остаётся, или «all» для того, что объединяется. Остальное решится само."),
                ],
            ],
        ]
        return operation(
            "merge",
            Label(
                "Makes one \(object.noun.english.one) of several: this one stays, the others lead to it",
                ru: "Объединяет несколько записей в одну: эта остаётся, остальные ведут к ней"), [.idempotency, .optionalVersion],
            body: body, answer: CommonSchemas.data(CommonSchemas.reference(schemas.name)), headers: ["ETag"])
    }

    var sets: Operation {
        operation(
            "duplicates",
            Label("Sets of \(many) that seem to be one, the surest first", ru: "Наборы записей, похожих на одну, самые явные сверху"),
            [.limit(1...200, standard: 50), .after],
            answer: CommonSchemas.page(of: CommonSchemas.duplicateSet))
    }

    var check: Operation {
        let answer: JSON = [
            "type": "object", "required": ["data", "outcome"],
            "properties": [
                "data": ["type": "array", "items": CommonSchemas.duplicate],
                "outcome": [
                    "enum": ["free", "asks", "refuses"],
                    "description": .words(
                        "What the rule for these records says of saving it.", ru: "Что правило для этих записей говорит о сохранении."),
                ],
            ],
        ]
        return operation(
            "duplicates.check",
            Label("The \(many) that one with these fields would double", ru: "Записи, дублем которых была бы запись с такими полями"), [],
            body: CommonSchemas.reference(schemas.patchName),
            answer: answer)
    }

    var dismissed: Operation {
        let pair: JSON = [
            "type": "object", "required": ["records", "at"],
            "properties": [
                "records": ["type": "array", "items": CommonSchemas.id, "minItems": 2, "maxItems": 2],
                "author": ["type": ["integer", "null"]],
                "at": CommonSchemas.instant,
            ],
        ]
        return operation(
            "duplicates.dismissed",
            Label("Pairs of \(many) that somebody found to be two", ru: "Пары записей, которые кто-то признал разными"),
            [.limit(1...200, standard: 50), .after],
            answer: CommonSchemas.page(of: pair))
    }

    func dismiss(_ isDismissed: Bool) -> Operation {
        let body: JSON = [
            "type": "object", "required": ["records"], "additionalProperties": false,
            "properties": ["records": ["type": "array", "items": CommonSchemas.id, "minItems": 2]],
        ]
        return operation(
            isDismissed ? "duplicates.dismiss" : "duplicates.recall",
            isDismissed
                ? Label("Remembers that these \(many) are not one", ru: "Запоминает, что эти записи — разные")
                : Label("Forgets that these \(many) are not one", ru: "Забывает, что эти записи — разные"), [.idempotency], body: body,
            status: 204)
    }

    private func operation(
        _ name: String, _ summary: Label, _ parameters: [Operation.Parameter], body: JSON? = nil, status: Int = 200, answer: JSON? = nil,
        headers: [String] = []
    ) -> Operation {
        Operation(
            id: "\(object.name).\(name)", tag: object.noun.plural, summary: summary, parameters: parameters,
            body: body.map { .init(schema: $0) },
            status: status, answer: answer, headers: headers)
    }
}

extension CommonSchemas {
    private static let reasons: [(name: String, value: JSON)] = [
        ("certainty", ["enum": ["certain", "likely", "possible"]]),
        (
            "reasons",
            [
                "type": "array",
                "items": [
                    "type": "object", "required": ["kind", "value", "certainty"],
                    "properties": [
                        "kind": ["enum": ["code", "email", "phone", "name", "domain"]], "value": ["type": "string"],
                        "certainty": ["enum": ["certain", "likely", "possible"]],
                    ],
                ],
            ]
        ),
    ]
    private static let known: [(name: String, value: JSON)] = [("id", id), ("version", id), ("title", ["type": "string"])]

    static let duplicate: JSON = [
        "type": "object", "required": ["id", "version", "title", "certainty", "reasons"], "properties": .object(known + reasons),
    ]
    static let duplicateSet: JSON = [
        "type": "object", "required": ["records", "certainty", "reasons"],
        "properties": .object(
            [
                (
                    "records",
                    [
                        "type": "array", "minItems": 2,
                        "items": ["type": "object", "required": ["id", "version", "title"], "properties": .object(known)],
                    ]
                )
            ] + reasons),
    ]
}
