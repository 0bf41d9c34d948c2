public import Kit
public import Markup

/// The frame of every page.
public enum Layout {
    /// A page of the program: departments, search, content. A page that `fillsWindow` scrolls inside: a list, a board.
    public static func page(
        _ surroundings: Surroundings, title: String, fillsWindow: Bool = false, toast: Toast? = nil, _ content: HTML...
    ) -> HTML {
        page(surroundings, title: title, fillsWindow: fillsWindow, toast: toast, content)
    }

    /// - Parameter content: one piece after another.
    public static func page(
        _ surroundings: Surroundings, title: String, fillsWindow: Bool = false, toast: Toast? = nil, _ content: [HTML]
    ) -> HTML {
        let rest: HTML = """
            </main>\(surroundings.below)<div class="toasts" aria-live="polite">\(toast.map { surroundings.components.toast($0) })</div>\
            \(surroundings.end)
            """
        var page: HTML = """
            \(surroundings.opening)\(title) · \(surroundings.workspace)\(surroundings.above)\
            <main class="content\(" content--fill", if: fillsWindow)" id="content" tabindex="-1">
            """
        page.reserve(content.reduce(page.bytes.count + rest.bytes.count) { $0 + $1.bytes.count })
        for piece in content { page += piece }
        page += rest
        return page
    }

    /// A page without departments: signing in, the first start, an error.
    /// - Parameter script: instead of everything that pages of the program do.
    public static func bare(
        language: Language, assets: AssetLinks, csrf: String = "", workspace: String = "Krug", title: String, theme: Theme = .system,
        script: URLPath? = nil,
        _ content: HTML
    ) -> HTML {
        let body: HTML = """
            <main class="bare" id="content"><div class="bare__card">\(brand(workspace))\(content)</div></main><div class="toasts" \
            aria-live="polite"></div>
            """
        let head = Surroundings.head(language: language, theme: theme, assets: assets, csrf: csrf, script: script)
        return "\(head.opening)\(title) · \(workspace)\(head.rest)\(body)</body></html>"
    }

    /// The head of a list or a form.
    /// - Parameter above: the way to where it belongs.
    public static func pageHead(
        _ title: String, count: HTML? = nil, actions: HTML = HTML(), above: HTML = HTML(), below: HTML = HTML()
    ) -> HTML {
        """
        <header class="page-head">\(above)<div class="page-head__line"><h1 class="page-head__title"><span title="\(title)">\(title)</span>\
        \(count.map { "<span class=\"page-head__count\">\($0)</span>" as HTML })</h1><div class="page-head__actions">\(actions)</div></div>\
        \(below)</header>
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
