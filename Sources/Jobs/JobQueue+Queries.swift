public import Kit
public import Storage

extension JobQueue {
    /// The tables of this target.
    public static let tables: [SystemTable] = [jobTable, scheduleTable]

    private static let jobTable = SystemTable(Identifier("job")) { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE job (
              id \(dialect.sequentialID),
              kind \(text) NOT NULL,
              payload \(text) NOT NULL,
              state \(text) NOT NULL CHECK (state IN ('ready', 'leased', 'done', 'dead', 'uncertain')),
              run_at \(integer) NOT NULL,
              attempt \(integer) NOT NULL DEFAULT 0,
              deaths \(integer) NOT NULL DEFAULT 0,
              is_repeatable \(integer) NOT NULL,
              lease_token \(text),
              lease_until \(integer),
              last_error \(text),
              unique_key \(text) UNIQUE,
              done_count \(integer) NOT NULL DEFAULT 0,
              total_count \(integer) NOT NULL DEFAULT 0,
              note \(text),
              created_by \(integer),
              created_at \(integer) NOT NULL,
              finished_at \(integer)
            )
            """,
            "CREATE INDEX job_due ON job (run_at, id) WHERE state = 'ready'",
            "CREATE INDEX job_lease ON job (lease_until) WHERE state = 'leased'",
            "CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL",
            "CREATE INDEX job_creator ON job (created_by, id)",
        ]
    }

    private static let scheduleTable = SystemTable(Identifier("schedule")) { dialect in
        ["CREATE TABLE schedule (name \(dialect.type(.text)) PRIMARY KEY, next_at \(dialect.type(.integer)) NOT NULL)"]
    }

    static func insert(_ job: NewJob, _ tx: any Transaction) throws -> Int64 {
        let now = tx.now
        let inserted = try tx.first(
            """
            INSERT INTO job (kind, payload, state, run_at, is_repeatable, unique_key, created_by, created_at)
            VALUES (\(job.kind), \(job.payload), 'ready', \(now.adding(seconds: max(job.delay, 0)).milliseconds),
                    \(job.isRepeatable ? 1 : 0), \(job.uniqueKey), \(job.user), \(now.milliseconds))
            ON CONFLICT (unique_key) DO NOTHING
            RETURNING id
            """
        ) { $0.int(0) }
        if let inserted { return inserted }
        let known = try tx.first("SELECT id FROM job WHERE unique_key = \(job.uniqueKey)") { $0.int(0) }
        guard let known else {
            throw Failure.conflict(Label("Somebody is doing the same right now.", ru: "Кто-то делает то же самое прямо сейчас."))
        }
        return known
    }

    static func revive(_ id: Int64, _ tx: any Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE job SET state = 'ready', run_at = \(tx.now.milliseconds), attempt = 0, deaths = 0, last_error = NULL, finished_at = NULL
            WHERE id = \(id) AND state IN ('dead', 'uncertain')
            """
        ) == 1
    }

    /// Forgets finished jobs older than `days`. Dead and uncertain ones stay for a person to look at.
    @discardableResult
    public static func sweep(olderThan days: Int64 = 30, in tx: any Transaction) throws -> Int {
        let limit = tx.now.adding(seconds: -days * 86_400)
        return try tx.execute("DELETE FROM job WHERE state = 'done' AND finished_at < \(limit.milliseconds)")
    }

    /// The name under which it is noted among the schedules that nothing is begun here.
    private static let hold = "held"

    /// From now on no job and no schedule is begun here, by any server, until it is released: nothing leaves the workspace.
    public static func hold(in tx: any Transaction) throws {
        try tx.execute("INSERT INTO schedule (name, next_at) VALUES (\(hold), \(tx.now.milliseconds)) ON CONFLICT (name) DO NOTHING")
    }

    /// Takes all jobs back from runners that are gone, without waiting for their leases. For whoever has just opened the workspace, alone.
    public static func takeBack(in tx: any Transaction) throws {
        try tx.execute("UPDATE job SET lease_until = \(tx.now.milliseconds) WHERE state = 'leased'")
    }

    /// Lets jobs be begun again; false when they were not held.
    public func release(in tx: any Transaction) throws -> Bool {
        let isReleased = try tx.execute("DELETE FROM schedule WHERE name = \(JobQueue.hold)") > 0
        tx.afterCommit { wake() }
        tx.announce()
        return isReleased
    }

    /// Since when no job has been begun because somebody said so; nil when jobs go on.
    public static func heldSince(in connection: any Connection) throws -> Instant? {
        try connection.first("SELECT next_at FROM schedule WHERE name = \(hold)") { Instant(milliseconds: $0.int(0)) }
    }

    /// Puts a job of the schedule into the queue when its time has come; true when it did.
    static func fire(_ schedule: Schedule, isRepeatable: Bool, _ tx: any Transaction) throws -> Bool {
        guard try heldSince(in: tx) == nil else { return false }
        let (now, next) = (tx.now.milliseconds, tx.now.adding(seconds: schedule.seconds).milliseconds)
        try tx.execute("INSERT INTO schedule (name, next_at) VALUES (\(schedule.name), \(now)) ON CONFLICT (name) DO NOTHING")
        guard try tx.execute("UPDATE schedule SET next_at = \(next) WHERE name = \(schedule.name) AND next_at <= \(now)") == 1
        else { return false }
        let key = "schedule:\(schedule.name)"
        try tx.execute("DELETE FROM job WHERE unique_key = \(key) AND state NOT IN ('ready', 'leased')")
        _ = try insert(
            NewJob(kind: schedule.kind, payload: schedule.payload, isRepeatable: isRepeatable, uniqueKey: key, delay: 0, user: nil), tx
        )
        return true
    }

    /// The schedules whose time has not come, so that nothing is written for them.
    static func notDue(at now: Instant, _ connection: any Connection) throws -> Set<String> {
        Set(try connection.all("SELECT name FROM schedule WHERE next_at > \(now.milliseconds)") { $0.text(0) })
    }
}
