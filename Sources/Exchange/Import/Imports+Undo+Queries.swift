public import Jobs
import Kit
import RecordEngine
public import Storage

/// Taking an import back, and bringing it back again.
extension Imports {
    static let undos = SystemTable("import_undo") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE import_undo (
              run \(integer) PRIMARY KEY, direction \(text) NOT NULL, is_running \(integer) NOT NULL, undo_job \(integer),
              looked_at \(integer) NOT NULL, touched \(integer) NOT NULL, kept \(integer) NOT NULL, mark \(integer) NOT NULL
            )
            """
        ]
    }

    static let keptRecords = SystemTable("import_kept") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE import_kept (
              run \(integer) NOT NULL, object \(text) NOT NULL, record \(integer) NOT NULL, reason \(text) NOT NULL,
              PRIMARY KEY (run, object, record)
            )\(dialect.withoutRowID)
            """
        ]
    }

    /// Puts the taking back of an import, or the bringing back, into the queue.
    /// - Throws: `Failure.conflict` when it is not the time for that.
    public static func turn(
        _ run: Import, _ direction: ImportUndo.Direction, _ kind: JobKind, _ queue: JobQueue, by user: Int64?, in tx: any Transaction
    ) throws {
        var run = run
        if run.state == .running, try isStopped(run, tx) {
            try finish(run.id, in: tx)
            guard let stopped = try find(run.id, in: tx) else { throw Failure.notFound }
            run = stopped
        }
        guard direction == .undo ? run.mayUndo : run.mayRedo else { throw refusal(run, direction) }
        let newest = try tx.first("SELECT max(id) FROM batch WHERE via = 'import' AND via_id = \(run.id)") { $0.optionalInt(0) ?? 0 } ?? 0
        // What was taken back last is what is brought back now.
        let mark = direction == .undo ? newest : run.undo?.mark ?? 0
        let range = ImportTurn.Batches(run: run.id, direction: direction, mark: mark)
        let total = try tx.first("SELECT count(*) FROM touched WHERE batch IN (SELECT b.id FROM batch b WHERE \(range.condition))") { $0.int(0) } ?? 0
        let payload = ImportTurn.Place(batches: range, below: newest + 1, batch: 0, from: 0).text
        let job = try queue.enqueue(kind, payload: payload, uniqueKey: "import:\(run.id):\(direction.rawValue):\(newest)", by: user, in: tx)
        try tx.execute("DELETE FROM import_kept WHERE run = \(run.id)")
        try tx.execute("DELETE FROM import_undo WHERE run = \(run.id)")
        try tx.execute(
            """
            INSERT INTO import_undo (run, direction, is_running, undo_job, looked_at, touched, kept, mark)
            VALUES (\(run.id), \(direction.rawValue), 1, \(job), 0, \(total), 0, \(mark))
            """)
    }

    private static func isStopped(_ run: Import, _ connection: any Connection) throws -> Bool {
        let state = try run.job.flatMap { try JobView.find($0, in: connection) }?.state
        return state == .dead || state == .uncertain
    }

    private static func refusal(_ run: Import, _ direction: ImportUndo.Direction) -> Failure {
        if run.state == .new { return .conflict(Label("This import has not begun.", ru: "Этот импорт ещё не начат.")) }
        if run.state == .running { return .conflict(Label("Wait for the end of the import.", ru: "Дождитесь конца импорта.")) }
        if run.undo?.isRunning ?? false { return .conflict(Label("This is under way already.", ru: "Это уже выполняется.")) }
        return direction == .undo
            ? .conflict(Label("This import is taken back already.", ru: "Этот импорт уже отменён."))
            : .conflict(Label("This import is not taken back.", ru: "Этот импорт не отменён."))
    }

    static func keep(_ kept: [KeptRecord], lookedAt count: Int, of run: Int64, in tx: any Transaction) throws {
        for record in kept {
            try tx.send(
                """
                INSERT INTO import_kept (run, object, record, reason) VALUES (\(run), \(record.object), \(record.id), \(record.reason))
                ON CONFLICT DO NOTHING
                """)
        }
        let all: SQL = kept.isEmpty ? "kept" : "(SELECT count(*) FROM import_kept k WHERE k.run = \(run))"
        try tx.execute("UPDATE import_undo SET looked_at = looked_at + \(count), kept = \(all) WHERE run = \(run)")
    }

    static func finishUndo(of run: Int64, in tx: any Transaction) throws {
        try tx.execute("UPDATE import_undo SET is_running = 0 WHERE run = \(run)")
    }

    /// The records that were not taken back, in the order of objects.
    public static func kept(of run: Int64, after: (object: String, id: Int64) = ("", 0), limit: Int = 100, in connection: any Connection) throws
        -> [KeptRecord]
    {
        try connection.all(
            """
            SELECT object, record, reason FROM import_kept WHERE run = \(run) AND (object, record) > (\(after.object), \(after.id))
            ORDER BY object, record LIMIT \(limit)
            """
        ) { KeptRecord(object: $0.text(0), id: $0.int(1), reason: $0.text(2)) }
    }
}

/// What a turn works on, and where it is.
enum ImportTurn {
    struct Batches: Sendable {
        let run: Int64
        let direction: ImportUndo.Direction
        let mark: Int64

        var condition: SQL {
            let own: SQL = "b.via = 'import' AND b.via_id = \(run)"
            return direction == .undo ? "\(own) AND b.undoes IS NULL" : "\(own) AND b.undoes IS NOT NULL AND b.id > \(mark)"
        }

        func next(below batch: Int64, _ connection: any Connection) throws -> Int64? {
            try connection.first("SELECT b.id FROM batch b WHERE \(condition) AND b.id < \(batch) ORDER BY b.id DESC LIMIT 1") { $0.int(0) }
        }
    }

    /// Where a turn goes on.
    struct Place: Sendable {
        let batches: Batches
        /// Batches from this one on are done, or of the turn itself.
        var below: Int64
        /// The batch under way; 0 for none.
        var batch: Int64
        /// So many of its records are done.
        var from: Int

        var text: String {
            JSON.object([
                ("import", .number("\(batches.run)")), ("direction", .string(batches.direction.rawValue)), ("mark", .number("\(batches.mark)")),
                ("below", .number("\(below)")), ("batch", .number("\(batch)")), ("from", .number("\(from)")),
            ]).text
        }
    }
}

extension ImportTurn.Place {
    init?(_ text: String) {
        guard let json = try? JSON.parse(text), let run = json["import"]?.int, let mark = json["mark"]?.int, let below = json["below"]?.int,
            let direction = json["direction"]?.string.flatMap(ImportUndo.Direction.init), let batch = json["batch"]?.int,
            let from = json["from"]?.int
        else { return nil }
        self.init(batches: .init(run: run, direction: direction, mark: mark), below: below, batch: batch, from: Int(from))
    }
}
