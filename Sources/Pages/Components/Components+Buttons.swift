public import Markup

public enum ButtonStyle: String, Sendable {
    /// The one thing a person came to do.
    case primary
    /// Everything else.
    case secondary
    /// Quiet, without a border.
    case plain
    /// Takes something away.
    case danger
}

extension Components {
    /// A button that submits its form, or does what `attributes` say.
    public func button(
        _ label: String, _ style: ButtonStyle = .secondary, icon: Icon? = nil, key: String? = nil, attributes: HTML = " type=\"submit\""
    ) -> HTML {
        """
        <button class="button button--\(style.rawValue)"\(attributes)\(keyAttribute(key))>\(icon.map { self.icon($0) })<span>\(label)\
        </span></button>
        """
    }

    /// A link that looks like a button.
    public func linkButton(_ label: String, _ url: URLPath, _ style: ButtonStyle = .secondary, icon: Icon? = nil, key: String? = nil)
        -> HTML
    {
        """
        <a class="button button--\(style.rawValue)" href="\(url)"\(keyAttribute(key))>\(icon.map { self.icon($0) })<span>\(label)</span></a>
        """
    }

    /// A button with nothing but an icon; the label is read aloud and shown as a hint.
    public func iconButton(_ icon: Icon, _ label: String, attributes: HTML = " type=\"submit\"") -> HTML {
        "<button class=\"icon-button\" aria-label=\"\(label)\" title=\"\(label)\"\(attributes)>\(self.icon(icon))</button>"
    }

    public func iconLink(_ icon: Icon, _ label: String, _ url: URLPath, key: String? = nil) -> HTML {
        "<a class=\"icon-button\" aria-label=\"\(label)\" title=\"\(label)\" href=\"\(url)\"\(keyAttribute(key))>\(self.icon(icon))</a>"
    }

    /// A form that changes something, with its token.
    public func form(_ action: URLPath, class name: HTML = "form", attributes: HTML = HTML(), _ content: HTML) -> HTML {
        "<form class=\"\(name)\" method=\"post\" action=\"\(action)\"\(attributes)>\(csrfField)\(content)</form>"
    }

    /// A form of one button.
    public func postButton(
        _ label: String, _ action: URLPath, _ style: ButtonStyle = .secondary, icon: Icon? = nil, key: String? = nil,
        confirm: String? = nil,
        fields: [(String, String)] = []
    ) -> HTML {
        let hidden = fields.render { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
        return form(
            action, class: "form-inline", attributes: confirmAttribute(confirm), hidden + button(label, style, icon: icon, key: key))
    }

    /// The token that every changing form carries.
    public var csrfField: HTML { "<input type=\"hidden\" name=\"_csrf\" value=\"\(csrf)\">" }

    func keyAttribute(_ key: String?) -> HTML? { key.map { " data-key=\"\($0)\"" } }

    func confirmAttribute(_ question: String?) -> HTML { question.map { " data-confirm=\"\($0)\"" } ?? HTML() }
}
