import Kit
public import Storage

/// A user changes the own password, knowing the old one.
public struct PasswordChange: Sendable {
    private let database: any Database
    private let passwords: Passwords

    public init(_ database: any Database, passwords: Passwords) {
        self.database = database
        self.passwords = passwords
    }

    /// All other sessions end, and this one goes on under a new cookie.
    /// - Throws: `Failure.invalid` beside `current` or `password`, `Failure.tooMany`.
    public func change(
        _ signedIn: SignedIn, from current: String, to password: String, about: [String] = [], visitor: Visitor
    ) async throws -> NewSession {
        try PasswordRules.check(password, about: about)
        guard current.utf8.count <= 1024 else { throw PasswordChange.refusal }
        let limit = Throttle.Limit("password:\(signedIn.user)", free: 5, longest: 900)
        let stored = try await database.write { tx in
            try Throttle.admit([limit], in: tx)
            return try Credentials.hash(of: signedIn.user, in: tx)
        }
        guard try await passwords.verify(current, against: stored) else { throw PasswordChange.refusal }
        let hash = try await passwords.hash(password)
        return try await database.write { tx in
            guard try Credentials.hash(of: signedIn.user, in: tx) == stored else { throw PasswordChange.refusal }
            try Throttle.forgive([limit], entirely: true, in: tx)
            try Credentials.set(hash, for: signedIn.user, in: tx)
            try Links.forget(of: signedIn.user, in: tx)
            let session = try Sessions.renew(signedIn, from: visitor, in: tx)
            try Sessions.endAll(of: signedIn.user, except: session.signedIn.session, in: tx)
            return session
        }
    }

    private static let refusal = Failure.invalid("current", Label("This is not your password.", ru: "Это не ваш пароль."))
}
