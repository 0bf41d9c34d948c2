public import Kit
public import RecordEngine
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
    private static let byHash = Principals.statement(", k.seen_at, k.expires_at", of: "session k", where: "k.hash = \("")")

    public static func start(for user: Int64, from visitor: Visitor, in tx: any Transaction) throws -> NewSession {
        let cookie = Secret.make()
        let expiresAt = tx.now.adding(seconds: longestSeconds)
        let hash = Secret.hash(cookie)
        try insert(hash, user: user, visitor, expiresAt: expiresAt, tx)
        return NewSession(cookie: cookie, signedIn: signedIn(cookie, hash, user: user, isStale: false), expiresAt: expiresAt)
    }

    /// The session of a cookie with whom it acts for; nil when there is none, it has ended, or its user is disabled.
    public static func find(
        _ cookie: String, at now: Instant, in connection: any Connection
    ) throws -> (session: SignedIn, principal: Principal)? {
        guard cookie.utf8.count <= 100 else { return nil }
        let hash = Secret.hash(cookie)
        var (seenAt, expiresAt) = (Instant(milliseconds: 0), Instant(milliseconds: 0))
        let found = try Principals.find(byHash.filled([.text(hash)]), in: connection) { row in
            seenAt = Instant(milliseconds: row.int(9))
            expiresAt = Instant(milliseconds: row.int(10))
        }
        guard let found, now < expiresAt, now < seenAt.adding(seconds: idleSeconds) else { return nil }
        let isStale = seenAt.adding(seconds: touchSeconds) <= now
        return (signedIn(cookie, hash, user: found.user, isStale: isStale), found.principal(Via(.page)))
    }

    /// Replaces a session by a new one, when rights grow or the password changes. The old cookie is worthless then.
    public static func renew(_ old: SignedIn, from visitor: Visitor, in tx: any Transaction) throws -> NewSession {
        guard try end(old.session, of: old.user, in: tx) else { throw Failure.signInRequired }
        return try start(for: old.user, from: visitor, in: tx)
    }

    private static func signedIn(_ cookie: String, _ hash: String, user: Int64, isStale: Bool) -> SignedIn {
        SignedIn(user: user, session: hash, formToken: Secret.derived(from: cookie, for: "forms"), isStale: isStale)
    }
}
