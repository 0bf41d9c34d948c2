@testable import Jobs
import Kit
import Storage
import TestSupport

/// An empty queue on a database whose clock a test sets.
struct Workshop {
    let database: any Database
    let time: SetClock
    let queue = JobQueue()

    func runner(_ kinds: [JobKind], schedules: [Schedule] = [], backoff: Backoff = Backoff { $0.upperBound }) -> JobRunner {
        JobRunner(database, queue: queue, kinds: kinds, schedules: schedules, clock: time.clock, backoff: backoff)
    }

    @discardableResult
    func enqueue(_ kind: JobKind, payload: String = "{}", uniqueKey: String? = nil, delay: Int64 = 0) async throws -> Int64 {
        let queue = queue
        return try await database.write { tx in
            try queue.enqueue(kind, payload: payload, uniqueKey: uniqueKey, delay: delay, by: 7, in: tx)
        }
    }

    func view(_ id: Int64) async throws -> JobView? {
        try await database.read { try JobView.find(id, in: $0) }
    }

    /// Takes a job as a runner would that never comes back.
    func take(_ kinds: JobKind...) async throws -> JobRun? {
        let (kinds, database) = (Dictionary(kinds.map { ($0.name, $0) }, uniquingKeysWith: { $1 }), database)
        return try await database.write { tx in try Lease.take(kinds: kinds, seconds: 30, database: database, tx) }
    }
}

extension StorageEngine {
    func withWorkshop(_ body: (Workshop) async throws -> Void) async throws {
        let time = SetClock()
        try await withDatabase(clock: time.clock) { database in
            try await database.write { tx in
                for table in JobQueue.tables {
                    for statement in table.create(tx.dialect) { try tx.execute(statement) }
                }
            }
            try await body(Workshop(database: database, time: time))
        }
    }
}

extension JobKind {
    static let idle = JobKind("idle", .verbatim("Idle")) { _ in }
    static let mail = JobKind("mail", .verbatim("Mail"), isRepeatable: false) { _ in }
}
