import Kit
public import Storage

/// Makes guessing slow: after some free tries every further one waits longer. Kept in the database, so that it holds on every server
/// and after a restart.
public enum Throttle {
    /// What is counted, and how patient the count is.
    public struct Limit: Sendable {
        let key: String
        let free: Int64
        let longest: Int64

        /// - Parameter longest: the longest wait in seconds.
        public init(_ key: String, free: Int64, longest: Int64) {
            self.key = key
            self.free = free
            self.longest = longest
        }

        /// Seconds to wait after a number of tries.
        func wait(after tries: Int64) -> Int64 { tries < free ? 0 : min(longest, 1 << min(tries - free + 1, 30)) }
    }

    /// The count starts anew after so long without a try.
    static let memorySeconds: Int64 = 3600

    /// Counts a try before it is made, so that many at the same time count as many.
    /// - Throws: `Failure.tooMany`; nothing is counted then.
    public static func admit(_ limits: [Limit], in tx: any Transaction) throws {
        // Always in the same order, so that two units never wait for each other.
        for limit in limits.sorted(by: { $0.key < $1.key }) {
            let state = try count(limit.key, tx)
            let left = state.blockedUntil.milliseconds - tx.now.milliseconds
            guard left <= 0 else { throw Failure.tooMany(retryAfter: Int(left / 1000) + 1) }
            let wait = limit.wait(after: state.tries)
            if wait > 0 { try block(limit.key, until: tx.now.adding(seconds: wait), tx) }
        }
    }

    /// Takes back the try that succeeded, and with `entirely` all before it.
    public static func forgive(_ limits: [Limit], entirely: Bool, in tx: any Transaction) throws {
        for limit in limits.sorted(by: { $0.key < $1.key }) {
            if entirely { try forget(limit.key, tx) } else { try refund(limit.key, tx) }
        }
    }
}
