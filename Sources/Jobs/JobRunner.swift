public import Kit
public import Storage

/// Does the jobs of a workspace, several at a time. Any number of runners may work on one queue.
public struct JobRunner: Sendable {
    private let database: any Database
    private let queue: JobQueue
    private let kinds: [String: JobKind]
    private let schedules: [Schedule]
    private let clock: Clock
    private let lanes: Int
    private let leaseSeconds: Int64
    private let backoff: Backoff
    private let report: @Sendable (String) -> Void

    /// - Parameter report: hears of every attempt that did not end well, for the log.
    public init(
        _ database: any Database, queue: JobQueue, kinds: [JobKind], schedules: [Schedule] = [], clock: Clock, lanes: Int = 2,
        leaseSeconds: Int64 = 30, backoff: Backoff = Backoff(), report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.database = database
        self.queue = queue
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        self.schedules = schedules.filter { schedule in kinds.contains { $0.name == schedule.kind } }
        self.clock = clock
        self.lanes = max(lanes, 1)
        self.leaseSeconds = max(leaseSeconds, 3)
        self.backoff = backoff
        self.report = report
    }

    /// Works until it is cancelled. Then the jobs under way are told to stop, and handed back.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            var wakers: [AsyncStream<Void>.Continuation] = []
            for _ in 0..<lanes {
                let (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
                wakers.append(waker)
                group.addTask { await work(whenever: wakes) }
            }
            group.addTask {
                while !Task.isCancelled {
                    queue.wake()
                    try? await Task.sleep(for: .seconds(1))
                }
            }
            for await _ in queue.wakes {
                await fireSchedules()
                wakers.forEach { $0.yield() }
            }
            group.cancelAll()
        }
    }

    /// Does everything that is due now, one job after another, and says how many attempts that took.
    @discardableResult
    public func drain() async throws -> Int {
        await fireSchedules()
        var count = 0
        while !Task.isCancelled, let run = try await next() {
            await perform(run)
            count += 1
        }
        return count
    }

    private func work(whenever wakes: AsyncStream<Void>) async {
        for await _ in wakes {
            do {
                while !Task.isCancelled, let run = try await next() { await perform(run) }
            } catch {
                report("The queue can't be read: \(error)")
            }
        }
    }

    private func next() async throws -> JobRun? {
        let (kinds, now, seconds, database) = (kinds, clock.now(), leaseSeconds, database)
        guard try await database.read({ try Lease.isDue(kinds: Array(kinds.keys), at: now, $0) }) else { return nil }
        return try await database.write { tx in try Lease.take(kinds: kinds, seconds: seconds, database: database, tx) }
    }

    private func perform(_ run: JobRun) async {
        guard let kind = kinds[run.kind] else { return }
        let outcome: Outcome
        do {
            try await attend(run, kind)
            outcome = .done
        } catch is LeaseLost {
            return report("\(run.kind) \(run.id): another runner has it by now")
        } catch let error as GiveUp {
            outcome = .hopeless(error.reason)
        } catch {
            outcome = Task.isCancelled ? .interrupted : .failed(String("\(error)".prefix(500)))
        }
        if outcome != .done { report("\(run.kind) \(run.id), attempt \(run.attempt): \(outcome)") }
        await settle(run, kind, outcome)
    }

    /// Runs the handler and renews the lease meanwhile; the handler is cancelled when the lease is lost.
    private func attend(_ run: JobRun, _ kind: JobKind) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await kind.perform(run) }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(leaseSeconds / 3))
                    do {
                        try await database.write { tx in try run.lease.renew(in: tx) }
                    } catch  where !(error is LeaseLost || error is CancellationError) {
                        // The database is away for a moment; the lease outlives two missed renewals.
                        report("\(run.kind) \(run.id): the lease can't be renewed: \(error)")
                    }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func settle(_ run: JobRun, _ kind: JobKind, _ outcome: Outcome) async {
        do {
            try await database.write { tx in
                try run.settle(outcome, kind: kind, backoff: backoff, in: tx)
            }
        } catch is LeaseLost {
            // The handler finished the job in its own transaction, or another runner has it.
        } catch {
            report("\(run.kind) \(run.id): its end can't be written down: \(error)")
        }
    }

    private func fireSchedules() async {
        guard !schedules.isEmpty else { return }
        do {
            let now = clock.now()
            let waiting = try await database.read { try JobQueue.notDue(at: now, $0) }
            for schedule in schedules where !waiting.contains(schedule.name) {
                let isRepeatable = kinds[schedule.kind]?.isRepeatable ?? true
                _ = try await database.write { tx in try JobQueue.fire(schedule, isRepeatable: isRepeatable, tx) }
            }
        } catch {
            report("The schedules can't be read: \(error)")
        }
    }
}
