public import Kit
import Synchronization

/// A clock that stands still until a test sets it forward.
public final class SetClock: Sendable {
    private let present = Mutex(Instant(seconds: 1_800_000_000))

    public init() {}

    public var now: Instant { present.withLock { $0 } }
    public var clock: Clock { Clock { self.now } }

    public func advance(seconds: Int64) { present.withLock { $0 = $0.adding(seconds: seconds) } }
}
