public import Kit
public import Markup

/// The frame of every page.
public enum Layout {
    /// A page of the program: departments, search, content. A page that `fillsWindow` scrolls inside: a list, a board.
    public static func page(_ shell: Shell, title: String, fillsWindow: Bool = false, _ content: HTML) -> HTML {
        let ui = shell.components
        let body: HTML = """
            <a class="skip-link" href="#content">\(ui.say(Wording.skipToContent))</a><div class="shell">\
            \(rail(shell, ui))\(topbar(shell, ui))\
            <main class="content\(" content--fill", if: fillsWindow)" id="content" tabindex="-1">\(content)</main>\
            \(bottomBar(shell, ui))</div>\
            <div class="toasts" aria-live="polite">\(shell.toast.map { ui.toast($0) })</div>\(ui.confirmDialog)\(ui.helpOverlay)
            """
        return document(
            title: "\(title) · \(shell.workspace)", language: shell.language, theme: shell.theme, assets: shell.assets, csrf: shell.csrf,
            body)
    }

    /// A page without departments: signing in, the first start, an error.
    public static func bare(
        language: Language, assets: AssetLinks, csrf: String = "", workspace: String = "Krug", title: String, theme: Theme = .system,
        _ content: HTML
    ) -> HTML {
        let body: HTML = """
            <main class="bare" id="content"><div class="bare__card">\(brand(workspace))\(content)</div></main><div class="toasts" \
            aria-live="polite"></div>
            """
        return document(title: "\(title) · \(workspace)", language: language, theme: theme, assets: assets, csrf: csrf, body)
    }

    /// The head of a list or a form.
    public static func pageHead(_ title: String, count: String? = nil, actions: HTML = HTML(), below: HTML = HTML()) -> HTML {
        """
        <header class="page-head"><div class="page-head__line"><h1 class="page-head__title">\(title)\
        \(count.map { "<span class=\"page-head__count\">\($0)</span>" as HTML })</h1><div class="page-head__actions">\(actions)</div></div>\
        \(below)</header>
        """
    }

    private static func document(
        title: String, language: Language, theme: Theme, assets: AssetLinks, csrf: String, _ body: HTML
    ) -> HTML {
        let look: HTML? = theme == .system ? nil : " data-theme=\"\(theme.rawValue)\""
        return """
            <!doctype html><html lang="\(language.rawValue)"\(look)><head><meta charset="utf-8"><title>\(title)</title>\
            <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">\
            <meta name="color-scheme" content="light dark"><meta name="csrf" content="\(csrf)">\
            <link rel="preload" href="\(assets.font)" as="font" type="font/ttf" crossorigin>\
            <link rel="stylesheet" href="\(assets.style)"><link rel="icon" href="\(assets.mark)" type="image/svg+xml">\
            <script type="module" src="\(assets.script)"></script></head><body>\(body)</body></html>
            """
    }

    static func brand(_ workspace: String) -> HTML {
        """
        <span class="brand"><svg class="brand__mark" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.5" fill="none" \
        stroke="currentColor" stroke-width="3.5" stroke-dasharray="42 11.4" stroke-linecap="round"/><circle cx="12" cy="12" r="2.6" \
        fill="currentColor"/></svg><span class="brand__name">\(workspace)</span></span>
        """
    }
}
