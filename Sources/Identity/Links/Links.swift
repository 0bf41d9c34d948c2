public import Kit
public import Storage

/// Links that let a user set a password once: the invitation of a new user, and the reset of a forgotten password.
public struct Links: Sendable {
    public enum Purpose: String, Sendable {
        case invitation, reset

        /// How long the link holds.
        var seconds: Int64 { self == .invitation ? 7 * 86_400 : 1800 }
    }

    private let database: any Database
    private let passwords: Passwords

    public init(_ database: any Database, passwords: Passwords) {
        self.database = database
        self.passwords = passwords
    }

    /// The secret part of a new link; earlier links of the user are worthless then.
    public static func make(_ purpose: Purpose, for user: Int64, in tx: any Transaction) throws -> String {
        let secret = Secret.make()
        try forget(of: user, in: tx)
        try insert(Secret.hash(secret), purpose, user: user, until: tx.now.adding(seconds: purpose.seconds), tx)
        return secret
    }

    /// A reset link for whoever has this e-mail, or nil, of which the one who asked must not learn.
    /// - Throws: `Failure.tooMany` when it is asked for too often.
    public static func reset(email: String, from visitor: Visitor, in tx: any Transaction) throws -> (user: Int64, secret: String)? {
        guard email.utf8.count <= 254 else { return nil }
        try Throttle.admit(
            [
                Throttle.Limit("reset:\(Secret.hash(email.folded))", free: 3, longest: 900),
                Throttle.Limit("reset:\(visitor.network)", free: 20, longest: 900),
            ],
            in: tx
        )
        guard let user = try Links.user(email: email, tx) else { return nil }
        return (user, try make(.reset, for: user, in: tx))
    }

    /// The user of a living link and the e-mail to greet with, or nil.
    public static func find(_ secret: String, at now: Instant, in connection: any Connection) throws -> LinkOwner? {
        secret.utf8.count <= 100 ? try owner(Secret.hash(secret), at: now, connection) : nil
    }

    /// Sets the password, spends the link, ends all sessions of the user and begins a new one.
    /// - Throws: `Failure.notFound` for a link that holds no more, `Failure.invalid` beside `password`.
    public func redeem(_ secret: String, password: String, from visitor: Visitor) async throws -> NewSession {
        let known = try await database.write { tx in try Links.find(secret, at: tx.now, in: tx) }
        guard let known else { throw Failure.notFound }
        try PasswordRules.check(password, about: [known.name, known.email])
        let hash = try await passwords.hash(password)
        return try await database.write { tx in
            guard let owner = try Links.find(secret, at: tx.now, in: tx), try Links.spend(Secret.hash(secret), tx) else {
                throw Failure.notFound
            }
            try Links.forget(of: owner.user, in: tx)
            try Credentials.set(hash, for: owner.user, in: tx)
            try Sessions.endAll(of: owner.user, in: tx)
            return try Sessions.start(for: owner.user, from: visitor, in: tx)
        }
    }
}

/// Whom a link belongs to.
public struct LinkOwner: Sendable {
    public let user: Int64
    public let name: String
    public let email: String
    public let purpose: Links.Purpose
}
