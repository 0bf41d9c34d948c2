import Kit
public import Storage

/// The stored passwords, one to a user.
public enum Credentials {
    static let table = SystemTable(Identifier("credential")) { dialect in
        [
            """
            CREATE TABLE credential (
              user_id \(dialect.type(.integer)) PRIMARY KEY, hash \(dialect.type(.text)) NOT NULL,
              changed_at \(dialect.type(.integer)) NOT NULL
            )
            """
        ]
    }

    static func hash(of user: Int64, in connection: any Connection) throws -> String? {
        try connection.first("SELECT hash FROM credential WHERE user_id = \(user)") { $0.text(0) }
    }

    public static func set(_ hash: String, for user: Int64, in tx: any Transaction) throws {
        try tx.execute(
            """
            INSERT INTO credential (user_id, hash, changed_at) VALUES (\(user), \(hash), \(tx.now.milliseconds))
            ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at
            """
        )
    }

    /// The same password at another cost.
    static func rehash(_ old: String, as new: String, for user: Int64, in tx: any Transaction) throws {
        try tx.execute("UPDATE credential SET hash = \(new) WHERE user_id = \(user) AND hash = \(old)")
    }

    /// Whoever may sign in with an e-mail, and the stored password.
    static func find(email: String, in connection: any Connection) throws -> (user: Int64, hash: String)? {
        try connection.first(
            """
            SELECT u.id, c.hash FROM "user" u JOIN credential c ON c.user_id = u.id
            WHERE u.email_fold = \(email.folded) AND u.is_active = 1
            """
        ) { ($0.int(0), $0.text(1)) }
    }
}
