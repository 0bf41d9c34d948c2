public import Kit
public import Storage

/// Who is signed in. A cookie of 256 random bits, of which only the hash is kept.
public enum Sessions {
    /// A session ends when nothing comes for so long …
    static let idleSeconds: Int64 = 12 * 3600
    /// … and after this in any case.
    static let longestSeconds: Int64 = 14 * 86_400
    /// The oldest sessions beyond this number end.
    static let limitPerUser = 20
    private static let touchSeconds: Int64 = 60

    public static func start(for user: Int64, from visitor: Visitor, in tx: any Transaction) throws -> NewSession {
        let cookie = Secret.make()
        let expiresAt = tx.now.adding(seconds: longestSeconds)
        try insert(Secret.hash(cookie), user: user, visitor, expiresAt: expiresAt, tx)
        return NewSession(cookie: cookie, signedIn: signedIn(cookie, user: user, isStale: false), expiresAt: expiresAt)
    }

    /// The session of a cookie, or nil when there is none, or it has ended. Whether the user is still active is told by `Principals.load`.
    public static func find(_ cookie: String, at now: Instant, in connection: any Connection) throws -> SignedIn? {
        guard cookie.utf8.count <= 100, let row = try row(Secret.hash(cookie), connection) else { return nil }
        guard now < row.expiresAt, now < row.seenAt.adding(seconds: idleSeconds) else { return nil }
        return signedIn(cookie, user: row.user, isStale: row.seenAt.adding(seconds: touchSeconds) <= now)
    }

    /// Replaces a session by a new one, when rights grow or the password changes. The old cookie is worthless then.
    public static func renew(_ old: SignedIn, from visitor: Visitor, in tx: any Transaction) throws -> NewSession {
        guard try end(old.session, of: old.user, in: tx) else { throw Failure.signInRequired }
        return try start(for: old.user, from: visitor, in: tx)
    }

    private static func signedIn(_ cookie: String, user: Int64, isStale: Bool) -> SignedIn {
        SignedIn(
            user: user, session: Secret.hash(cookie), formToken: Secret.derived(from: cookie, for: "forms"), isStale: isStale
        )
    }
}
