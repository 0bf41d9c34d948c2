public import Kit

/// Somebody who is signed in, as found by the cookie.
public struct SignedIn: Sendable {
    public let user: Int64
    /// Names the session inside the program; worthless as a cookie.
    public let session: String
    /// To stand in every form, and to come back with it.
    public let formToken: String
    /// Whether the session must be marked as seen.
    public let isStale: Bool

    /// Whether what came back with a form is this session's token.
    public func isGenuine(_ presented: String) -> Bool { Secret.isEqual(Array(presented.utf8), Array(formToken.utf8)) }
}

/// A session that has just begun. Only here the cookie is known.
public struct NewSession: Sendable {
    public let cookie: String
    public let signedIn: SignedIn
    public let expiresAt: Instant
}

/// A session in the list of a user's own.
public struct SessionView: Sendable {
    public let session: String
    public let createdAt: Instant
    public let seenAt: Instant
    public let address: String
    public let agent: String

    /// Names the session to its user without telling what is stored of it.
    public var handle: String { String(session.prefix(16)) }
}
