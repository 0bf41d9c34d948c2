/// Work with its caller waiting. Exactly one of the answers is given, once: what `run` returns, or `refuse`.
package struct Pending<Lent>: Sendable {
    /// Does the work and returns what tells the caller, to be called when the work is final.
    package let run: @Sendable (Lent) throws -> @Sendable () -> Void
    package let refuse: @Sendable (any Error) -> Void
}

extension WorkQueue {
    /// Queues `body` and waits for its answer. Cancelling the caller changes nothing: what is queued is done.
    package func answer<T: Sendable, Lent>(
        to body: @escaping @Sendable (Lent) throws -> T,
        as item: (Pending<Lent>) -> Item
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let pending = Pending<Lent>(
                run: { lent in
                    let value = try body(lent)
                    return { continuation.resume(returning: value) }
                },
                refuse: { continuation.resume(throwing: $0) }
            )
            do {
                try put(item(pending))
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
