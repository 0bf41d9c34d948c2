/// Where a job stands.
public enum JobState: String, Sendable, CaseIterable {
    /// Waits for its time.
    case ready
    /// Somebody works on it, until the lease ends.
    case leased
    case done
    /// Failed for good, or ended the process three times. A person may start it again.
    case dead
    /// Broke off where nobody knows whether its effect happened, and it must not happen twice.
    case uncertain

    public var isFinished: Bool { self == .done || self == .dead || self == .uncertain }
}
