import Identity
import Kit
import RecordEngine
import Web

/// The caller's own tokens.
enum TokenRoutes {
    static let list = Route.api(
        .get, "/api/tokens",
        Operation(
            id: "token.list", tag: Label("Tokens", ru: "Токены"),
            summary: Label("Your tokens, the newest first", ru: "Ваши токены, новые сверху"),
            answer: ["type": "object", "required": ["data"], "properties": ["data": ["type": "array", "items": CommonSchemas.token]]]
        )
    ) { visit in
        try await visit.read { records, caller in
            let tokens = try Tokens.list(of: try caller.user(), in: records.connection)
            return .json { json in
                json.name("data")
                json.array { json in for token in tokens { json.object { $0.token(token) } } }
            }
        }
    }

    static let create = Route.api(
        .post, "/api/tokens",
        Operation(
            id: "token.create", tag: Label("Tokens", ru: "Токены"),
            summary: Label(
                "Makes a token with your rights; its secret is shown only now",
                ru: "Создаёт токен с вашими правами; секрет показывается только сейчас"),
            parameters: [.idempotency],
            body: .init(schema: CommonSchemas.newToken), status: 201, answer: CommonSchemas.data(CommonSchemas.createdToken)
        )
    ) { visit in
        // Secrets are kept nowhere: a repeated order is answered without it.
        try await visit.order(keeping: withoutSecret) { records, body in
            let name = try name(in: body)
            guard let user = records.principal.user else { throw Failure.signInRequired }
            let made = try Tokens.create(named: name, for: user, in: try records.writing())
            return response(made.token, secret: made.secret)
        }
    }

    static let revoke = Route.api(
        .delete, "/api/tokens/:id",
        Operation(
            id: "token.revoke", tag: Label("Tokens", ru: "Токены"), summary: Label("Ends a token of yours", ru: "Отзывает ваш токен"),
            status: 204
        )
    ) { visit in
        let id = try visit.request.id()
        return try await visit.write { records, caller in
            try Tokens.revoke(id, of: try caller.user(), in: try records.writing())
            return WebResponse(204)
        }
    }

    private static func name(in body: JSON) throws(Failure) -> String {
        guard let members = body.members else {
            throw .malformed(Label("The body must be a JSON object.", ru: "Тело запроса должно быть объектом JSON."))
        }
        var issues = members.filter { $0.name != "name" }.map {
            FieldIssue($0.name, Label("There is no such field.", ru: "Такого поля нет."))
        }
        let name = body["name"]?.string
        if name?.hasControlCharacters() ?? true {
            issues.append(
                FieldIssue("name", Label("Give it a name of up to 100 characters.", ru: "Дайте название длиной до 100 символов.")))
        }
        guard let name, issues.isEmpty else { throw .invalid(issues) }
        return name
    }

    private static func response(_ token: Token, secret: String?) -> WebResponse {
        .json(status: 201, headers: [("location", "/api/tokens/\(token.id)")]) { json in
            json.name("data")
            json.object { json in
                json.token(token)
                json.name("secret")
                json.optional(secret)
            }
        }
    }

    private static let withoutSecret: @Sendable (WebResponse) -> WebResponse = { response in
        guard let made = (try? JSON.parse(response.bytes))?["data"]?.members else { return WebResponse(201) }
        var kept = JSONWriter()
        kept.value(["data": .object(made.map { ($0.name, $0.name == "secret" ? .null : $0.value) })])
        return WebResponse(response.status, headers: response.headers, body: .bytes(kept.bytes))
    }
}

extension Visit.Caller {
    /// - Throws: `Failure.signInRequired` for whoever is no user.
    func user() throws(Failure) -> Int64 {
        guard let user = principal.user else { throw .signInRequired }
        return user
    }
}

extension JSONWriter {
    /// The members of a token, of which the secret is not one.
    fileprivate mutating func token(_ token: Token) {
        name("id")
        int(token.id)
        name("name")
        string(token.name)
        name("created_at")
        string(token.createdAt.iso)
        name("last_used_at")
        optional(token.lastUsedAt?.iso)
    }
}
