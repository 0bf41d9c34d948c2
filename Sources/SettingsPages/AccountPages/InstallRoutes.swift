import Kit
import Markup
import Pages
import Web

/// What lets a browser install the program on a desk or a phone.
enum InstallRoutes {
    static let all = [
        Route(.get, "/manifest.webmanifest", .everyone, for: .people) { visit in manifest(visit) },
    ]

    private static func manifest(_ visit: Visit) -> WebResponse {
        var json = JSONWriter()
        json.object { json in
            for (name, text) in [
                ("name", "Krug"), ("short_name", "Krug"), ("id", "/"), ("start_url", "/"), ("scope", "/"), ("display", "standalone"),
                ("background_color", "#ffffff"), ("theme_color", "#f6f8fb"), ("lang", visit.request.language.rawValue),
            ] {
                json.name(name)
                json.string(text)
            }
            json.name("icons")
            json.array { json in
                for purpose in ["any", "maskable"] {
                    json.object { json in
                        for (name, text) in [
                            ("src", visit.site.assets.links.mark.text), ("sizes", "any"), ("type", "image/svg+xml"), ("purpose", purpose),
                        ] {
                            json.name(name)
                            json.string(text)
                        }
                    }
                }
            }
        }
        return WebResponse(200, headers: [("content-type", "application/manifest+json")], body: .bytes(json.bytes))
    }
}
