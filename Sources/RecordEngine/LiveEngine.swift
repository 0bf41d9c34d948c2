public import Kit
public import Storage
import Synchronization

/// The engine of a workspace as it is now: swapped whole when an administrator changes the schema, here or on another server.
public final class LiveEngine: Sendable {
    /// Reads what the workspace adds to the shipped engine.
    public typealias Source = @Sendable (_ shipped: Engine, any Connection) throws -> Additions

    /// For so long a server may read by a schema that another server has changed.
    private static let trust: Int64 = 2_000

    private struct State {
        var engine: Engine
        var checked: Instant
    }

    private let shipped: Engine
    private let additions: Source
    private let state: Mutex<State>

    /// Reads the workspace's part of the schema, once its tables are there.
    public init(_ shipped: Engine, adding additions: @escaping Source, _ tx: any Transaction) throws {
        self.shipped = shipped
        self.additions = additions
        let engine = try LiveEngine.read(shipped, additions, version: try SchemaVersion.read(tx), tx)
        state = Mutex(State(engine: engine, checked: tx.now))
    }

    /// What is known without asking. Before a snapshot is taken this may be older than it, which does no harm: columns never go.
    public var known: Engine { state.withLock { $0.engine } }

    /// The engine for a unit of writing: always that of the schema in force, which can't change until the unit ends.
    public func engine(for tx: any Transaction) throws -> Engine {
        let version = try SchemaVersion.hold(tx)
        let known = known
        if version == known.version { return known }
        let engine = try read(version, tx)
        // What another unit of the same group changed is not durable yet.
        tx.afterCommit { [self] in publish(engine) }
        return engine
    }

    /// The engine as a unit that has changed the schema by itself has made it.
    package func reread(_ tx: any Transaction) throws -> Engine { try read(try SchemaVersion.hold(tx), tx) }

    /// The engine for reading a snapshot, which is asked for its version only when there is a reason.
    /// - Parameters:
    ///   - known: what was `known` before the snapshot was taken.
    ///   - mustAsk: whether to ask without any other reason.
    public func engine(_ known: Engine, on snapshot: any Connection, at now: Instant, mustAsk: Bool = false) throws -> Engine {
        let isDue = state.withLock { now.milliseconds - $0.checked.milliseconds > LiveEngine.trust }
        guard known.isOutdated || isDue || mustAsk else { return known }
        let version = try SchemaVersion.read(snapshot)
        state.withLock { $0.checked = now }
        if version == known.version { return known }
        let engine = try read(version, snapshot)
        publish(engine)
        return engine
    }

    /// Asks for the version again at the next occasion: another server may have changed it.
    public func doubt() { state.withLock { $0.checked = Instant(milliseconds: 0) } }

    private func publish(_ engine: Engine) {
        state.withLock { if $0.engine.version < engine.version { $0.engine = engine } }
    }

    private func read(_ version: Int64, _ connection: any Connection) throws -> Engine {
        try LiveEngine.read(shipped, additions, version: version, connection)
    }

    private static func read(_ shipped: Engine, _ additions: Source, version: Int64, _ connection: any Connection) throws -> Engine {
        Engine(shipped, adding: try additions(shipped, connection), version: version)
    }
}
