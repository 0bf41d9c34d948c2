import Kit
import Markup
import Pages
import Web

/// What lets a browser install the program on a desk or a phone: its card, its worker, and the page that is shown when the server is away.
enum InstallRoutes {
    static let all = [
        Route(.get, "/manifest.webmanifest", .everyone, for: .people) { visit in manifest(visit) },
        Route(.get, "/service-worker.js", .everyone, for: .people) { visit in
            WebResponse(200, headers: [("content-type", "text/javascript; charset=utf-8")], body: .bytes(visit.site.assets.worker))
        },
        Route(.get, "/offline", .everyone, for: .people) { visit in offline(visit) },
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

    private static func offline(_ visit: Visit) -> WebResponse {
        let ui = Components(language: visit.request.language, csrf: "", assets: visit.site.assets.links)
        let title = ui.say(Wording.offline)
        let text = ui.say(
            Label(
                "Krug can't be reached. Nothing that was saved is lost. The page opens by itself as soon as there is a connection.",
                ru: "Krug сейчас недоступен. Всё сохранённое цело. Страница откроется сама, как только появится связь."))
        let again = ui.button(ui.say(Label("Try again", ru: "Попробовать снова")), .primary, attributes: " type=\"button\" data-try-again")
        let content: HTML = "<h1 class=\"bare__title\">\(title)</h1><p>\(text)</p><p>\(again)</p>"
        return .html(
            Layout.bare(language: visit.request.language, assets: visit.site.assets.links, title: title, theme: visit.request.theme, content))
    }
}
