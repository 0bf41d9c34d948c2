import Kit
public import Storage

extension Tokens {
    static let table = SystemTable(Identifier("token")) { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE token (
              id \(dialect.sequentialID), user_id \(integer) NOT NULL, name \(text) NOT NULL, hash \(text) NOT NULL UNIQUE,
              created_at \(integer) NOT NULL, last_used_at \(integer), revoked_at \(integer)
            )
            """,
            "CREATE INDEX token_of_user ON token (user_id, id)",
        ]
    }

    /// The living tokens of a user, the newest first.
    public static func list(of user: Int64, in connection: any Connection) throws -> [Token] {
        try connection.all(
            """
            SELECT id, user_id, name, created_at, last_used_at FROM token
            WHERE user_id = \(user) AND revoked_at IS NULL ORDER BY id DESC
            """,
            token
        )
    }

    /// - Throws: `Failure.notFound` unless it is a living token of this user.
    public static func revoke(_ id: Int64, of user: Int64, in tx: any Transaction) throws {
        let changed = try tx.execute(
            "UPDATE token SET revoked_at = \(tx.now.milliseconds) WHERE id = \(id) AND user_id = \(user) AND revoked_at IS NULL"
        )
        guard changed == 1 else { throw Failure.notFound }
    }

    public static func revokeAll(of user: Int64, in tx: any Transaction) throws {
        try tx.execute("UPDATE token SET revoked_at = \(tx.now.milliseconds) WHERE user_id = \(user) AND revoked_at IS NULL")
    }

    /// Notes that the token is in use, at most once a minute.
    public static func touch(_ token: UsedToken, in tx: any Transaction) throws {
        let now = tx.now
        try tx.execute(
            """
            UPDATE token SET last_used_at = \(now.milliseconds)
            WHERE id = \(token.id) AND (last_used_at IS NULL OR last_used_at <= \(now.adding(seconds: -60).milliseconds))
            """
        )
    }

    static func count(of user: Int64, _ connection: any Connection) throws -> Int64 {
        try connection.first("SELECT COUNT(*) FROM token WHERE user_id = \(user) AND revoked_at IS NULL") { $0.int(0) } ?? 0
    }

    static func insert(_ hash: String, named name: String, for user: Int64, _ tx: any Transaction) throws -> Int64 {
        let id = try tx.first(
            """
            INSERT INTO token (user_id, name, hash, created_at) VALUES (\(user), \(name), \(hash), \(tx.now.milliseconds)) RETURNING id
            """
        ) { $0.int(0) }
        return id ?? 0
    }

    private static func token(_ row: any Row) -> Token {
        Token(
            id: row.int(0), user: row.int(1), name: row.text(2), createdAt: Instant(milliseconds: row.int(3)),
            lastUsedAt: row.optionalInt(4).map(Instant.init(milliseconds:))
        )
    }
}
