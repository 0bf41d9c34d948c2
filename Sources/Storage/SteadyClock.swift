package import Kit
import Synchronization

/// A clock that never goes back, whatever the machine's does.
package final class SteadyClock: Sendable {
    private let clock: Clock
    private let latest = Mutex(Int64.min)

    package init(_ clock: Clock) { self.clock = clock }

    package func now() -> Instant {
        let present = clock.now().milliseconds
        return latest.withLock { latest in
            latest = max(latest, present)
            return Instant(milliseconds: latest)
        }
    }
}
