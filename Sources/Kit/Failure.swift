/// Everything that may go wrong by somebody's doing. The texts are for the user; causes go to the log.
public enum Failure: Error, Sendable, Equatable {
    /// There is no such thing, or the principal may not know of it.
    case notFound
    case signInRequired
    case forbidden(Label)
    /// All violations at once, each beside its field.
    case invalid([FieldIssue])
    /// The request could not be understood at all.
    case malformed(Label)
    case conflict(Label)
    /// Somebody else changed the record; `version` is the present one.
    case stale(version: Int64)
    case preconditionRequired
    case tooLarge(Label)
    case unsupportedType(Label)
    case methodNotAllowed
    case tooMany(retryAfter: Int)
    case unavailable(Label)
    case storageFull

    /// One violation without further ado.
    public static func invalid(_ field: String, _ message: Label) -> Failure {
        .invalid([FieldIssue(field, message)])
    }
}

extension Result where Failure == any Error {
    /// This and what `other` makes.
    /// - Throws: all violations of both at once.
    public func and<Other>(_ other: () throws -> Other) throws -> (Success, Other) {
        let second = Result<Other, any Error>(catching: other)
        if case .failure(Kit.Failure.invalid(let mine)) = self, case .failure(Kit.Failure.invalid(let others)) = second {
            throw Kit.Failure.invalid(others + mine)
        }
        return try (get(), second.get())
    }
}

/// What is wrong with one field, said to the person who filled it.
public struct FieldIssue: Error, Sendable, Equatable {
    public let field: String
    public let message: Label

    public init(_ field: String, _ message: Label) {
        self.field = field
        self.message = message
    }
}
