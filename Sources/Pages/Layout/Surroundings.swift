import Markup
import Kit

/// What stands around the content of a person's pages, made once for many of them.
public struct Surroundings: Sendable {
    let workspace: String
    let components: Components
    /// Up to the title.
    let opening: HTML
    /// From the title to the content.
    let above: HTML
    /// From the content to the notices.
    let below: HTML
    let end: HTML

    public init(_ shell: Shell) {
        let ui = shell.components
        let head = Surroundings.head(language: shell.language, theme: shell.theme, assets: shell.assets, csrf: shell.csrf)
        workspace = shell.workspace
        components = ui
        opening = head.opening
        above = """
            \(head.rest)<a class="skip-link" href="#content">\(ui.say(Wording.skipToContent))</a><div class="shell">\
            \(Layout.rail(shell, ui))\(Layout.topbar(shell, ui))
            """
        below = "\(Layout.bottomBar(shell, ui))</div>"
        end = "\(ui.confirmDialog)\(ui.helpOverlay)</body></html>"
    }

    /// The head of a document, before its title and after it.
    static func head(language: Language, theme: Theme, assets: AssetLinks, csrf: String, script: URLPath? = nil) -> (
        opening: HTML, rest: HTML
    ) {
        let look: HTML? = theme == .system ? nil : " data-theme=\"\(theme.rawValue)\""
        return (
            "<!doctype html><html lang=\"\(language.rawValue)\"\(look)><head><meta charset=\"utf-8\"><title>",
            """
            </title>\
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">\
            <meta name="color-scheme" content="light dark"><meta name="csrf" content="\(csrf)">\
            <link rel="preload" href="\(assets.font)" as="font" type="font/ttf" crossorigin>\
            <link rel="stylesheet" href="\(assets.style)"><link rel="icon" href="\(assets.mark)" type="image/svg+xml">\
            <link rel="manifest" href="\(URLPath("manifest.webmanifest"))">\
            <script type="module" src="\(script ?? assets.script)"></script></head><body>
            """
        )
    }
}
