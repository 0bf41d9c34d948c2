public import Kit
public import Markup

/// What pages are built of, in one person's language. Get it from `shell.components`.
public struct Components: Sendable {
    public let language: Language
    public let csrf: String
    public let assets: AssetLinks

    public init(language: Language, csrf: String, assets: AssetLinks) {
        self.language = language
        self.csrf = csrf
        self.assets = assets
    }

    /// A text in this person's language.
    public func say(_ label: Label) -> String { label[language] }

    /// A record by its number: "#1042", «№ 1042».
    public func number(of id: Int64) -> String { say(Label("#\(id)", ru: "№\u{A0}\(id)")) }

    /// An icon beside a text; it says nothing by itself.
    public func icon(_ icon: Icon, _ style: HTML = HTML()) -> HTML {
        "<svg class=\"icon\(" ", if: !style.isEmpty)\(style)\" aria-hidden=\"true\"><use href=\"\(assets.icons)#\(icon.rawValue)\"/></svg>"
    }

    /// A small coloured word: a stage, a state, a kind.
    public func badge(_ text: String, _ hue: Hue = .gray) -> HTML {
        "<span class=\"badge hue-\(hue.rawValue)\">\(text)</span>"
    }

    /// A tag; with a link it opens the list of everything that carries it.
    public func tag(_ text: String, _ hue: Hue = .gray, href: URLPath? = nil) -> HTML {
        if let href {
            "<a class=\"tag hue-\(hue.rawValue)\" href=\"\(href)\">\(text)</a>"
        } else {
            "<span class=\"tag hue-\(hue.rawValue)\">\(text)</span>"
        }
    }

    /// A person's initials on a colour of their own. Decorative: the name stands beside it or in `title`.
    public func avatar(_ name: String, isLarge: Bool = false) -> HTML {
        """
        <span class="avatar\(" avatar--large", if: isLarge) hue-\(hue(of: name).rawValue)" title="\(name)" aria-hidden="true">\
        \(initials(of: name))</span>
        """
    }

    /// A face and a name.
    public func person(_ name: String, href: URLPath? = nil) -> HTML {
        if let href {
            "<a class=\"person\" href=\"\(href)\">\(avatar(name))<span>\(name)</span></a>"
        } else {
            "<span class=\"person\">\(avatar(name))<span>\(name)</span></span>"
        }
    }

    /// A key to press, as printed on it.
    public func key(_ key: String) -> HTML {
        key.split(separator: " ").map { "<kbd class=\"kbd\">\($0.count == 1 ? $0.uppercased() : String($0))</kbd>" as HTML }.joined(
            separator: " ")
    }

    /// How far a thing has come.
    public func progress(_ done: Int, of total: Int, label: String) -> HTML {
        "<progress class=\"progress\" value=\"\(done)\" max=\"\(max(total, 1))\" aria-label=\"\(label)\"></progress>"
    }

    /// Says why there is nothing to see and what to do about it.
    public func emptyState(_ icon: Icon, _ title: String, _ text: String = "", actions: HTML = HTML()) -> HTML {
        """
        <div class="empty"><span class="empty__icon">\(self.icon(icon))</span><p class="empty__title">\(title)</p>\
        <p class="empty__text">\(text)</p><div class="empty__actions">\(actions)</div></div>
        """
    }

    /// A message that stays: `kind` is info, good, warning or bad.
    public func notice(_ kind: NoticeKind, _ content: HTML) -> HTML {
        """
        <div class="notice notice--\(kind.rawValue)" role="\(kind == .bad ? "alert" : "status")">\(icon(kind.icon))<div>\(content)\
        </div></div>
        """
    }

    private func initials(of name: String) -> String {
        var initials = ""
        var isAtStart = true
        for letter in name {
            if letter == " " || letter == "-" {
                isAtStart = true
            } else if isAtStart {
                initials += letter.uppercased()
                if initials.count == 2 { break }
                isAtStart = false
            }
        }
        return initials
    }

    /// The same person has the same colour everywhere and always, so Swift's seeded hash won't do.
    private func hue(of name: String) -> Hue {
        let sum = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return Hue.allCases[Int(sum % UInt32(Hue.allCases.count))]
    }
}

public enum NoticeKind: String, Sendable {
    case info, good, warning, bad

    var icon: Icon {
        switch self {
        case .info: .info
        case .good: .circleCheck
        case .warning, .bad: .warning
        }
    }
}
