extension Passwords {
    /// The hash of a password that somebody chooses.
    /// - Parameter about: what is easy to guess of its owner.
    /// - Returns: `Failure.invalid` beside `password` for one that is too short or too easy.
    public func hash(new password: String, about: [String]) async -> Result<String, any Error> {
        do {
            try PasswordRules.check(password, about: about)
            return .success(try await hash(password))
        } catch {
            return .failure(error)
        }
    }
}
