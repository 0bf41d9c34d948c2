import Kit
import Markup
import Pages
import Web

/// What lets a browser install the program on a desk or a phone.
enum InstallRoutes {
    static let all = [
        Route(.get, "/manifest.webmanifest", .everyone, for: .people) { visit in manifest(visit) },
        Route(.get, "/service-worker.js", .everyone, for: .people) { visit in try worker(visit) },
        Route(.get, "/offline", .everyone, for: .people) { visit in .html(offline(visit)) },
    ]

    /// Has an address that stays, because what it answers for begins there.
    private static func worker(_ visit: Visit) throws -> WebResponse {
        let assets = visit.site.assets
        guard let file = assets.url("service-worker.js").flatMap({ assets.response(path: $0) }) else { throw Failure.notFound }
        return WebResponse(200, headers: [("content-type", file.contentType), ("cache-control", "no-cache")], body: .bytes(file.bytes))
    }

    /// What the browser keeps for when the server can't be reached. It is the same for everybody.
    private static func offline(_ visit: Visit) -> HTML {
        let language = visit.request.item("language").flatMap(Language.init) ?? visit.request.language
        let assets = visit.site.assets
        let text = Label(
            "Nothing that was saved is lost. This page opens by itself as soon as the connection is back.",
            ru: "Всё сохранённое цело. Страница откроется сама, как только связь появится.")
        return Layout.bare(
            language: language, assets: assets.links, title: Wording.offline[language],
            script: assets.url("offline.js").flatMap { URLPath(local: $0) },
            """
            <h1 class="bare__title">\(Wording.offline[language])</h1><p class="muted">\(text[language])</p>\
            <a class="button button--primary" href="">\(Label("Try again", ru: "Попробовать снова")[language])</a>
            """)
    }

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
