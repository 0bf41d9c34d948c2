import Definitions
public import Kit

/// What must not be, beyond what fields say of themselves: a condition on a record, and what is said when it is met.
public struct Rule: Sendable {
    public let object: String
    /// What must not be.
    public let condition: Filter
    /// The field that the message stands beside.
    public let field: String
    public let message: Label
    /// The fields of the object that the condition looks at, and that of the message.
    let subjects: Set<String>

    public init(_ object: String, refuses condition: Filter, at field: String, _ message: Label) {
        self.object = object
        self.condition = condition
        self.field = field
        self.message = message
        subjects = condition.subjects.union([field])
    }
}
