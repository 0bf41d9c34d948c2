import Kit
import Storage

extension Lease {
    /// How often a job may end the process, or hang, before it is put aside.
    static let deadlyDeaths = 3

    /// Whether there may be a job to take, read without writing.
    static func isDue(kinds: [String], at now: Instant, _ connection: any Connection) throws -> Bool {
        guard try JobQueue.heldSince(in: connection) == nil else { return false }
        return try connection.first(
            """
            SELECT 1 FROM job WHERE state = 'ready' AND run_at <= \(now.milliseconds) AND kind IN (\(list(kinds)))
            UNION ALL SELECT 1 FROM job WHERE state = 'leased' AND lease_until <= \(now.milliseconds)
            LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Takes the oldest job that may run now. The attempt is counted here, not at the end: a job that ends the process counts too.
    static func take(kinds: [String: JobKind], seconds: Int64, database: any Database, _ tx: any Transaction) throws -> JobRun? {
        guard try JobQueue.heldSince(in: tx) == nil else { return nil }
        func run(_ row: any Row, attempt: Int64) -> JobRun {
            JobRun(
                id: row.int(0), kind: row.text(1), payload: row.text(2), attempt: attempt, createdBy: row.optionalInt(4),
                database: database,
                lease: Lease(job: row.int(0), token: token(), seconds: seconds), whenOver: kinds[row.text(1)]?.whenOver)
        }
        let expired = try expire(tx) { $0.text(5) == JobState.ready.rawValue ? nil : run($0, attempt: $0.int(3)) }
        for lost in expired { try lost.whenOver?(lost, false, tx) }
        let now = tx.now
        let due = try tx.first(
            """
            SELECT id, kind, payload, attempt, created_by FROM job
            WHERE state = 'ready' AND run_at <= \(now.milliseconds) AND kind IN (\(list(Array(kinds.keys))))
            ORDER BY run_at, id LIMIT 1 \(tx.dialect.skipLocked)
            """
        ) { run($0, attempt: $0.int(3) + 1) }
        guard let due else { return nil }
        try tx.execute(
            """
            UPDATE job SET state = 'leased', attempt = \(due.attempt), lease_token = \(due.lease.token),
              lease_until = \(now.adding(seconds: seconds).milliseconds)
            WHERE id = \(due.id)
            """
        )
        return due
    }

    /// Takes back what was leased to a runner that did not come back in time.
    /// - Parameter read: what is to be known of each: id, kind, payload, attempt, user, state.
    static func expire<T>(_ tx: any Transaction, _ read: (any Row) -> T?) throws -> [T] {
        let now = tx.now.milliseconds
        return try tx.all(
            """
            UPDATE job SET
              state = CASE WHEN is_repeatable = 0 THEN 'uncertain' WHEN deaths + 1 >= \(deadlyDeaths) THEN 'dead' ELSE 'ready' END,
              finished_at = CASE WHEN is_repeatable = 0 OR deaths + 1 >= \(deadlyDeaths) THEN CAST(\(now) AS BIGINT) END,
              deaths = deaths + 1, run_at = \(now), lease_token = NULL, lease_until = NULL,
              last_error = 'The program stopped, or hung, while it worked on this.'
            WHERE state = 'leased' AND lease_until <= \(now) RETURNING id, kind, payload, attempt, created_by, state
            """, read
        ).compactMap(\.self)
    }

    func renew(in tx: any Transaction) throws {
        try hold(tx.execute("UPDATE job SET lease_until = \(until(tx)) WHERE \(isOurs)"))
    }

    func progress(_ done: Int64, of total: Int64, note: String?, in tx: any Transaction) throws {
        try hold(
            tx.execute(
                "UPDATE job SET done_count = \(done), total_count = \(total), note = \(note), lease_until = \(until(tx)) WHERE \(isOurs)"
            )
        )
    }

    /// Whoever got on has the failures from before behind it: attempts count from here again. Deaths don't: each takes down all that the
    /// program was doing.
    func remember(_ payload: String, in tx: any Transaction) throws {
        try hold(
            tx.execute("UPDATE job SET payload = \(payload), attempt = 1, lease_until = \(until(tx)) WHERE \(isOurs)"))
    }

    /// Which attempt this is by now.
    func attempt(in tx: any Transaction) throws -> Int64 { try tx.first("SELECT attempt FROM job WHERE id = \(job)") { $0.int(0) } ?? 1 }

    /// An attempt that was broken off does not count.
    func forgetAttempt(in tx: any Transaction) throws { try tx.execute("UPDATE job SET attempt = attempt - 1 WHERE id = \(job)") }

    func end(_ state: JobState, delay: Int64, error: String?, _ tx: any Transaction) throws {
        let finishedAt = state.isFinished ? tx.now.milliseconds : nil
        try hold(
            tx.execute(
                """
                UPDATE job SET state = \(state.rawValue), run_at = \(tx.now.adding(seconds: delay).milliseconds), last_error = \(error),
                  finished_at = \(finishedAt), lease_token = NULL, lease_until = NULL
                WHERE \(isOurs)
                """
            )
        )
    }

    private var isOurs: SQL { "id = \(job) AND lease_token = \(token)" }

    private func until(_ tx: any Transaction) -> Int64 { tx.now.adding(seconds: seconds).milliseconds }

    private func hold(_ changed: Int) throws {
        guard changed == 1 else { throw LeaseLost() }
    }

    private static func list(_ kinds: [String]) -> SQL {
        kinds.isEmpty ? "NULL" : kinds.map { "\($0)" as SQL }.joined(separator: ", ")
    }

    private static func token() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next() as UInt64, radix: 36) + String(generator.next() as UInt64, radix: 36)
    }
}
