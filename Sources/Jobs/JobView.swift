public import Kit

/// A job as its progress page shows it.
public struct JobView: Sendable {
    public let id: Int64
    public let kind: String
    public let state: JobState
    public let attempt: Int64
    public let done: Int64
    public let total: Int64
    public let note: String?
    public let error: String?
    /// The user for whom it runs; nil for the program itself.
    public let createdBy: Int64?
    public let createdAt: Instant
    public let runAt: Instant
    public let finishedAt: Instant?

    /// 0 to 100, or nil while the amount of work is unknown.
    public var percent: Int? {
        guard state != .done else { return 100 }
        guard total > 0 else { return nil }
        return Int(min(max(done, 0), total).multipliedReportingOverflow(by: 100).partialValue / total)
    }
}
