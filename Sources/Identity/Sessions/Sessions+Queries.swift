public import Kit
public import Storage

extension Sessions {
    static let table = SystemTable(Identifier("session")) { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE session (
              hash \(text) PRIMARY KEY, user_id \(integer) NOT NULL, created_at \(integer) NOT NULL, seen_at \(integer) NOT NULL,
              expires_at \(integer) NOT NULL, address \(text) NOT NULL, agent \(text) NOT NULL
            )
            """,
            "CREATE INDEX session_of_user ON session (user_id, created_at)",
            "CREATE INDEX session_expiry ON session (expires_at)",
        ]
    }

    /// Everybody is signed out.
    public static func endAll(in tx: any Transaction) throws { try tx.execute("DELETE FROM session") }

    /// Marks the session as seen, at most once a minute.
    public static func touch(_ signedIn: SignedIn, in tx: any Transaction) throws {
        let now = tx.now
        try tx.execute(
            """
            UPDATE session SET seen_at = \(now.milliseconds)
            WHERE hash = \(signedIn.session) AND seen_at <= \(now.adding(seconds: -60).milliseconds)
            """
        )
    }

    /// Ends one session of a user; false when there is no such.
    @discardableResult
    public static func end(_ session: String, of user: Int64, in tx: any Transaction) throws -> Bool {
        try tx.execute("DELETE FROM session WHERE hash = \(session) AND user_id = \(user)") == 1
    }

    /// Ends the session of a user that a list names by its handle; false when there is no such.
    public static func end(handle: String, of user: Int64, in tx: any Transaction) throws -> Bool {
        try tx.execute("DELETE FROM session WHERE user_id = \(user) AND substr(hash, 1, 16) = \(handle)") == 1
    }

    /// Ends all sessions of a user, but one if given. At the next request they are gone on every server.
    public static func endAll(of user: Int64, except kept: String? = nil, in tx: any Transaction) throws {
        try tx.execute("DELETE FROM session WHERE user_id = \(user) AND hash <> \(kept ?? "")")
    }

    /// The living sessions of a user, the last seen first.
    public static func list(of user: Int64, at now: Instant, in connection: any Connection) throws -> [SessionView] {
        try connection.all(
            """
            SELECT hash, created_at, seen_at, address, agent FROM session
            WHERE user_id = \(user) AND expires_at > \(now.milliseconds) AND seen_at > \(now.adding(seconds: -idleSeconds).milliseconds)
            ORDER BY seen_at DESC, hash
            """
        ) { row in
            SessionView(
                session: row.text(0), createdAt: Instant(milliseconds: row.int(1)), seenAt: Instant(milliseconds: row.int(2)),
                address: row.text(3), agent: row.text(4)
            )
        }
    }

    /// Forgets the sessions that have ended by themselves.
    public static func sweep(in tx: any Transaction) throws {
        let now = tx.now
        try tx.execute(
            """
            DELETE FROM session
            WHERE expires_at <= \(now.milliseconds) OR seen_at <= \(now.adding(seconds: -idleSeconds).milliseconds)
            """
        )
    }

    static func insert(_ hash: String, user: Int64, _ visitor: Visitor, expiresAt: Instant, _ tx: any Transaction) throws {
        let now = tx.now.milliseconds
        try tx.execute(
            """
            INSERT INTO session (hash, user_id, created_at, seen_at, expires_at, address, agent)
            VALUES (\(hash), \(user), \(now), \(now), \(expiresAt.milliseconds), \(visitor.address), \(visitor.agent))
            """
        )
        try tx.execute(
            """
            DELETE FROM session WHERE user_id = \(user) AND hash NOT IN (
              SELECT hash FROM session WHERE user_id = \(user) ORDER BY created_at DESC, (hash = \(hash)) DESC LIMIT \(limitPerUser)
            )
            """
        )
    }
}
