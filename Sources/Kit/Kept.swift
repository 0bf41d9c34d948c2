import Synchronization

/// Values that follow from their keys and are dear to make, kept until there are too many of them.
public final class Kept<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Mutex<[Key: Value]>([:])
    private let limit: Int

    public init(limit: Int = 1_000) { self.limit = limit }

    /// The value of a key, made when it is not there. Two who come at once may both make it.
    public func value(_ key: Key, _ make: () throws -> Value) rethrows -> Value {
        if let known = values.withLock({ $0[key] }) { return known }
        let made = try make()
        values.withLock { values in
            if values.count >= limit { values = [:] }
            values[key] = made
        }
        return made
    }
}
