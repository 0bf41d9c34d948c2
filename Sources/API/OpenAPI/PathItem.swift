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
            ("summary", .string(operation.summary[language])),
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
                    "description": .string(parameter.note[language]), "schema": parameter.schema,
                ]
            }
    }

    private var responses: JSON {
        var success: [(name: String, value: JSON)] = [("description", .string(operation.summary[language]))]
        if !operation.headers.isEmpty {
            success.append(("headers", .object(operation.headers.map { ($0, ["schema": ["type": "string"]]) })))
        }
        if let answer = operation.answer { success.append(("content", PathItem.content(operation.answerType, answer))) }
        var responses: [(name: String, value: JSON)] = [("\(operation.status)", .object(success))]
        if operation.takes("Krug-Client-Key", in: .header) { responses.append(("200", .object(success))) }
        if operation.takes("If-None-Match", in: .header) { responses.append(("304", ["description": "You know this version."])) }
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

    static let problems: [(status: Int, title: String)] = [
        (400, "The request could not be understood."), (401, "Sign in first."), (403, "You may not do this."),
        (404, "There is nothing here."),
        (405, "This address does not take this method."), (409, "This does not fit the present state."),
        (412, "Somebody changed this in the meantime."),
        (413, "This is too large."), (415, "This kind of content is not taken."), (422, "Some values can't be taken."),
        (428, "Say which version you change."), (429, "Too many attempts."), (500, "Something went wrong on our side."),
        (503, "Krug can't do this right now."), (507, "The disk is full."),
    ]
}
