import Foundation
package import Kit

/// A bounded queue between tasks that bring work and threads that wait for it.
package final class WorkQueue<Item: Sendable>: @unchecked Sendable {
    // The pthread objects live at one address for life; everything else is touched only while `mutex` is held.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let closed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var items: [(item: Item, since: ContinuousClock.Instant)?] = []
    private var head = 0
    private var (units, turns, waited) = (0, 0, Duration.zero)
    private var isClosed = false
    private let capacity: Int

    package init(capacity: Int) {
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        // Waits are counted by the clock that nobody sets: else one set back by an hour would make a short wait an hour long.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_cond_init(closed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(closed)
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        closed.deallocate()
        changed.deallocate()
        mutex.deallocate()
    }

    /// - Throws: `Failure.unavailable` when the queue is full or closed.
    package func put(_ item: Item) throws(Failure) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { throw Failure.databaseAway }
        guard items.count - head < capacity else { throw Failure.overloaded }
        items.append((item, ContinuousClock.now))
        pthread_cond_signal(changed)
    }

    /// Waits for work. Empty only when the queue is closed and nothing is left.
    package func take(upTo limit: Int) -> [Item] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while head == items.count, !isClosed { pthread_cond_wait(changed, mutex) }
        let count = min(limit, items.count - head)
        if count > 0 {
            let now = ContinuousClock.now
            for waiting in items[head..<head + count] { waited += waiting.map { now - $0.since } ?? .zero }
            units += count
            turns += 1
        }
        return removeFirst(count)
    }

    /// How it has been doing until now.
    package func load(_ name: String) -> QueueLoad {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return QueueLoad(name, waiting: items.count - head, units: units, turns: turns, seconds: waited / .seconds(1))
    }

    /// Whether nothing waits.
    package var isEmpty: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return head == items.count
    }

    /// Takes out what has waited longer than `age`, without waiting.
    package func takeStale(olderThan age: Duration) -> [Item] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let limit = ContinuousClock.now - age
        var count = 0
        while head + count < items.count, let waiting = items[head + count], waiting.since < limit { count += 1 }
        return removeFirst(count)
    }

    /// Waits for work or the end, at most for `duration`; says whether nothing came.
    package func staysEmpty(for duration: Duration) -> Bool {
        var moment = WorkQueue.moment(in: duration)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while head == items.count, !isClosed, pthread_cond_timedwait(changed, mutex, &moment) == 0 {}
        return head == items.count && !isClosed
    }

    /// Waits until the queue is closed, at most for `duration`; says whether it is.
    package func waitForClosing(_ duration: Duration) -> Bool {
        var moment = WorkQueue.moment(in: duration)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isClosed, pthread_cond_timedwait(closed, mutex, &moment) == 0 {}
        return isClosed
    }

    /// Refuses further work. What waits is still handed out.
    package func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(changed)
        pthread_cond_broadcast(closed)
        pthread_mutex_unlock(mutex)
    }

    private static func moment(in duration: Duration) -> timespec {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int64(moment.tv_nsec) + attoseconds / 1_000_000_000
        moment.tv_sec += Int(seconds + nanoseconds / 1_000_000_000)
        moment.tv_nsec = Int(nanoseconds % 1_000_000_000)
        return moment
    }

    private func removeFirst(_ count: Int) -> [Item] {
        var taken: [Item] = []
        taken.reserveCapacity(count)
        for index in head..<(head + count) {
            if let waiting = items[index] { taken.append(waiting.item) }
            items[index] = nil
        }
        head += count
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head > capacity {
            items.removeFirst(head)
            head = 0
        }
        return taken
    }
}
