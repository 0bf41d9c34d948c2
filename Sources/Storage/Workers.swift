import Foundation
import Synchronization

/// Threads of our own, so that a blocking call never holds a thread of Swift's pool.
package final class Workers: Sendable {
    private struct State {
        var running: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Starts `count` threads; each runs `work` once, with its number.
    package init(_ name: String, count: Int, work: @escaping @Sendable (Int) -> Void) {
        state = Mutex(State(running: count))
        for number in 0..<count {
            let thread = Thread { [self] in
                work(number)
                end()
            }
            thread.name = "\(name) \(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    /// Waits until the work of all threads is over.
    package func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.running > 0 { state.waiting.append(continuation) }
                return state.running == 0
            }
            if isOver { continuation.resume() }
        }
    }

    private func end() {
        let waiting = state.withLock { state in
            state.running -= 1
            guard state.running == 0 else { return [CheckedContinuation<Void, Never>]() }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
