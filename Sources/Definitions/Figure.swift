public import Kit

/// What a shipped field is counted over: the records that refer to its own. Kept like the rollups that administrators make, and named by
/// objects and fields, since the department of what is counted may be another.
public struct Figure: Sendable {
    /// The reference that leads here: `activity.about`.
    public let path: String
    /// `count`, `sum`, `min`, `max` or `avg`.
    public let function: String
    /// The field that is measured; empty where records are only counted.
    public let measured: String
    /// Which of them count, as a filter.
    public let condition: String

    public init(_ function: String, of measured: String = "", over path: String, where condition: String = "") {
        (self.path, self.function, self.measured, self.condition) = (path, function, measured, condition)
    }
}

extension Field where Value == Instant {
    /// When the earliest open activity about a record is due; empty when nothing is planned.
    public static let nextStep = Field(
        FieldDefinition(
            "next_step", Label("Next step", ru: "Следующий шаг"), InstantType(), readOnly: true,
            figure: Figure("min", of: "due_at", over: "activity.about", where: "done_at is empty")))
}
