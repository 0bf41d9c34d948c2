public import Jobs
public import Kit
public import RecordEngine
public import Storage

/// The bulk changes of a workspace.
public enum BulkRuns {
    static let runs = SystemTable("bulk_run") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE bulk_run (
              id \(dialect.sequentialID), object \(text) NOT NULL, ordered \(text) NOT NULL, state \(text) NOT NULL, total \(integer) NOT NULL,
              last \(integer) NOT NULL, changed \(integer) NOT NULL DEFAULT 0, unchanged \(integer) NOT NULL DEFAULT 0,
              skipped \(integer) NOT NULL DEFAULT 0, job \(integer), created_by \(integer), created_at \(integer) NOT NULL
            )
            """,
            "CREATE INDEX bulk_run_creator ON bulk_run (created_by, id)",
        ]
    }

    private static let columns: SQL = "id, object, ordered, state, total, last, changed, unchanged, skipped, job, created_by, created_at"

    /// One bulk change, as far as the reader may know of it: its author and administrators do.
    /// - Throws: `Failure.notFound`.
    public static func find(_ id: Int64, _ records: Records) throws -> BulkRun {
        guard let run = try find(id, in: records.connection), records.principal.role.administers || run.createdBy == records.principal.user
        else { throw Failure.notFound }
        return run
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> BulkRun? {
        try connection.first("SELECT \(columns), \(Turns.columns) FROM bulk_run \(Turns.join(.bulk, to: "id")) WHERE id = \(id)") { row in
            guard let json = try? JSON.parse(row.text(2)), let order = try? BulkOrder(json, of: row.text(1)) else { return nil }
            return BulkRun(
                id: row.int(0), order: order, state: BulkRun.State(rawValue: row.text(3)) ?? .done, total: Int(row.int(4)),
                changed: Int(row.int(6)),
                unchanged: Int(row.int(7)), skipped: Int(row.int(8)), job: row.optionalInt(9), createdBy: row.optionalInt(10),
                createdAt: Instant(milliseconds: row.int(11)), undo: Turns.read(row, at: 12), last: row.int(5))
        } ?? nil
    }

    /// Notes an order that is to be tried. Nothing is changed yet.
    /// - Throws: what speaks against the order as a whole.
    public static func create(_ order: BulkOrder, _ records: Records) throws -> BulkRun {
        _ = try BulkWork(order, records)
        let tx = try records.writing()
        let (count, last) = try order.extent(records)
        let id = try tx.first(
            """
            INSERT INTO bulk_run (object, ordered, state, total, last, created_by, created_at)
            VALUES (\(order.object), \(order.json.text), 'trying', \(count), \(last), \(records.principal.user), \(tx.now.milliseconds)) RETURNING id
            """
        ) { $0.int(0) }
        guard let run = try id.flatMap({ try find($0, in: tx) }) else { throw Failure.notFound }
        return run
    }

    /// Lets it be found out what would become of the records.
    public static func rehearse(_ run: BulkRun, _ queue: JobQueue, in tx: any Transaction) throws {
        let job = try queue.enqueue(BulkJobs.trial, payload: BulkPlace(run: run.id).text, by: run.createdBy, in: tx)
        try tx.execute("UPDATE bulk_run SET job = \(job) WHERE id = \(run.id)")
    }

    /// Begins it, whether the trial is over or not.
    /// - Throws: `Failure.conflict` when it was begun before.
    public static func begin(_ run: BulkRun, in tx: any Transaction) throws {
        let begun = try tx.execute(
            """
            UPDATE bulk_run SET state = 'running', changed = 0, unchanged = 0, skipped = 0, job = NULL
            WHERE id = \(run.id) AND state IN ('trying', 'tried')
            """)
        guard begun == 1 else { throw Failure.conflict(Label("This was started before.", ru: "Это уже запущено.")) }
        try tx.execute("DELETE FROM kept_record WHERE via = 'bulk' AND work = \(run.id)")
    }

    /// Puts what is left of it into the queue. It acts for whoever ordered it.
    static func enqueue(_ run: BulkRun, after: Int64, _ queue: JobQueue, in tx: any Transaction) throws {
        let payload = BulkPlace(run: run.id, after: after).text
        let job = try queue.enqueue(BulkJobs.change, payload: payload, uniqueKey: "bulk:\(run.id)", by: run.createdBy, in: tx)
        try tx.execute("UPDATE bulk_run SET job = \(job) WHERE id = \(run.id)")
    }

    static func keep(_ piece: BulkWork.Piece, of run: Int64, in state: BulkRun.State, _ tx: any Transaction) throws -> Bool {
        let end: BulkRun.State = state == .trying ? .tried : .done
        let isWanted =
            try tx.execute(
                """
                UPDATE bulk_run SET changed = changed + \(piece.changed), unchanged = unchanged + \(piece.unchanged),
                  skipped = skipped + \(piece.skipped.count), state = \((piece.isEnd ? end : state).rawValue)
                WHERE id = \(run) AND state = \(state.rawValue)
                """) == 1
        if isWanted { try Turns.keep(piece.skipped, of: Via(.bulk, run), byUndo: false, in: tx) }
        return isWanted
    }

    /// Why records are or would be left as they are, and how many for each reason, the most frequent first.
    public static func reasons(of run: Int64, limit: Int = 20, in connection: any Connection) throws -> [(reason: Label, count: Int)] {
        try connection.all(
            """
            SELECT reason, count(*) FROM kept_record WHERE via = 'bulk' AND work = \(run) AND by_undo = 0
            GROUP BY reason ORDER BY count(*) DESC, reason LIMIT \(limit)
            """
        ) { (reason: Label(kept: $0.text(0)), count: Int($0.int(1))) }
    }

    /// Whether everything that a bulk change did is taken back now, and whether it did anything.
    public static func isTakenBack(_ run: Int64, in connection: any Connection) throws -> Bool {
        try connection.first(
            """
            SELECT count(*), sum(CASE WHEN EXISTS (
                SELECT 1 FROM batch u WHERE u.undoes = b.id AND NOT EXISTS (SELECT 1 FROM batch r WHERE r.undoes = u.id)) THEN 1 ELSE 0 END)
            FROM batch b WHERE b.via = 'bulk' AND b.via_id = \(run) AND b.undoes IS NULL
            """
        ) { $0.int(0) > 0 && $0.int(0) == $0.int(1) } ?? false
    }

    /// The only batch of a bulk change that was done in one unit; nil when there are several.
    public static func onlyBatch(of run: Int64, in connection: any Connection) throws -> Int64? {
        let batches = try connection.all(
            "SELECT id FROM batch WHERE via = 'bulk' AND via_id = \(run) AND undoes IS NULL ORDER BY id LIMIT 2"
        ) { $0.int(0) }
        return batches.count == 1 ? batches.first : nil
    }

    /// Forgets trials that nobody went on with, after a week.
    public static func sweep(in tx: any Transaction) throws {
        let old: SQL = "state IN ('trying', 'tried') AND created_at < \(tx.now.adding(seconds: -7 * 86_400).milliseconds)"
        try tx.execute("DELETE FROM kept_record WHERE via = 'bulk' AND work IN (SELECT id FROM bulk_run WHERE \(old))")
        try tx.execute("DELETE FROM bulk_run WHERE \(old)")
    }
}

extension BulkRuns {
    /// Puts the taking back of a bulk change, or the bringing back, into the queue.
    /// - Throws: `Failure.conflict` when it is not the time for that.
    public static func turn(
        _ run: BulkRun, _ direction: Turn.Direction, _ kind: JobKind, _ queue: JobQueue, by user: Int64?, in tx: any Transaction
    ) throws {
        guard try direction == .undo ? mayUndo(run, tx) : run.undo?.mayRedo ?? false else {
            if run.state == .trying || run.state == .tried {
                throw Failure.conflict(Label("This was not started yet.", ru: "Это ещё не запущено."))
            }
            if run.undo?.isRunning ?? false { throw Failure.conflict(Label("This is under way already.", ru: "Это уже выполняется.")) }
            if run.state == .running { throw Failure.conflict(Label("Wait for the end of the change.", ru: "Дождитесь конца изменения.")) }
            throw Failure.conflict(
                direction == .undo
                    ? Label("There is nothing left to undo.", ru: "Отменять уже нечего.")
                    : Label("This is not taken back.", ru: "Это не отменено."))
        }
        try tx.execute("UPDATE bulk_run SET state = 'done' WHERE id = \(run.id)")
        try Turns.order(run.work, direction, kind, queue, by: user, in: tx)
    }

    /// Whether there is something to take back. What was stopped half way counts, what is under way does not.
    public static func mayUndo(_ run: BulkRun, _ connection: any Connection) throws -> Bool {
        guard try run.state == .done || run.state == .running && isStopped(run, connection) else { return false }
        if let undo = run.undo { return undo.mayUndo }
        return try !isTakenBack(run.id, in: connection) && hasBatches(run.id, connection)
    }

    /// Whether its job has ended before it was done.
    public static func isStopped(_ run: BulkRun, _ connection: any Connection) throws -> Bool {
        let state = try run.job.flatMap { try JobView.find($0, in: connection) }?.state
        return state == .dead || state == .uncertain
    }

    private static func hasBatches(_ run: Int64, _ connection: any Connection) throws -> Bool {
        try connection.first("SELECT 1 FROM batch WHERE via = 'bulk' AND via_id = \(run) AND undoes IS NULL LIMIT 1") { _ in true } ?? false
    }
}
