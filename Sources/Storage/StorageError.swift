/// A statement that the engine refused for a reason no user can mend: a fault of the program, for the log.
public struct StorageError: Error, Sendable, CustomStringConvertible {
    public let engine: String
    /// SQLite's extended result code or PostgreSQL's SQLSTATE.
    public let code: String
    public let message: String
    /// The text of the statement, without its values.
    public let statement: String

    public init(engine: String, code: String, message: String, statement: String) {
        self.engine = engine
        self.code = code
        self.message = message
        self.statement = statement
    }

    public var description: String { "\(engine) \(code): \(message) [\(statement)]" }
}
