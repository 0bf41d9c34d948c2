public import Jobs
import Kit
public import RecordEngine
public import Storage

/// Taking works of many batches back, and bringing them back again. A work is what its batches were done through.
public enum Turns {
    /// The tables of this target.
    public static let tables: [SystemTable] = [turns, keptRecords, BulkRuns.runs]

    private static let turns = SystemTable("turn") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE turn (
              via \(text) NOT NULL, work \(integer) NOT NULL, direction \(text) NOT NULL, is_running \(integer) NOT NULL,
              undo_job \(integer), looked_at \(integer) NOT NULL, touched \(integer) NOT NULL, kept \(integer) NOT NULL, mark \(integer) NOT NULL,
              PRIMARY KEY (via, work)
            )\(dialect.withoutRowID)
            """
        ]
    }

    /// The records that a work, or the taking back of one (`undo`), left as they were.
    private static let keptRecords = SystemTable("kept_record") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE kept_record (
              via \(text) NOT NULL, work \(integer) NOT NULL, by_undo \(integer) NOT NULL, object \(text) NOT NULL, record \(integer) NOT NULL,
              reason \(text) NOT NULL, PRIMARY KEY (via, work, by_undo, object, record)
            )\(dialect.withoutRowID)
            """
        ]
    }

    /// What a query joins to a table of works to know of their turns; read by `read`, from the column on that is given there.
    public static func join(_ kind: Via.Kind, to id: SQL) -> SQL { "LEFT JOIN turn u ON u.via = \(kind.rawValue) AND u.work = \(id)" }
    public static let columns: SQL = "u.direction, u.is_running, u.undo_job, u.looked_at, u.touched, u.kept, u.mark"

    public static func read(_ row: any Row, at column: Int) -> Turn? {
        row.optionalText(column).flatMap(Turn.Direction.init).map { direction in
            Turn(
                direction: direction, isRunning: row.int(column + 1) == 1, job: row.optionalInt(column + 2), done: Int(row.int(column + 3)),
                total: Int(row.int(column + 4)), kept: Int(row.int(column + 5)), mark: row.int(column + 6)
            )
        }
    }

    public static func find(_ work: Via, in connection: any Connection) throws -> Turn? {
        try connection.first("SELECT \(columns) FROM turn u WHERE u.via = \(work.kind.rawValue) AND u.work = \(work.id)") {
            read($0, at: 0)
        }
            ?? nil
    }

    /// Puts the taking back of a work, or the bringing back, into the queue. Whether it is the time for that is for the caller to ask.
    public static func order(
        _ work: Via, _ direction: Turn.Direction, _ kind: JobKind, _ queue: JobQueue, by user: Int64?, in tx: any Transaction
    ) throws {
        let (via, id) = (work.kind.rawValue, work.id ?? 0)
        let newest = try tx.first("SELECT max(id) FROM batch WHERE via = \(via) AND via_id = \(id)") { $0.optionalInt(0) ?? 0 } ?? 0
        // What was taken back last is what is brought back now.
        let last = try find(work, in: tx)
        let mark = direction == .undo ? newest : last?.mark ?? 0
        let range = TurnPlace.Batches(work: work, direction: direction, mark: mark)
        let total =
            try tx.first("SELECT count(*) FROM touched WHERE batch IN (SELECT b.id FROM batch b WHERE \(range.condition))") { $0.int(0) }
            ?? 0
        let payload = TurnPlace(batches: range, below: newest + 1, batch: 0, from: 0).text
        // A turn that changes nothing opens no batch; the one behind it is another job all the same.
        let key = "\(via):\(id):\(direction.rawValue):\(newest):\(last?.job ?? 0)"
        let job = try queue.enqueue(kind, payload: payload, uniqueKey: key, by: user, in: tx)
        try tx.execute("DELETE FROM kept_record WHERE via = \(via) AND work = \(id) AND by_undo = 1")
        try tx.execute("DELETE FROM turn WHERE via = \(via) AND work = \(id)")
        try tx.execute(
            """
            INSERT INTO turn (via, work, direction, is_running, undo_job, looked_at, touched, kept, mark)
            VALUES (\(via), \(id), \(direction.rawValue), 1, \(job), 0, \(total), 0, \(mark))
            """)
    }

    static func keep(_ kept: [KeptRecord], lookedAt count: Int, of work: Via, in tx: any Transaction) throws {
        try keep(kept, of: work, byUndo: true, in: tx)
        let its: SQL = "via = \(work.kind.rawValue) AND work = \(work.id)"
        let all: SQL = kept.isEmpty ? "kept" : "(SELECT count(*) FROM kept_record k WHERE k.\(its) AND k.by_undo = 1)"
        try tx.execute("UPDATE turn SET looked_at = looked_at + \(count), kept = \(all) WHERE \(its)")
    }

    static func keep(_ kept: [KeptRecord], of work: Via, byUndo: Bool, in tx: any Transaction) throws {
        for record in kept {
            try tx.send(
                """
                INSERT INTO kept_record (via, work, by_undo, object, record, reason)
                VALUES (\(work.kind.rawValue), \(work.id), \(byUndo ? 1 : 0), \(record.object), \(record.id), \(record.reason.json.text)) ON CONFLICT DO NOTHING
                """)
        }
    }

    static func finish(_ work: Via, in tx: any Transaction) throws {
        try tx.execute("UPDATE turn SET is_running = 0 WHERE via = \(work.kind.rawValue) AND work = \(work.id)")
    }

    /// The records that were left as they were, in the order of objects.
    /// - Parameter byUndo: by the taking back of the work, not by the work itself.
    public static func kept(
        of work: Via, byUndo: Bool = true, after: (object: String, id: Int64) = ("", 0), limit: Int = 100, in connection: any Connection
    ) throws -> [KeptRecord] {
        try connection.all(
            """
            SELECT object, record, reason FROM kept_record WHERE via = \(work.kind.rawValue) AND work = \(work.id) AND by_undo = \(byUndo ? 1 : 0)
            AND (object, record) > (\(after.object), \(after.id)) ORDER BY object, record LIMIT \(limit)
            """
        ) { KeptRecord(object: $0.text(0), id: $0.int(1), reason: Label(kept: $0.text(2))) }
    }
}

/// What a turn works on, and where it goes on.
struct TurnPlace: Sendable {
    struct Batches: Sendable {
        let work: Via
        let direction: Turn.Direction
        let mark: Int64

        var condition: SQL {
            let own: SQL = "b.via = \(work.kind.rawValue) AND b.via_id = \(work.id)"
            return direction == .undo ? "\(own) AND b.undoes IS NULL" : "\(own) AND b.undoes IS NOT NULL AND b.id > \(mark)"
        }

        func next(below batch: Int64, _ connection: any Connection) throws -> Int64? {
            try connection.first("SELECT b.id FROM batch b WHERE \(condition) AND b.id < \(batch) ORDER BY b.id DESC LIMIT 1") { $0.int(0) }
        }
    }

    let batches: Batches
    /// Batches from this one on are done, or of the turn itself.
    var below: Int64
    /// The batch under way; 0 for none.
    var batch: Int64
    /// So many of its records are done.
    var from: Int

    var text: String {
        JSON.object([
            ("via", .string(batches.work.kind.rawValue)), ("work", .number("\(batches.work.id ?? 0)")),
            ("direction", .string(batches.direction.rawValue)), ("mark", .number("\(batches.mark)")),
            ("below", .number("\(below)")), ("batch", .number("\(batch)")), ("from", .number("\(from)")),
        ]).text
    }

    init(batches: Batches, below: Int64, batch: Int64, from: Int) {
        (self.batches, self.below, self.batch, self.from) = (batches, below, batch, from)
    }

    init?(_ text: String) {
        guard let json = try? JSON.parse(text), let via = json["via"]?.string.flatMap(Via.Kind.init), let work = json["work"]?.int,
            let mark = json["mark"]?.int, let below = json["below"]?.int,
            let direction = json["direction"]?.string.flatMap(Turn.Direction.init),
            let batch = json["batch"]?.int, let from = json["from"]?.int
        else { return nil }
        let batches = Batches(work: Via(via, work), direction: direction, mark: mark)
        self.init(batches: batches, below: below, batch: batch, from: Int(clamping: from))
    }
}
