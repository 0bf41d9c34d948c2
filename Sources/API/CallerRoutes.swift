import Definitions
import Kit
import RecordEngine
import Web

/// Who asks, and how the workspace reckons.
enum CallerRoutes {
    static let me = Route.api(
        .get, "/api/me",
        Operation(
            id: "me", tag: Label("Me", ru: "Я"),
            summary: Label("Who asks, and how the workspace reckons", ru: "Кто спрашивает и как считает рабочее пространство"),
            answer: CommonSchemas.data(CommonSchemas.me)
        )
    ) { visit in
        try await visit.read { records, caller in
            let (principal, settings) = (caller.principal, records.engine.settings)
            return .json { json in
                json.name("data")
                json.object { json in
                    json.name("id")
                    json.optional(principal.user)
                    json.name("name")
                    json.string(principal.name)
                    json.name("role")
                    json.string(principal.role.key)
                    json.name("language")
                    json.string(principal.language.rawValue)
                    json.name("team")
                    json.array { json in for user in principal.team { json.int(user) } }
                    json.name("base_currency")
                    json.string(settings.baseCurrency.code)
                    json.name("time_zone")
                    json.string(settings.zone.identifier)
                    json.name("country")
                    json.string(settings.country)
                }
            }
        }
    }
}
