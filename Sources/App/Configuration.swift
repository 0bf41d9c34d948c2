public import Kit
public import Web

/// Where a workspace's data is and how the program is reached. What a person chose at start-up; everything else is in the database.
public struct Configuration: Sendable {
    /// Which of the two engines, and where.
    public enum Place: Sendable, Hashable {
        /// A folder with one SQLite file a workspace.
        case folder(String)
        /// A PostgreSQL database with one schema a workspace.
        case postgres(url: String)
    }

    public var place: Place
    /// Besides the default one. A request goes to the workspace that the first label of its host names.
    public var workspaces: [String]
    public var host: String
    public var port: Int
    /// The port of this machine on which programs that watch it are told figures; nil for none.
    public var metricsPort: Int?
    /// Whether browsers come by HTTPS (through a proxy).
    public var isSecure: Bool
    /// The proxies in front that say who is behind them.
    public var proxies: TrustedProxies
    /// How many bytes a file on a record may have.
    public var fileLimit: Int
    /// How many threads read a SQLite file.
    public var readers = 4
    /// Seconds after which a connection that hardly moves is ended.
    public var patience = 30
    /// How many connections at a time; further ones wait until one ends.
    public var connections = 14_000
    /// For a workspace that is made now.
    public var standards: Standards

    /// What a new workspace begins with.
    public struct Standards: Sendable, Hashable {
        public var language: Language
        public var zone: String
        public var baseCurrency: Currency
        public var country: String

        public init(language: Language = .en, zone: String = "UTC", baseCurrency: Currency = .usd, country: String = "US") {
            self.language = language
            self.zone = zone
            self.baseCurrency = baseCurrency
            self.country = country
        }

        /// What fits a company in Russia.
        public static let russian = Standards(language: .ru, zone: "Europe/Moscow", baseCurrency: .rub, country: "RU")
    }

    public init(
        place: Place, workspaces: [String] = [], host: String = "127.0.0.1", port: Int = 8080, isSecure: Bool = false,
        proxies: TrustedProxies = .none, fileLimit: Int = Workspace.usualFileLimit, standards: Standards = Standards()
    ) {
        self.place = place
        self.workspaces = workspaces
        self.host = host
        self.port = port
        self.isSecure = isSecure
        self.proxies = proxies
        self.fileLimit = fileLimit
        self.standards = standards
    }

    /// The folder of SQLite; nil where PostgreSQL has everything.
    var folder: String? { if case .folder(let folder) = place { folder } else { nil } }

    /// Where the files of a workspace lie beside SQLite.
    func files(of workspace: String) -> String { "\(folder ?? ".")/files/\(workspace)" }
}
