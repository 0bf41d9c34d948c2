public import Kit

/// Who acts. Every read and write of a record happens with one.
public struct Principal: Sendable {
    /// The user whose rights these are; nil for the system itself.
    public let user: Int64?
    /// For the journal and the greeting.
    public let name: String
    public let role: Role
    /// The users of this user's teams, the user among them.
    public let team: [Int64]
    public let language: Language
    /// Through what this principal acts.
    public let via: Via

    public init(user: Int64?, name: String, role: Role, team: [Int64], language: Language, via: Via) {
        self.user = user
        self.name = name
        self.role = role
        self.team = team
        self.language = language
        self.via = via
    }

    /// The program itself: start-up, seeding, its own jobs.
    public static func system(_ language: Language = .en) -> Principal {
        Principal(user: nil, name: "Krug", role: systemRole, team: [], language: language, via: Via(.system))
    }

    private static let systemRole = Role("system", Label("System", ru: "Система"), standard: .everything, administers: true)

    func acting(as role: Role) -> Principal {
        Principal(user: user, name: name, role: role, team: team, language: language, via: via)
    }

    /// The same person with nothing but the right to read.
    var reading: Principal { Principal(user: user, name: name, role: role.reading, team: team, language: language, via: via) }

    /// The same person acting through something else.
    public func acting(via: Via) -> Principal {
        Principal(user: user, name: name, role: role, team: team, language: language, via: via)
    }
}

/// Through what an action came: a page, a token, an import, the undo of an earlier action.
public struct Via: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case page, token, importing = "import", undo, command, system, handover, bulk }
    public let kind: Kind
    /// The number of the token, the import, the bulk change or the batch undone.
    public let id: Int64?

    public init(_ kind: Kind, _ id: Int64? = nil) {
        self.kind = kind
        self.id = id
    }
}
