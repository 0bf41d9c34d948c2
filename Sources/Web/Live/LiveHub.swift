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

    /// Who else looks at the same record: some names, and how many more there are.
    package struct Present: Equatable, Sendable {
        package var names: [String] = []
        package var more = 0
    }

    /// What there is to be told to one who looks.
    package struct News: Sendable {
        package var changed: Set<RecordLink> = []
        package var present: Present?
        /// How many notices wait.
        package var waiting: Int64?
    }

    private struct Listener {
        let user: Int64
        let subjects: Set<Subject>
        var news = News()
        var told: (present: Present?, waiting: Int64?) = (nil, nil)
        let wake: AsyncStream<Void>.Continuation
    }

    /// Who looks at one thing.
    private struct Lookers {
        var numbers: Set<Int> = []
        /// By user: the name, and on how many pages.
        var people: [Int64: (name: String, pages: Int)] = [:]
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var lookers: [Subject: Lookers] = [:]
        /// The pages of each user, the first first.
        var pages: [Int64: [Int]] = [:]
        /// How many notices wait for each user, as last heard.
        var waiting: [Int64: Int64] = [:]
        var last = 0
        /// Up to where the journal is read; nil while nobody listens.
        var position: JournalPosition?
        /// From where those want to be told who came since it was last read.
        var newcomers: JournalPosition?
        var isClosed = false
    }

    /// So long another server's changes may go unnoticed.
    private static let pause = Duration.seconds(2)
    /// So many pages of one person are told; the first of more is let go.
    private static let mostPages = 20
    /// Of a batch that touches more, the rest is not told one by one.
    private static let most = 500
    /// So many names are told of those who look at the same.
    private static let mostNames = 20
    /// Each page hears something once in so many pauses, a part of them at a time.
    private static let turns = 10

    /// In which the pages look at what they may tell.
    let turns = LiveTurns(64)
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
                    state.withLock { for (number, listener) in $0.listeners where number % LiveHub.turns == beats % LiveHub.turns { listener.wake.yield() } }
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
    /// - Parameter position: the end of the journal when it was looked at who it is, so that nothing behind it is missed.
    package func listen(_ user: Int64, _ name: String, to subjects: Set<Subject>, since position: JournalPosition) -> LiveListener {
        let (stream, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.position = min(state.position ?? position, position)
            state.newcomers = min(state.newcomers ?? position, position)
            state.last += 1
            let number = state.last
            state.listeners[number] = Listener(user: user, subjects: subjects, wake: wake)
            state.pages[user, default: []].append(number)
            for subject in subjects {
                state.lookers[subject, default: Lookers()].numbers.insert(number)
                state.lookers[subject]?.people[user, default: (name, 0)].pages += 1
            }
            if let own = state.pages[user], own.count > LiveHub.mostPages { remove(own[0], from: &state) }
            if state.isClosed { wake.finish() }
            for subject in subjects { greet(&state, subject, newcomer: number) }
            return number
        }
        look()
        return LiveListener(number: number, hub: self, wakes: stream)
    }

    fileprivate func leave(_ number: Int) { state.withLock { remove(number, from: &$0) } }

    private func remove(_ number: Int, from state: inout State) {
        guard let gone = state.listeners.removeValue(forKey: number) else { return }
        gone.wake.finish()
        state.pages[gone.user]?.removeAll { $0 == number }
        if state.pages[gone.user]?.isEmpty ?? false { state.pages[gone.user] = nil }
        for subject in gone.subjects {
            state.lookers[subject]?.numbers.remove(number)
            state.lookers[subject]?.people[gone.user]?.pages -= 1
            guard state.lookers[subject]?.people[gone.user]?.pages == 0 else { continue }
            state.lookers[subject]?.people[gone.user] = nil
            if state.lookers[subject]?.numbers.isEmpty ?? false { state.lookers[subject] = nil }
            greet(&state, subject)
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

    /// Those who look at the same record know of each other, once somebody came or left. Of many only some are named, and how many more there
    /// are is told with what is told next, so that few hear of it at once.
    private func greet(_ state: inout State, _ subject: Subject, newcomer: Int? = nil) {
        guard case .record = subject, let lookers = state.lookers[subject] else { return }
        let known = lookers.people.map { (user: $0.key, name: $0.value.name) }.sorted { ($0.name, $0.user) < ($1.name, $1.user) }
        for number in lookers.numbers {
            guard let listener = state.listeners[number] else { continue }
            var present = Present(more: known.count - 1)
            for person in known where person.user != listener.user {
                if person.name != present.names.last {
                    if present.names.count == LiveHub.mostNames { break }
                    present.names.append(person.name)
                }
                present.more -= 1
            }
            let former = listener.news.present ?? listener.told.present
            state.listeners[number]?.news.present = present
            if present.names != former?.names || number == newcomer { listener.wake.yield() }
        }
    }

    // The journal.

    private func tell() async throws {
        let users = state.withLock { state in
            if state.listeners.isEmpty { (state.position, state.waiting) = (nil, [:]) }
            return Set(state.pages.keys)
        }
        guard !users.isEmpty else { return }
        let (known, now) = (engines.known, clock.now())
        var isFirst = true
        while true {
            let asks = isFirst
            let after = state.withLock { state in
                state.newcomers = nil
                return state.position
            }
            let (entries, places, next, waiting) = try await database.read { connection in
                let records = Records(try self.engines.engine(known, on: connection, at: now), connection, .system(), now: now)
                let waiting = asks ? try Notices.waiting(for: users, at: now, in: connection) : nil
                guard let after else { return ([JournalEntry](), Set<RecordLink>(), try records.journalEnd(), waiting) }
                let (entries, next) = try records.journal(after: after)
                return (entries, try LiveHub.places(of: entries, records), next, waiting)
            }
            spread(entries, places, waiting, to: users)
            isFirst = false
            let isDone = state.withLock { state in
                // Who came meanwhile has not been told what was read before.
                state.position = min(next, state.newcomers ?? next)
                return state.newcomers == nil && (after == nil || next == after)
            }
            if isDone { return }
        }
    }

    /// The records that what was written is about: a note, a file and a comment are seen on the page of another one, and a comment on a note
    /// on that of a third.
    private static func places(of entries: [JournalEntry], _ records: Records) throws -> Set<RecordLink> {
        let touched = Set(entries.flatMap { $0.touched.prefix(most) }.map { RecordLink(object: $0.object, id: $0.id) })
        let places = try places(of: touched, records)
        return try places.union(self.places(of: places, records))
    }

    private static func places(of links: Set<RecordLink>, _ records: Records) throws -> Set<RecordLink> {
        let places = try Dictionary(grouping: links, by: \.object).flatMap { name, links -> [RecordLink] in
            guard let field = records.schema.object(name)?.fields.first(where: { $0.type.input == .link }) else { return [] }
            let ids = links.map(\.id).sorted().prefix(most)
            let filter = Filter.compare(FieldPath("id"), .isIn, .list(ids.map { .number("\($0)", currency: nil) }))
            let query = Query(name, filter: filter, columns: [FieldPath(field.name)], limit: ids.count)
            return try records.list(query) { RecordLink($0.value(0)) }.rows.compactMap(\.self)
        }
        return Set(places)
    }

    private func spread(_ entries: [JournalEntry], _ places: Set<RecordLink>, _ waiting: [Int64: Int64]?, to users: Set<Int64>) {
        var changed: [Subject: Set<RecordLink>] = [:]
        for place in places { changed[.record(place), default: []].insert(place) }
        for touch in entries.flatMap({ $0.touched.prefix(LiveHub.most) }) {
            let link = RecordLink(object: touch.object, id: touch.id)
            changed[.record(link), default: []].insert(link)
            changed[.object(touch.object), default: []].insert(link)
        }
        state.withLock { state in
            for (subject, links) in changed {
                for number in state.lookers[subject]?.numbers ?? [] {
                    state.listeners[number]?.news.changed.formUnion(links)
                    state.listeners[number]?.wake.yield()
                }
            }
            // Of who came meanwhile nothing was asked.
            for (user, numbers) in waiting == nil ? [:] : state.pages where users.contains(user) {
                let count = waiting?[user] ?? 0
                let isNews = state.waiting.updateValue(count, forKey: user) != count
                for number in numbers where isNews || state.listeners[number]?.told.waiting == nil {
                    state.listeners[number]?.news.waiting = count
                    state.listeners[number]?.wake.yield()
                }
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
