import Synchronization

/// Lets so many at a time look into the database: thousands of pages that hear of one change would leave no room there for anybody else, and
/// those who find none themselves would never hear of it.
package final class LiveTurns: Sendable {
    private let most: Int
    private let state = Mutex((looking: 0, waiting: [CheckedContinuation<Void, Never>]()))

    package init(_ most: Int) { self.most = most }

    package func take<T: Sendable>(_ look: @Sendable () async throws -> T) async rethrows -> T {
        await withCheckedContinuation { turn in
            let isFree = state.withLock { state in
                guard state.looking == most else {
                    state.looking += 1
                    return true
                }
                state.waiting.append(turn)
                return false
            }
            if isFree { turn.resume() }
        }
        defer { next()?.resume() }
        return try await look()
    }

    /// Who is let in now that one has looked.
    private func next() -> CheckedContinuation<Void, Never>? {
        state.withLock { state in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            state.looking -= 1
            return nil
        }
    }
}
