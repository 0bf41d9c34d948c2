public import HummingbirdCore
public import Logging
import Synchronization

/// The connections of visitors. Beyond the limit further ones wait until one ends.
public final class Connections: AvailableConnectionsDelegate {
    public let limit: Int
    private let logger: Logger
    private let state = Mutex((count: 0, isTold: false))

    public init(limit: Int, logger: Logger) { (self.limit, self.logger) = (limit, logger) }

    public var count: Int { state.withLock { $0.count } }

    /// Whoever runs the program is told when the last one is taken, and again only after there was room for a while.
    public func connectionOpened() {
        let isNews = state.withLock { state in
            state.count += 1
            guard state.count >= limit, !state.isTold else { return false }
            state.isTold = true
            return true
        }
        if isNews { logger.warning("All \(limit) connections are in use; further ones wait until one ends. See --max-connections and --patience.") }
    }

    public func connectionClosed() {
        state.withLock { state in
            state.count -= 1
            if state.count <= limit / 2 { state.isTold = false }
        }
    }

    public func isAcceptingNewConnections() -> Bool { count < limit }
}
