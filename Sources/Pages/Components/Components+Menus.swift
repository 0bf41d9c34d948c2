public import Markup

/// A line in a menu.
public struct MenuItem: Sendable {
    public enum Action: Sendable {
        case link(URLPath)
        case post(URLPath)
    }

    public var label: String
    public var icon: Icon?
    public var action: Action
    public var key: String?
    public var isDangerous: Bool
    /// Asked before a post is sent.
    public var confirm: String?

    public init(_ label: String, _ url: URLPath, icon: Icon? = nil, key: String? = nil) {
        self.init(label, .link(url), icon: icon, key: key)
    }

    public init(
        _ label: String, _ action: Action, icon: Icon? = nil, key: String? = nil, isDangerous: Bool = false, confirm: String? = nil
    ) {
        self.label = label
        self.icon = icon
        self.action = action
        self.key = key
        self.isDangerous = isDangerous
        self.confirm = confirm
    }
}

/// A place one can switch to: a tab, a view.
public struct Tab: Sendable {
    public var label: String
    public var url: URLPath
    public var isCurrent: Bool
    public var icon: Icon?
    public var count: String?

    public init(_ label: String, _ url: URLPath, isCurrent: Bool = false, icon: Icon? = nil, count: String? = nil) {
        self.label = label
        self.url = url
        self.isCurrent = isCurrent
        self.icon = icon
        self.count = count
    }
}

extension Components {
    /// A menu that opens below its button, without scripts too.
    public func menu(_ label: HTML, class name: HTML = "button button--secondary", title: String? = nil, _ items: [MenuItem]) -> HTML {
        popover(label, class: name, title: title, "<ul class=\"menu__items\">\(items.render { "<li>\(menuLine($0))</li>" })</ul>")
    }

    /// A menu behind three dots.
    public func moreMenu(_ items: [MenuItem]) -> HTML {
        menu(icon(.ellipsis), class: "icon-button", title: say(Wording.actions), items)
    }

    /// Anything that opens below its button: a filter, a chooser of columns.
    public func popover(_ label: HTML, class name: HTML = "button button--secondary", title: String? = nil, _ content: HTML) -> HTML {
        let aria: HTML? = title.map { " aria-label=\"\($0)\" title=\"\($0)\"" }
        return """
            <details class="menu"><summary class="\(name)"\(aria)>\(label)</summary>\
            <div class="menu__panel">\(content)</div></details>
            """
    }

    public func tabs(_ tabs: [Tab], label: String) -> HTML {
        self.tabs(self.tabs(tabs), label: label)
    }

    /// - Parameter tabs: made by `tabs(_:)` before, some at a time.
    public func tabs(_ tabs: HTML, label: String) -> HTML { "<nav class=\"tabs\" aria-label=\"\(label)\">\(tabs)</nav>" }

    /// Tabs without what stands around them.
    public func tabs(_ tabs: [Tab]) -> HTML { tabs.render(tab) }

    func menuLine(_ item: MenuItem) -> HTML {
        let content: HTML = """
            \(item.icon.map { icon($0) })<span class="menu__label">\(item.label)</span>\(item.key.map { key($0) })
            """
        switch item.action {
        case .link(let url):
            return "<a class=\"menu__item\" href=\"\(url)\"\(keyAttribute(item.key))>\(content)</a>"
        case .post(let url):
            let line: HTML = """
                <button class="menu__item\(" menu__item--danger", if: item.isDangerous)" type="submit"\(keyAttribute(item.key))>\
                \(content)</button>
                """
            return form(url, class: "form-inline", attributes: confirmAttribute(item.confirm), line)
        }
    }

    private func tab(_ tab: Tab) -> HTML {
        """
        <a class="tabs__tab" href="\(tab.url)"\(" aria-current=\"page\"", if: tab.isCurrent)>\(tab.icon.map { icon($0) })\
        <span>\(tab.label)</span>\(tab.count.map { "<span class=\"tabs__count\">\($0)</span>" as HTML })</a>
        """
    }
}
