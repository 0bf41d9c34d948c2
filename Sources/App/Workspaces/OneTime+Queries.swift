import Kit
import PostgresStorage
import Storage
import Synchronization

/// The time of this program: it never goes back, at a restart no further than the journal, and servers over one PostgreSQL agree about it
/// whatever the clocks of their machines say. A job that begins now begins also when the machine's clock is set back.
final class OneTime: Sendable {
    private let machine: Clock
    private let state = Mutex(State())

    private struct State {
        var latest = Int64.min
        /// What the clock of the database said, and when it was asked.
        var told: (at: ContinuousClock.Instant, time: Int64)?
        /// Since when the clock has been behind, and what the time was then: from there it goes on by itself, so that what is due comes due.
        var behind: (since: ContinuousClock.Instant, from: Int64)?
    }

    /// A journal that is further ahead than this was written by a clock that was wrong; time goes on without it then.
    private static let longest: Int64 = 31 * 86_400_000

    init(_ machine: Clock) { self.machine = machine }

    var clock: Clock { Clock { self.now() } }

    private func now() -> Instant {
        state.withLock { state in
            let present = state.told.map { OneTime.later($0.time, since: $0.at) } ?? machine.now().milliseconds
            if present >= state.latest {
                state.latest = present
                state.behind = nil
            } else {
                let behind = state.behind ?? (.now, state.latest)
                state.behind = behind
                state.latest = max(state.latest, OneTime.later(behind.from, since: behind.since))
            }
            return Instant(milliseconds: state.latest)
        }
    }

    private static func later(_ time: Int64, since start: ContinuousClock.Instant) -> Int64 {
        time + Int64((ContinuousClock.now - start) / .milliseconds(1))
    }

    var follows: Bool { state.withLock { $0.told != nil } }

    /// Follows the clock of a database that has one, before anything is written in it, and now and then again: meanwhile the time goes on by
    /// itself, whatever becomes of the machine's clock.
    func follow(_ database: any Database) async throws {
        guard database is PostgresDatabase else { return }
        let (theirs, at) = try await database.read {
            (try $0.first("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)") { $0.int(0) }, ContinuousClock.now)
        }
        guard let theirs else { return }
        state.withLock { state in
            if state.told == nil { (state.latest, state.behind) = (theirs, nil) }
            state.told = (at, theirs)
        }
    }

    /// Begins no earlier than the last changes in a workspace. Several, because numbers are not given in the order of moments.
    func begin(behind database: any Database) async throws {
        let latest = now().milliseconds + OneTime.longest
        let last = try await database.read {
            try $0.first("SELECT max(at) FROM (SELECT at FROM batch ORDER BY id DESC LIMIT 100) AS late WHERE at < \(latest)") { $0.int(0) }
        }
        guard let last else { return }
        state.withLock { $0.latest = max($0.latest, last) }
    }
}
