import Synchronization

/// Keeps what happened on other threads, in the order in which it happened.
public final class Ledger<Entry: Sendable>: Sendable {
    private let kept = Mutex<[Entry]>([])

    public init() {}

    public func note(_ entry: Entry) { kept.withLock { $0.append(entry) } }

    public var entries: [Entry] { kept.withLock { $0 } }
}
