import Kit
import Web

/// One route in the API's document.
struct PathItem {
    private let route: Route
    private let operation: Operation
    private let language: Language
    private let segments: [String]

    init(route: Route, language: Language) {
        self.route = route
        self.language = language
        segments = route.pattern.split(separator: "/").map(String.init)
        // A route that says nothing of itself is there all the same.
        operation =
            route.operation
            ?? Operation(
                id: "\(route.method.rawValue.lowercased()) \(route.pattern)", tag: Label("Other", ru: "Прочее"),
                summary: .verbatim(route.pattern))
    }

    /// `/api/deals/{id}`.
    var path: String { "/" + segments.map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : $0 }.joined(separator: "/") }

    var member: (name: String, value: JSON) {
        var members: [(name: String, value: JSON)] = [
            ("operationId", .string(operation.id)), ("tags", .array([.string(operation.tag[language])])),
            ("summary", operation.summary.json),
            ("parameters", .array(parameters)), ("responses", responses),
        ]
        if let body = operation.body {
            members.append(
                ("requestBody", ["required": .bool(!body.isOptional), "content": PathItem.content(body.mediaType, body.schema)]))
        }
        return (route.method.rawValue.lowercased(), .object(members))
    }

    private static func content(_ type: String, _ schema: JSON) -> JSON { .object([(type, .object([("schema", schema)]))]) }

    private var parameters: [JSON] {
        let places = segments.filter { $0.hasPrefix(":") }.map { name -> JSON in
            [
                "name": .string(String(name.dropFirst())), "in": "path", "required": true,
                "schema": ["type": "integer", "format": "int64", "minimum": 1],
            ]
        }
        return places
            + operation.parameters.map { parameter in
                [
                    "name": .string(parameter.name), "in": .string(parameter.place.rawValue), "required": .bool(parameter.isRequired),
                    "description": parameter.note.json, "schema": parameter.schema,
                ]
            }
    }

    private var responses: JSON {
        var success: [(name: String, value: JSON)] = [("description", operation.summary.json)]
        if !operation.headers.isEmpty {
            success.append(("headers", .object(operation.headers.map { ($0, ["schema": ["type": "string"]]) })))
        }
        if let answer = operation.answer { success.append(("content", PathItem.content(operation.answerType, answer))) }
        var responses: [(name: String, value: JSON)] = [("\(operation.status)", .object(success))]
        if operation.takes("Krug-Client-Key", in: .header) { responses.append(("200", .object(success))) }
        if operation.takes("If-None-Match", in: .header) {
            responses.append(("304", ["description": .words("You know this version.", ru: "Эта версия вам известна.")]))
        }
        responses += statuses.map { ("\($0)", ["$ref": .string("#/components/responses/Problem\($0)")]) }
        return .object(responses)
    }

    /// The problems that the route may meet.
    private var statuses: [Int] {
        PathItem.problems.map(\.status).filter { status in
            switch status {
            case 409, 507: route.method != .get
            case 413, 415: operation.body != nil
            case 422: operation.body != nil || operation.takes("Idempotency-Key", in: .header)
            case 412: operation.takes("If-Match", in: .header)
            case 428: operation.parameters.contains { $0.name == "If-Match" && $0.isRequired }
            default: true
            }
        }
    }

    static let problems: [(status: Int, title: Label)] = [
        (400, Label("The request could not be understood.", ru: "Запрос не понят.")),
        (401, Label("Sign in first.", ru: "Сначала войдите.")),
        (403, Label("You may not do this.", ru: "На это нет прав.")),
        (404, Label("There is nothing here.", ru: "Здесь ничего нет.")),
        (405, Label("This address does not take this method.", ru: "Этот адрес не принимает такой метод.")),
        (409, Label("This does not fit the present state.", ru: "Это не подходит к нынешнему состоянию.")),
        (412, Label("Somebody changed this in the meantime.", ru: "Тем временем это кто-то изменил.")),
        (413, Label("This is too large.", ru: "Это слишком велико.")),
        (415, Label("This kind of content is not taken.", ru: "Такое содержимое не принимается.")),
        (422, Label("Some values can't be taken.", ru: "Некоторые значения не подходят.")),
        (428, Label("Say which version you change.", ru: "Укажите, какую версию меняете.")),
        (429, Label("Too many attempts.", ru: "Слишком много попыток.")),
        (500, Label("Something went wrong on our side.", ru: "Что-то сломалось на нашей стороне.")),
        (503, Label("Krug can't do this right now.", ru: "Сейчас Krug не может этого сделать.")),
        (507, Label("The disk is full.", ru: "Диск заполнен.")),
    ]
}
