import Kit
public import Storage

/// The way in with e-mail and password. Known, unknown and disabled users get the same answer at the same cost.
public struct SignIn: Sendable {
    private let database: any Database
    private let passwords: Passwords

    public init(_ database: any Database, passwords: Passwords) {
        self.database = database
        self.passwords = passwords
    }

    /// - Throws: `Failure.invalid` when the two do not fit, `Failure.tooMany` when there were too many tries.
    public func enter(email: String, password: String, from visitor: Visitor) async throws -> NewSession {
        guard email.utf8.count <= 254, password.utf8.count <= 1024 else { throw SignIn.refusal }
        let ofAccount = SignIn.limits(email: email, visitor)
        // One own account that works must not buy free tries at others.
        let ofNetwork = Throttle.Limit("sign-in:\(visitor.network)", free: 50, longest: 900)
        let known = try await database.write { tx in
            try Throttle.admit(ofAccount + [ofNetwork], in: tx)
            return try Credentials.find(email: email, in: tx)
        }
        guard try await passwords.verify(password, against: known?.hash), let known else { throw SignIn.refusal }
        let fresh = passwords.isOutdated(known.hash) ? try await passwords.hash(password) : nil
        return try await database.write { tx in
            // Hashing took its time: the password or the user may have been changed meanwhile.
            guard let still = try Credentials.find(email: email, in: tx), still == known else { throw SignIn.refusal }
            try Throttle.forgive(ofAccount, entirely: true, in: tx)
            try Throttle.forgive([ofNetwork], entirely: false, in: tx)
            if let fresh { try Credentials.rehash(known.hash, as: fresh, for: known.user, in: tx) }
            return try Sessions.start(for: known.user, from: visitor, in: tx)
        }
    }

    private static let refusal = Failure.invalid(
        "password", Label("The e-mail or the password is wrong.", ru: "Неверная почта или пароль.")
    )

    /// Strict for one account from one network, milder for the account alone: a stranger must not lock anybody out for long.
    static func limits(email: String, _ visitor: Visitor) -> [Throttle.Limit] {
        let account = Secret.hash(email.folded)
        return [
            Throttle.Limit("sign-in:\(account):\(visitor.network)", free: 5, longest: 900),
            Throttle.Limit("sign-in:\(account)", free: 20, longest: 60),
        ]
    }
}
