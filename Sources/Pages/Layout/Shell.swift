public import Kit
public import Markup

/// What surrounds every page: who is here, where one can go, what has just been done.
public struct Shell: Sendable {
    public var language: Language
    public var theme: Theme
    public var assets: AssetLinks
    /// The token that every form sends back.
    public var csrf: String
    /// The name of the workspace, above the departments.
    public var workspace: String
    public var userName: String
    /// The person's number, by which scripts know whose page it is.
    public var user: Int64?
    /// What hides behind the user's face; theme and sign-out are added by the layout.
    public var userMenu: [MenuItem]
    public var navigation: [NavigationItem]
    /// What can be created anywhere, `c` opens the first.
    public var creations: [MenuItem]
    public var search: URLPath
    /// What the search field shows.
    public var searchText: String

    public init(
        language: Language, theme: Theme = .system, assets: AssetLinks, csrf: String, workspace: String = "Krug", userName: String,
        user: Int64? = nil, userMenu: [MenuItem] = [], navigation: [NavigationItem], creations: [MenuItem] = [], search: URLPath = URLPath("search"),
        searchText: String = ""
    ) {
        self.language = language
        self.theme = theme
        self.assets = assets
        self.csrf = csrf
        self.workspace = workspace
        self.userName = userName
        self.user = user
        self.userMenu = userMenu
        self.navigation = navigation
        self.creations = creations
        self.search = search
        self.searchText = searchText
    }

    /// The components in this person's language.
    public var components: Components { Components(language: language, csrf: csrf, assets: assets) }
}

/// Where the browser finds style, scripts, icons and the font, under digest names.
public struct AssetLinks: Sendable, Hashable {
    public let style: URLPath
    public let script: URLPath
    public let icons: URLPath
    public let font: URLPath
    /// The picture in the browser's tab.
    public let mark: URLPath

    public init(style: String, script: String, icons: String, font: String, mark: String) {
        self.style = URLPath(local: style) ?? .root
        self.script = URLPath(local: script) ?? .root
        self.icons = URLPath(local: icons) ?? .root
        self.font = URLPath(local: font) ?? .root
        self.mark = URLPath(local: mark) ?? .root
    }
}

/// A department in the rail.
public struct NavigationItem: Sendable {
    public var label: String
    public var url: URLPath
    public var icon: Icon
    public var isCurrent: Bool
    /// A key or a sequence such as `g d`, by the Latin letters on the keys.
    public var key: String?
    /// The heading under which it stands.
    public var section: String?

    public init(_ label: String, _ url: URLPath, _ icon: Icon, isCurrent: Bool = false, key: String? = nil, section: String? = nil) {
        self.section = section
        self.label = label
        self.url = url
        self.icon = icon
        self.isCurrent = isCurrent
        self.key = key
    }
}

/// What has just happened, said once, with a way back if there is one.
public struct Toast: Sendable {
    public var message: String
    public var undo: URLPath?
    /// Whether it says what was taken back, and `undo` does it again.
    public var isUndo: Bool
    public var isFailure: Bool
    /// What is asked next. It stays until it is answered.
    public var more: HTML

    public init(_ message: String, undo: URLPath? = nil, isUndo: Bool = false, isFailure: Bool = false, more: HTML = HTML()) {
        self.more = more
        self.message = message
        self.undo = undo
        self.isUndo = isUndo
        self.isFailure = isFailure
    }
}
