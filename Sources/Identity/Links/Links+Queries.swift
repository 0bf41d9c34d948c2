import Kit
public import Storage

extension Links {
    static let table = SystemTable(Identifier("invitation")) { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE invitation (
              hash \(text) PRIMARY KEY, user_id \(integer) NOT NULL, purpose \(text) NOT NULL, expires_at \(integer) NOT NULL
            )
            """,
            "CREATE INDEX invitation_of_user ON invitation (user_id)",
        ]
    }

    static func insert(_ hash: String, _ purpose: Purpose, user: Int64, until: Instant, _ tx: any Transaction) throws {
        try tx.execute(
            """
            INSERT INTO invitation (hash, user_id, purpose, expires_at)
            VALUES (\(hash), \(user), \(purpose.rawValue), \(until.milliseconds))
            """
        )
    }

    static func owner(_ hash: String, at now: Instant, _ connection: any Connection) throws -> LinkOwner? {
        try connection.first(
            """
            SELECT u.id, u.name, u.email, i.purpose FROM invitation i JOIN "user" u ON u.id = i.user_id
            WHERE i.hash = \(hash) AND i.expires_at > \(now.milliseconds) AND u.is_active = 1
            """
        ) { LinkOwner(user: $0.int(0), name: $0.text(1), email: $0.text(2), purpose: Purpose(rawValue: $0.text(3)) ?? .reset) }
    }

    static func user(email: String, _ connection: any Connection) throws -> Int64? {
        try connection.first("SELECT id FROM \"user\" WHERE email_fold = \(email.folded) AND is_active = 1") { $0.int(0) }
    }

    static func spend(_ hash: String, _ tx: any Transaction) throws -> Bool {
        try tx.execute("DELETE FROM invitation WHERE hash = \(hash)") == 1
    }

    /// All links of a user are worthless after this.
    public static func forget(of user: Int64, in tx: any Transaction) throws {
        try tx.execute("DELETE FROM invitation WHERE user_id = \(user)")
    }

    public static func sweep(in tx: any Transaction) throws {
        try tx.execute("DELETE FROM invitation WHERE expires_at <= \(tx.now.milliseconds)")
    }
}
