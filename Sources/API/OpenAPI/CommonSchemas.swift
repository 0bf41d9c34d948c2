import Definitions
import Kit
import Notices
import Web

/// The shapes in the API's document that are the same in every workspace.
enum CommonSchemas {
    /// A record that was left as it was.
    static let keptRecord: JSON = [
        "type": "object", "required": ["object", "id", "reason"],
        "properties": ["object": ["type": "string"], "id": id, "reason": ["type": "string"]],
    ]

    static let id: JSON = ["type": "integer", "format": "int64"]
    static let instant: JSON = ["type": "string", "format": "date-time"]
    static let empty: JSON = ["type": "object", "properties": [:], "additionalProperties": false]

    static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }

    static func orNull(_ schema: JSON) -> JSON { ["anyOf": [schema, ["type": "null"]]] }

    static func data(_ schema: JSON) -> JSON { ["type": "object", "required": ["data"], "properties": ["data": schema]] }

    static func page(of schema: JSON) -> JSON {
        [
            "type": "object", "required": ["data", "next"],
            "properties": [
                "data": ["type": "array", "items": schema],
                "next": [
                    "type": ["string", "null"],
                    "description": .words(
                        "Where the next page begins; null on the last one.", ru: "Откуда начинается следующая страница; null на последней."),
                ],
            ],
        ]
    }

    static let count: JSON = [
        "type": "object", "required": ["value", "exact"], "properties": ["value": ["type": "integer"], "exact": ["type": "boolean"]],
    ]

    static let hit: JSON = [
        "type": "object", "required": ["object", "id", "title"],
        "properties": ["object": ["type": "string"], "id": id, "title": ["type": "string"]],
    ]

    static let batch: JSON = reference("Batch")
    static let historyEntry: JSON = reference("HistoryEntry")
    static let journalEntry: JSON = reference("JournalEntry")
    static let recordChange: JSON = [
        "type": "object", "required": ["id", "title", "kind", "ways", "was", "is"],
        "properties": [
            "id": id, "title": ["type": "string"], "kind": ["enum": ["added", "lost", "changed"]],
            "ways": ["type": "array", "items": ["enum": ["moved", "grown", "shrunk"]]],
            "was": [
                "type": ["object", "null"],
                "description": .words(
                    "The fields that differ; null when it was not there.", ru: "Поля, которые отличаются; null, если записи не было."),
            ],
            "is": ["type": ["object", "null"]],
        ],
    ]
    static let changeSummary: JSON = [
        "type": "object", "required": ["data", "currency", "exact"],
        "properties": [
            "data": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["kind", "count", "sum"],
                    "properties": ["kind": ["type": "string"], "count": ["type": "integer"], "sum": id],
                ],
            ],
            "currency": ["type": "string"], "exact": ["type": "boolean"],
        ],
    ]
    static let access: JSON = {
        let right: JSON = [
            "type": "object", "required": ["allowed", "reasons"],
            "properties": [
                "allowed": ["type": "boolean"],
                "reasons": [
                    "type": "array",
                    "items": [
                        "type": "object", "required": ["role", "rule", "met"],
                        "properties": ["role": ["type": "string"], "rule": ["type": "string"], "met": ["type": "boolean"]],
                    ],
                ],
            ],
        ]
        return [
            "type": "object", "required": ["user", "name", "read", "update", "delete"],
            "properties": ["user": id, "name": ["type": "string"], "read": right, "update": right, "delete": right],
        ]
    }()
    static let token: JSON = reference("Token")

    static let createdToken: JSON = [
        "allOf": [
            token,
            [
                "type": "object",
                "properties": [
                    "secret": ["type": ["string", "null"], "description": .words("Shown once.", ru: "Показывается один раз.")]
                ],
            ],
        ]
    ]

    static let notice: JSON = [
        "type": "object", "required": ["id", "kind", "object", "at", "times"],
        "properties": [
            "id": id, "kind": ["enum": .array(Notice.Kind.allCases.map { .string($0.rawValue) })], "object": ["type": "string"],
            "record": [
                "type": ["integer", "null"],
                "description": .words("Nothing when it is about several.", ru: "Пусто, если речь о нескольких."),
            ],
            "source": orNull(LinkType().jsonSchema),
            "author": ["type": ["integer", "null"]], "at": instant, "times": ["type": "integer"], "read_at": orNull(instant),
            "snoozed_until": orNull(instant),
        ],
    ]

    private static let numbers: JSON = ["type": "array", "items": id, "maxItems": 1_000]

    static let noticeNumbers: JSON = ["type": "object", "properties": ["ids": numbers], "additionalProperties": false]

    static let noticePause: JSON = [
        "type": "object", "required": ["ids", "until"], "properties": ["ids": numbers, "until": instant], "additionalProperties": false,
    ]

    static let newToken: JSON = [
        "type": "object", "required": ["name"], "properties": ["name": ["type": "string", "minLength": 1, "maxLength": 100]],
        "additionalProperties": false,
    ]

    static let me: JSON = [
        "type": "object",
        "properties": [
            "id": ["type": ["integer", "null"]], "name": ["type": "string"], "role": ["type": "string"],
            "language": ["enum": ["en", "ru"]],
            "team": ["type": "array", "items": id], "base_currency": ["type": "string"], "time_zone": ["type": "string"],
            "country": ["type": "string"],
        ],
    ]

    private static let touch: JSON = ["enum": ["created", "updated", "deleted", "restored", "derived"]]

    /// Those that the document names, so that generated clients have a type for each.
    static let named: [(name: String, value: JSON)] = [
        (
            "Batch",
            [
                "type": "object", "required": ["id", "at", "via"],
                "description": .words(
                    "One action: who did it through what, and when.", ru: "Одно действие: кто, через что и когда его сделал."),
                "properties": [
                    "id": id, "at": instant, "author": ["type": ["integer", "null"]], "via": ["type": "string"],
                    "via_id": ["type": ["integer", "null"]],
                    "action": ["type": ["string", "null"]], "undoes": ["type": ["integer", "null"]],
                    "undone_by": ["type": ["integer", "null"]],
                ],
            ]
        ),
        (
            "HistoryEntry",
            [
                "type": "object", "required": ["batch", "kind", "changes"],
                "properties": [
                    "batch": batch, "kind": touch, "version": id,
                    "merged": [
                        "type": "object", "required": ["id", "title"], "properties": ["id": id, "title": ["type": "string"]],
                        "description": .words(
                            "The record that it happened to, when that was merged into this one later.",
                            ru: "Запись, с которой это было, если её потом объединили с этой."),
                    ],
                    "changes": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["field", "old", "new"],
                            "properties": ["field": ["type": "string"], "old": [:], "new": [:]],
                        ],
                    ],
                ],
            ]
        ),
        (
            "JournalEntry",
            [
                "type": "object", "required": ["batch", "touched"],
                "properties": [
                    "batch": batch,
                    "touched": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["object", "id", "kind"],
                            "properties": ["object": ["type": "string"], "id": id, "kind": touch],
                        ],
                    ],
                ],
            ]
        ),
        (
            "Token",
            [
                "type": "object", "required": ["id", "name", "created_at"],
                "properties": ["id": id, "name": ["type": "string"], "created_at": instant, "last_used_at": orNull(instant)],
            ]
        ),
        (
            "Problem",
            [
                "type": "object", "required": ["type", "title", "status"],
                "description": .words("What went wrong, as RFC 9457 says it.", ru: "Что пошло не так, по RFC 9457."),
                "properties": [
                    "type": ["type": "string", "format": "uri-reference"], "title": ["type": "string"], "status": ["type": "integer"],
                    "detail": ["type": "string"],
                    "errors": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["field", "message"],
                            "properties": ["field": ["type": "string"], "message": ["type": "string"]],
                        ],
                    ],
                ],
            ]
        ),
    ]
}
