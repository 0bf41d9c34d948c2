/// How long a failed job waits: a random part of a time that doubles with every attempt.
public struct Backoff: Sendable {
    public let first: Int64
    public let longest: Int64
    private let pick: @Sendable (ClosedRange<Int64>) -> Int64

    /// Times in seconds. `pick` chooses from a range; by chance unless a test wants to know.
    public init(
        first: Int64 = 4, longest: Int64 = 3600,
        pick: @escaping @Sendable (ClosedRange<Int64>) -> Int64 = { Int64.random(in: $0) }
    ) {
        self.first = max(first, 1)
        self.longest = max(longest, 1)
        self.pick = pick
    }

    /// The longest wait after an attempt, counted from 1.
    public func ceiling(attempt: Int64) -> Int64 {
        let doublings = min(max(attempt - 1, 0), 30)
        let (seconds, overflow) = first.multipliedReportingOverflow(by: 1 << doublings)
        return overflow ? longest : min(seconds, longest)
    }

    public func delay(attempt: Int64) -> Int64 { pick(1...ceiling(attempt: attempt)) }
}
