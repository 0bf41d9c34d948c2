import Definitions
import Kit
import RecordEngine
import Web

/// `POST /api/batch`: up to a thousand orders as one: all of them are carried out, as one batch of the journal, or none is.
struct BatchOrder {
    static let limit = 1_000

    private let operations: [JSON]
    private let records: Records
    /// The records that were made by earlier operations, by what the sender calls them.
    private var made: [String: Int64] = [:]
    private var issues: [FieldIssue] = []

    /// - Throws: `Failure.malformed` for a body that holds no operations, `Failure.tooLarge` for one that holds too many.
    init(_ body: JSON, _ records: Records) throws(Failure) {
        guard let operations = body["operations"]?.array, body.members?.count == 1, !operations.isEmpty else {
            throw .malformed(Label("The body is {\"operations\": […]}.", ru: "Тело запроса — {\"operations\": […]}."))
        }
        guard operations.count <= BatchOrder.limit else {
            throw .tooLarge(
                Label("Send at most \(BatchOrder.limit) operations at a time.", ru: "За один раз — не больше \(BatchOrder.limit) операций.")
            )
        }
        self.operations = operations
        self.records = records
    }

    /// What became of each operation.
    struct Outcome {
        let object: String
        let id: Int64
        /// Nil for a record that was deleted.
        let version: Int64?
    }

    /// - Throws: `Failure.invalid` with everything that stands against any operation, each with its place; nothing is kept then.
    mutating func carryOut() throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for (index, operation) in operations.enumerated() {
            do {
                outcomes.append(try carryOut(operation))
            } catch let failure as Failure {
                issues += try BatchOrder.issues(failure, "operations/\(index)")
            }
        }
        guard issues.isEmpty else { throw Failure.invalid(issues) }
        return outcomes
    }

    private mutating func carryOut(_ operation: JSON) throws -> Outcome {
        try BatchOrder.check(operation)
        guard let name = operation["object"]?.string else { throw BatchOrder.missing("object") }
        let object = try records.schema.object(path: name) ?? records.object(name)
        let version = operation["version"]?.int
        switch operation["op"]?.string {
        case "create":
            let draft = try draft(operation, of: object)
            let record = try records.create(draft, clientKey: operation["client_key"]?.string)
            if let name = operation["as"]?.string { made[name] = record.id }
            return Outcome(object: object.name, id: record.id, version: record.version)
        case "update":
            let record = try records.update(try id(operation), try draft(operation, of: object), ifVersion: version)
            return Outcome(object: object.name, id: record.id, version: record.version)
        case "delete":
            let id = try id(operation)
            try records.delete(object, id, ifVersion: version)
            return Outcome(object: object.name, id: id, version: nil)
        case "verb":
            guard let verb = operation["verb"]?.string else { throw BatchOrder.missing("verb") }
            let input = try draft(operation, of: try records.inputs(of: verb, on: object))
            let record = try records.perform(verb, on: object, try id(operation), input, ifVersion: version)
            return Outcome(object: object.name, id: record.id, version: record.version)
        default:
            throw Failure.invalid("op", Label("One of: create, update, delete, verb.", ru: "Одно из: create, update, delete, verb."))
        }
    }

    private func id(_ operation: JSON) throws(Failure) -> Int64 {
        guard let id = operation["id"] else { throw BatchOrder.missing("id") }
        guard let number = try resolved(id, "id").int else {
            throw .invalid("id", Label("Give the number of the record.", ru: "Укажите номер записи."))
        }
        return number
    }

    private func draft(_ operation: JSON, of object: ObjectDefinition) throws -> Draft {
        let values = operation["values"] ?? .object([])
        guard let members = values.members else {
            throw Failure.invalid("values", Label("The values are a JSON object.", ru: "Значения — объект JSON."))
        }
        var known: [(name: String, value: JSON)] = []
        for member in members { known.append((member.name, try resolved(member.value, member.name))) }
        return try Draft(.object(known), of: object, try records.context(), role: records.principal.role)
    }

    /// Puts the number of a record in the place of `{"made": "acme"}`, also within a list.
    private func resolved(_ json: JSON, _ field: String) throws(Failure) -> JSON {
        if case .array(let items) = json {
            var known: [JSON] = []
            for item in items { known.append(try resolved(item, field)) }
            return .array(known)
        }
        guard json.members?.count == 1, let name = json["made"]?.string else { return json }
        guard let id = made[name] else {
            throw .invalid(
                field,
                Label(
                    "No earlier operation made “\(name.prefix(80))”.", ru: "Ни одна из предыдущих операций не создала «\(name.prefix(80))»."
                ))
        }
        return .number("\(id)")
    }

    private static let members: Set<String> = ["op", "object", "id", "version", "values", "as", "client_key", "verb"]

    /// A misspelt member is refused, not passed over.
    private static func check(_ operation: JSON) throws(Failure) {
        guard let given = operation.members else {
            throw .invalid("", Label("An operation is a JSON object.", ru: "Операция — объект JSON."))
        }
        let issues = given.filter { !members.contains($0.name) }.map {
            FieldIssue($0.name, Label("There is no such member.", ru: "Такого поля у операции нет."))
        }
        if !issues.isEmpty { throw .invalid(issues) }
        if let version = operation["version"], version.int == nil {
            throw .invalid("version", Label("Give the number of the version.", ru: "Укажите номер версии."))
        }
    }

    private static func missing(_ member: String) -> Failure { .invalid(member, Label("This is missing.", ru: "Этого не хватает.")) }

    /// What stands against an operation, with its place in front of the field. What is no fault of the operation is thrown on.
    private static func issues(_ failure: Failure, _ place: String) throws(Failure) -> [FieldIssue] {
        switch failure {
        case .invalid(let issues): issues.map { FieldIssue($0.field.isEmpty ? place : "\(place)/\($0.field)", $0.message) }
        case .notFound: [FieldIssue(place, Label("There is no such record.", ru: "Такой записи нет."))]
        case .forbidden(let message), .malformed(let message), .conflict(let message): [FieldIssue(place, message)]
        case .stale(let version):
            [FieldIssue("\(place)/version", Label("The record has version \(version) now.", ru: "Сейчас у записи версия \(version)."))]
        default: throw failure
        }
    }
}

extension BatchOrder {
    private static let operation: JSON = [
        "type": "object", "required": ["op", "object"], "additionalProperties": false,
        "properties": [
            "op": ["enum": ["create", "update", "delete", "verb"]],
            "object": ["type": "string", "description": .words("deal, or deals.", ru: "deal или deals.")],
            "id": [
                "description": .words(
                    "The record that is meant, or {\"made\": \"…\"} for one that an earlier operation made.",
                    ru: "Нужная запись или {\"made\": \"…\"} для той, которую создала операция выше.")
            ],
            "version": [
                "type": "integer", "format": "int64",
                "description": .words(
                    "The version that is changed; any when left out.", ru: "Версия, которую меняют; любая, если не указана."),
            ],
            "values": [
                "type": "object",
                "description": .words(
                    "As for a single order. {\"made\": \"…\"} may stand for the number of a record.",
                    ru: "Как в отдельном поручении. Вместо номера записи может стоять {\"made\": \"…\"}."),
            ],
            "as": [
                "type": "string",
                "description": .words(
                    "What later operations call the record that is made.", ru: "Как операции ниже называют создаваемую запись."),
            ],
            "client_key": ["type": "string"], "verb": ["type": "string"],
        ],
    ]

    private static let outcome: JSON = [
        "type": "object", "required": ["object", "id", "version"],
        "properties": ["object": ["type": "string"], "id": CommonSchemas.id, "version": ["type": ["integer", "null"]]],
    ]

    package static let route = Route.api(
        .post, "/api/batch",
        Operation(
            id: "batch.carryOut", tag: Label("Batches", ru: "Пакеты"),
            summary: Label(
                "Carries out up to 1,000 orders as one: all of them, or none", ru: "Выполняет до 1000 поручений как одно: все или ни одного"
            ), parameters: [.idempotency],
            body: .init(schema: [
                "type": "object", "required": ["operations"], "additionalProperties": false,
                "properties": ["operations": ["type": "array", "minItems": 1, "maxItems": .number("\(limit)"), "items": operation]],
            ]),
            answer: [
                "type": "object", "required": ["data", "batch"],
                "properties": [
                    "data": ["type": "array", "items": outcome],
                    "batch": ["type": ["integer", "null"], "description": .words("Its number in the journal.", ru: "Номер в журнале.")],
                ],
            ]
        )
    ) { visit in
        try await visit.order { records, body in
            var order = try BatchOrder(body, records)
            let outcomes = try order.carryOut()
            return .json { json in
                json.name("data")
                json.array { json in
                    for outcome in outcomes {
                        json.object { json in
                            json.name("object")
                            json.string(outcome.object)
                            json.name("id")
                            json.int(outcome.id)
                            json.name("version")
                            json.optional(outcome.version)
                        }
                    }
                }
                json.name("batch")
                json.optional(records.batch)
            }
        }
    }
}
