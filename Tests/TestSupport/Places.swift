import Synchronization

/// How many places are lent at a time. All tests start at once; hundreds of open databases would only wait for each other until
/// the limits that protect a server from a stuck client strike.
final class Places: Sendable {
    static let shared = Places(12)

    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    private init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Whether this test has a place already. It must not wait for another one: those who have the others may do the same.
    @TaskLocal private static var isInside = false

    func lend(_ body: () async throws -> Void) async throws {
        guard !Places.isInside else { return try await body() }
        await enter()
        defer { leave() }
        try await Places.$isInside.withValue(true, operation: body)
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
