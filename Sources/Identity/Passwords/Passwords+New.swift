extension Passwords {
    /// The hash of a password that somebody has chosen.
    /// - Parameter about: what is easy to guess of its owner.
    /// - Throws: `Failure.invalid` beside `password` for one that is too short or too easy.
    public func hash(new password: String, about: [String]) async throws -> String {
        try PasswordRules.check(password, about: about)
        return try await hash(password)
    }
}
