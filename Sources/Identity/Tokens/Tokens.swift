public import Kit
public import RecordEngine
public import Storage

/// The tokens of users.
public enum Tokens {
    static let prefix = "krug_"
    static let limitPerUser = 100
    private static let touchSeconds: Int64 = 60
    private static let byHash = Principals.statement(
        ", k.id, k.last_used_at", of: "token k", where: "k.hash = \("") AND k.revoked_at IS NULL")

    /// - Throws: `Failure.invalid` for the name, `Failure.conflict` when the user has too many.
    public static func create(named name: String, for user: Int64, in tx: any Transaction) throws -> NewToken {
        let name = String(name.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        guard (1...100).contains(name.count) else {
            throw Failure.invalid("name", Label("Give it a name of up to 100 characters.", ru: "Дайте название длиной до 100 символов."))
        }
        guard try count(of: user, tx) < limitPerUser else {
            throw Failure.conflict(Label("Revoke tokens that are not in use first.", ru: "Сначала отзовите неиспользуемые токены."))
        }
        let secret = prefix + Secret.make()
        let id = try insert(Secret.hash(secret), named: name, for: user, tx)
        return NewToken(secret: secret, token: Token(id: id, user: user, name: name, createdAt: tx.now, lastUsedAt: nil))
    }

    /// The token of a secret with whom it acts for; nil when there is none, it was revoked, or its owner is disabled.
    public static func find(_ secret: String, at now: Instant, in connection: any Connection) throws -> (token: UsedToken, principal: Principal)? {
        guard secret.utf8.count <= 100, secret.hasPrefix(prefix) else { return nil }
        var (id, lastUsedAt): (Int64, Instant?) = (0, nil)
        let found = try Principals.find(byHash.filled([.text(Secret.hash(secret))]), in: connection) { row in
            id = row.int(9)
            lastUsedAt = row.optionalInt(10).map(Instant.init(milliseconds:))
        }
        guard let found else { return nil }
        let isStale = lastUsedAt.map { $0.adding(seconds: touchSeconds) <= now } ?? true
        return (UsedToken(id: id, user: found.user, isStale: isStale), found.principal(Via(.token, id)))
    }
}
