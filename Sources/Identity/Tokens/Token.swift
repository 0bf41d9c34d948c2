public import Kit

/// A key with which a program acts for its owner, with the owner's rights and never more.
public struct Token: Sendable {
    public let id: Int64
    public let user: Int64
    public let name: String
    public let createdAt: Instant
    /// To the minute.
    public let lastUsedAt: Instant?
}

/// A token that has just been made. Only here the secret is known.
public struct NewToken: Sendable {
    public let secret: String
    public let token: Token
}

/// A token as found with a request.
public struct UsedToken: Sendable {
    public let id: Int64
    public let user: Int64
    /// Whether its use must be noted.
    public let isStale: Bool
}
