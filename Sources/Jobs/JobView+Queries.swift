public import Kit
public import Storage

extension JobView {
    private static let columns: SQL =
        "id, kind, state, attempt, done_count, total_count, note, last_error, created_by, created_at, run_at, finished_at"

    /// One job, or nil. Whether the reader may see it is for the caller to ask: its author and administrators may.
    public static func find(_ id: Int64, in connection: any Connection) throws -> JobView? {
        try connection.first("SELECT \(columns) FROM job WHERE id = \(id)", JobView.init(row:))
    }

    /// The latest jobs of a user, the newest first.
    public static func latest(of user: Int64, limit: Int = 50, in connection: any Connection) throws -> [JobView] {
        try connection.all("SELECT \(columns) FROM job WHERE created_by = \(user) ORDER BY id DESC LIMIT \(limit)", JobView.init(row:))
    }

    /// The jobs that wait for a person's decision, the newest first.
    public static func stuck(limit: Int = 50, in connection: any Connection) throws -> [JobView] {
        try connection.all(
            "SELECT \(columns) FROM job WHERE state IN ('dead', 'uncertain') ORDER BY id DESC LIMIT \(limit)", JobView.init(row:)
        )
    }

    /// How many jobs of a kind there are in a state. Those that are done are not counted.
    public static func counts(in connection: any Connection) throws -> [(kind: String, state: JobState, count: Int64)] {
        try connection.all("SELECT kind, state, count(*) FROM job WHERE state <> 'done' GROUP BY kind, state ORDER BY kind, state") { row in
            (row.text(0), JobState(rawValue: row.text(1)) ?? .dead, row.int(2))
        }
    }

    /// How long the oldest job that could run has waited, in seconds. For `krug check` and metrics.
    public static func longestWait(now: Instant, in connection: any Connection) throws -> Int64 {
        let oldest = try connection.first("SELECT MIN(run_at) FROM job WHERE state = 'ready'") { $0.optionalInt(0) } ?? nil
        return max(0, (now.milliseconds - (oldest ?? now.milliseconds)) / 1000)
    }

    private init(row: any Row) {
        self.init(
            id: row.int(0), kind: row.text(1), state: JobState(rawValue: row.text(2)) ?? .dead, attempt: row.int(3), done: row.int(4),
            total: row.int(5), note: row.optionalText(6), error: row.optionalText(7), createdBy: row.optionalInt(8),
            createdAt: Instant(milliseconds: row.int(9)), runAt: Instant(milliseconds: row.int(10)),
            finishedAt: row.optionalInt(11).map(Instant.init(milliseconds:))
        )
    }
}
