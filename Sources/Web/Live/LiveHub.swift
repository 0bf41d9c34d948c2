package import Definitions
public import Kit
import Notices
public import RecordEngine
public import Storage
import Synchronization

/// Tells those who look at records of a workspace what has changed, from the journal: what another server over the database wrote as
/// well. Who is looking at what is known of this server only.
public final class LiveHub: Sendable {
    /// What a page shows.
    package enum Subject: Hashable, Sendable {
        case record(RecordLink)
        /// A list or a board.
        case object(String)
    }

    /// What there is to be told to one who looks.
    package struct News: Sendable {
        package var changed: Set<RecordLink> = []
        /// Of whom a page shows the same record.
        package var present: [String]?
        /// How many notices wait.
        package var waiting: Int64?
    }

    private struct Listener {
        let user: Int64
        let name: String
        let subjects: Set<Subject>
        var news = News()
        var told: (present: [String]?, waiting: Int64?) = (nil, nil)
        let wake: AsyncStream<Void>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var last = 0
        /// Up to where the journal is read; nil while nobody listens.
        var position: JournalPosition?
        var isClosed = false
    }

    /// So long another server's changes may go unnoticed.
    private static let pause = Duration.seconds(2)
    /// So many pages of one person are told; the first of more is let go.
    private static let mostPages = 20
    /// Of a batch that touches more, the rest is not told one by one.
    private static let most = 500

    private let database: any Database
    private let engines: LiveEngine
    private let clock: Clock
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    public init(_ database: any Database, _ engines: LiveEngine, _ clock: Clock) {
        self.database = database
        self.engines = engines
        self.clock = clock
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        engines.known.bell.listen { [waker] in waker.yield() }
    }

    /// Looks into the journal while somebody listens, until the task is cancelled; then all who listen are let go.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                var beats = 0
                while (try? await Task.sleep(for: LiveHub.pause)) != nil {
                    beats += 1
                    if beats % 10 == 0 { state.withLock { for listener in $0.listeners.values { listener.wake.yield() } } }
                    look()
                }
            }
            for await _ in wakes {
                do { try await tell() } catch { state.withLock { $0.position = nil } }
            }
            group.cancelAll()
        }
        state.withLock { state in
            state.isClosed = true
            for listener in state.listeners.values { listener.wake.finish() }
        }
    }

    /// Has what may be new looked for soon.
    package func look() { waker.yield() }

    // Those who listen.

    /// How many pages listen here.
    public var pages: Int { state.withLock { $0.listeners.count } }

    /// Somebody begins to look at something. It ends with the last use of what is returned.
    package func listen(_ user: Int64, _ name: String, to subjects: Set<Subject>) -> LiveListener {
        let (stream, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.last += 1
            state.listeners[state.last] = Listener(user: user, name: name, subjects: subjects, wake: wake)
            let own = state.listeners.filter { $0.value.user == user }.keys
            if own.count > LiveHub.mostPages, let first = own.min() { state.listeners.removeValue(forKey: first)?.wake.finish() }
            if state.isClosed { wake.finish() }
            greet(&state, subjects)
            return state.last
        }
        look()
        return LiveListener(number: number, hub: self, wakes: stream)
    }

    fileprivate func leave(_ number: Int) {
        state.withLock { state in
            guard let gone = state.listeners.removeValue(forKey: number) else { return }
            gone.wake.finish()
            greet(&state, gone.subjects)
        }
    }

    /// What is new for one since it was asked last.
    fileprivate func news(of number: Int) -> News {
        state.withLock { state in
            guard var listener = state.listeners[number] else { return News() }
            defer { state.listeners[number] = listener }
            var news = listener.news
            listener.news = News()
            if news.present == listener.told.present { news.present = nil } else if let present = news.present { listener.told.present = present }
            if news.waiting == listener.told.waiting { news.waiting = nil } else if let waiting = news.waiting { listener.told.waiting = waiting }
            return news
        }
    }

    /// Those who look at the same record know of each other.
    private func greet(_ state: inout State, _ subjects: Set<Subject>) {
        for subject in subjects {
            guard case .record = subject else { continue }
            let numbers = state.listeners.filter { $0.value.subjects.contains(subject) }.keys
            for number in numbers {
                guard let listener = state.listeners[number] else { continue }
                let others = numbers.compactMap { state.listeners[$0] }.filter { $0.user != listener.user }.map(\.name)
                state.listeners[number]?.news.present = Set(others).sorted()
                listener.wake.yield()
            }
        }
    }

    // The journal.

    private func tell() async throws {
        let users = state.withLock { state in
            if state.listeners.isEmpty { state.position = nil }
            return Set(state.listeners.values.map(\.user))
        }
        guard !users.isEmpty else { return }
        let (known, now, start) = (engines.known, clock.now(), state.withLock { $0.position })
        var position = start
        while true {
            let (after, isFirst) = (position, position == start)
            let (entries, next, waiting) = try await database.read { connection in
                let records = Records(try self.engines.engine(known, on: connection, at: now), connection, .system(), now: now)
                let waiting = isFirst ? try Notices.waiting(for: users, at: now, in: connection) : nil
                guard let after else { return ([JournalEntry](), try records.journalEnd(), waiting) }
                let (entries, next) = try records.journal(after: after)
                return (entries, next, waiting)
            }
            spread(entries, waiting)
            state.withLock { $0.position = next }
            if position == nil || next == position { return }
            position = next
        }
    }

    private func spread(_ entries: [JournalEntry], _ waiting: [Int64: Int64]?) {
        var changed: [Subject: Set<RecordLink>] = [:]
        for touch in entries.flatMap({ $0.touched.prefix(LiveHub.most) }) {
            let link = RecordLink(object: touch.object, id: touch.id)
            changed[.record(link), default: []].insert(link)
            changed[.object(touch.object), default: []].insert(link)
        }
        state.withLock { state in
            for (number, listener) in state.listeners {
                let mine = listener.subjects.reduce(into: Set<RecordLink>()) { $0.formUnion(changed[$1] ?? []) }
                state.listeners[number]?.news.changed.formUnion(mine)
                let count = waiting.map { $0[listener.user] ?? 0 }
                if let count { state.listeners[number]?.news.waiting = count }
                if !mine.isEmpty || count != listener.told.waiting { listener.wake.yield() }
            }
        }
    }
}

/// One who looks at something. Whoever drops it has stopped looking.
package final class LiveListener: Sendable {
    private let number: Int
    private let hub: LiveHub
    /// One element whenever there may be news; ends when the program does.
    package let wakes: AsyncStream<Void>

    fileprivate init(number: Int, hub: LiveHub, wakes: AsyncStream<Void>) {
        self.number = number
        self.hub = hub
        self.wakes = wakes
    }

    deinit { hub.leave(number) }

    package var news: LiveHub.News { hub.news(of: number) }
}
