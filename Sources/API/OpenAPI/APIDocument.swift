package import Definitions
package import Kit
package import Web

/// The API as OpenAPI 3.1 describes it, made from the table of routes that serves it and the schema that is in force.
package struct APIDocument {
    package let routes: [Route]
    package let schema: Schema
    /// In which everything is told of.
    package let language: Language

    package init(routes: [Route], schema: Schema, language: Language = .en) {
        self.routes = routes
        self.language = language
        self.schema = schema
    }

    package var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 1 << 18)
        writer.value(json)
        return writer.bytes
    }

    var json: JSON { APIDocument.told(whole, language) }

    /// Titles and descriptions are written in both languages, and told in one.
    private static func told(_ json: JSON, _ language: Language) -> JSON {
        switch json {
        case .array(let items): return .array(items.map { told($0, language) })
        case .object(let members):
            return .object(
                members.map { name, value in
                    let label = ["title", "description", "summary"].contains(name) ? Label(value) : nil
                    return (name, label.map { .string($0[language]) } ?? told(value, language))
                })
        default: return json
        }
    }

    private var whole: JSON {
        let schemas =
            CommonSchemas.named + schema.objects.filter { !($0.custom?.isHidden ?? false) }.flatMap { ObjectSchemas(object: $0).all }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Krug", "version": "1",
                "description": .words(
                    "Records, their history and what can be done with them.", ru: "Записи, их история и что с ними можно сделать."),
            ],
            "servers": [["url": "/"]],
            "security": [["token": []], ["session": []]],
            "paths": paths,
            "components": [
                "schemas": .object(schemas),
                "responses": .object(PathItem.problems.map { ("Problem\($0.status)", APIDocument.problem($0.title)) }),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": .words("A token of a user, with that user's rights.", ru: "Токен пользователя, с его правами."),
                    ],
                    "session": [
                        "type": "apiKey", "in": "cookie", "name": .string(Site.sessionCookie),
                        "description": .words(
                            "The session of a browser; writes need X-CSRF-Token too.",
                            ru: "Сессия браузера; для записи нужен ещё X-CSRF-Token."),
                    ],
                ],
            ],
        ]
    }

    private var paths: JSON {
        var items: [(name: String, value: JSON)] = []
        for route in routes where route.pattern.hasPrefix("/api/") {
            let item = PathItem(route: route, language: language)
            if let index = items.firstIndex(where: { $0.name == item.path }), case .object(let members) = items[index].value {
                items[index].value = .object(members + [item.member])
            } else {
                items.append((item.path, .object([item.member])))
            }
        }
        return .object(items)
    }

    private static func problem(_ title: Label) -> JSON {
        ["description": title.json, "content": ["application/problem+json": ["schema": CommonSchemas.reference("Problem")]]]
    }
}
