/// A table that is not an object of the schema: sessions, jobs, the journal. Made at start-up when it is missing.
public struct SystemTable: Sendable {
    public let name: Identifier
    /// The statements that make the table and its indexes.
    public let create: @Sendable (any Dialect) -> [SQL]

    public init(_ name: Identifier, create: @escaping @Sendable (any Dialect) -> [SQL]) {
        self.name = name
        self.create = create
    }
}
