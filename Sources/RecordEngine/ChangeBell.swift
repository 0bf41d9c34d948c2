import Synchronization

/// Rung after each unit of this process that wrote records, for those who then look into the journal. Only a hint: what another server
/// writes does not ring it.
public final class ChangeBell: Sendable {
    private let listeners = Mutex<[@Sendable () -> Void]>([])

    init() {}

    /// Has `body` called after each ring. It must be quick.
    public func listen(_ body: @escaping @Sendable () -> Void) { listeners.withLock { $0.append(body) } }

    public func ring() { for listener in listeners.withLock({ $0 }) { listener() } }
}
