public import Kit
public import Storage

/// A kind of work that is done behind the scenes, and how.
public struct JobKind: Sendable {
    /// As stored with every job of the kind.
    public let name: String
    /// For progress pages.
    public let label: Label
    /// After so many failures the job is dead.
    public let maximumAttempts: Int
    /// Whether the work may be done again when nobody knows how far it came. A kind that is not goes to `uncertain` instead.
    public let isRepeatable: Bool
    public let perform: @Sendable (JobRun) async throws -> Void
    /// What else belongs to the unit in which a job is over: done, or given up for good.
    public let whenOver: End?

    public typealias End = @Sendable (_ run: JobRun, _ isDone: Bool, _ tx: any Transaction) throws -> Void

    public init(
        _ name: String, _ label: Label, maximumAttempts: Int = 8, isRepeatable: Bool = true, whenOver: End? = nil,
        perform: @escaping @Sendable (JobRun) async throws -> Void
    ) {
        self.name = name
        self.label = label
        self.maximumAttempts = maximumAttempts
        self.isRepeatable = isRepeatable
        self.whenOver = whenOver
        self.perform = perform
    }
}

/// Thrown by a job that would fail again however often it is tried. The reason is shown on its page.
public struct GiveUp: Error, Sendable, CustomStringConvertible {
    public let reason: String
    public init(_ reason: String) { self.reason = reason }
    public var description: String { reason }
}

/// The job belongs to another runner by now, or is finished: whatever this one still does must not count.
public struct LeaseLost: Error, Sendable {
    public init() {}
}
