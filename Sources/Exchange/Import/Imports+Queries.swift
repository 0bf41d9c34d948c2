import Bulk
import Bulk
import Definitions
public import Jobs
import Kit
import RecordEngine
public import Storage
import Tables

/// The imports of a workspace.
public enum Imports {
    /// The tables of this target.
    public static let tables: [SystemTable] = [runs, notes, rejected, mappings, previews, lines]

    private static let runs = SystemTable("import_run") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE import_run (
              id \(dialect.sequentialID), state \(text) NOT NULL, file_name \(text) NOT NULL, file \(text) NOT NULL, look \(text),
              format \(text) NOT NULL, header \(text) NOT NULL, total \(integer) NOT NULL, mapping \(text), counts \(text) NOT NULL,
              job \(integer), created_by \(integer), created_at \(integer) NOT NULL
            )
            """,
            "CREATE INDEX import_run_creator ON import_run (created_by, id)",
        ]
    }

    private static let notes = SystemTable("import_note") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE import_note (
              id \(dialect.sequentialID), run \(integer) NOT NULL, is_rejection \(integer) NOT NULL, place \(integer) NOT NULL,
              title \(text) NOT NULL, value \(text) NOT NULL, reason \(text) NOT NULL
            )
            """,
            "CREATE INDEX import_note_run ON import_note (run, is_rejection, place)",
        ]
    }

    private static let rejected = SystemTable("import_rejected") { dialect in
        [
            """
            CREATE TABLE import_rejected (
              run \(dialect.type(.integer)) NOT NULL, place \(dialect.type(.integer)) NOT NULL, cells \(dialect.type(.text)) NOT NULL,
              PRIMARY KEY (run, place)
            )\(dialect.withoutRowID)
            """
        ]
    }

    private static let mappings = SystemTable("import_mapping") { dialect in
        [
            """
            CREATE TABLE import_mapping (
              owner \(dialect.type(.integer)) NOT NULL, header \(dialect.type(.text)) NOT NULL, mapping \(dialect.type(.text)) NOT NULL,
              PRIMARY KEY (owner, header)
            )\(dialect.withoutRowID)
            """
        ]
    }

    /// The files that imports still need.
    public static let files: SQL = "SELECT file FROM import_run WHERE state <> 'done'"

    /// Notes a file that is kept in the same unit.
    public static func create(_ file: ImportFile, fileName: String, storedAs name: String, by user: Int64?, in tx: any Transaction) throws
        -> Int64
    {
        try tx.first(
            """
            INSERT INTO import_run (state, file_name, file, look, format, header, total, counts, created_by, created_at)
            VALUES ('new', \(String(fileName.prefix(200))), \(name), \(file.text), \(file.format.json.text),
                    \(list(file.header)), \(file.rows), '{}', \(user), \(tx.now.milliseconds))
            RETURNING id
            """
        ) { $0.int(0) } ?? 0
    }

    /// Corrects how the file is read.
    public static func reread(_ id: Int64, _ file: ImportFile, in tx: any Transaction) throws {
        try forgetPreview(id, in: tx)
        try tx.execute(
            """
            UPDATE import_run SET look = \(file.text), format = \(file.format.json.text),
              header = \(list(file.header)), total = \(file.rows), mapping = NULL
            WHERE id = \(id) AND state = 'new'
            """)
    }

    /// Keeps a mapping that is not started yet.
    public static func keep(_ mapping: ImportMapping, for id: Int64, in tx: any Transaction) throws {
        try tx.execute("UPDATE import_run SET mapping = \(mapping.text) WHERE id = \(id) AND state = 'new'")
    }

    /// Starts an import: remembers its mapping for tables with the same heading, and puts the job into the queue.
    /// - Throws: `Failure.conflict` when it was started before.
    public static func start(_ run: Import, _ mapping: ImportMapping, _ kind: JobKind, _ queue: JobQueue, in tx: any Transaction) throws {
        let payload = ImportCursor(run: run.id, row: 0).text
        let job = try queue.enqueue(kind, payload: payload, uniqueKey: "import:\(run.id)", by: run.createdBy, in: tx)
        let started = try tx.execute(
            "UPDATE import_run SET state = 'running', mapping = \(mapping.text), look = NULL, job = \(job) WHERE id = \(run.id) AND state = 'new'"
        )
        guard started == 1 else { throw Failure.conflict(Label("This import was started before.", ru: "Этот импорт уже запущен.")) }
        try forgetPreview(run.id, in: tx)
        try tx.execute(
            """
            INSERT INTO import_mapping (owner, header, mapping) VALUES (\(run.createdBy ?? 0), \(ImportFile.fingerprint(run.header)), \(mapping.text))
            ON CONFLICT (owner, header) DO UPDATE SET mapping = excluded.mapping
            """)
    }

    /// Lets one unit of all imports write at a time: of two that meet the same client at once neither would see what the other makes.
    static func takeTurns(in tx: any Transaction) throws {
        let lock = tx.dialect.lockRow
        guard !lock.isEmpty else { return }
        _ = try tx.all("SELECT t.id FROM import_run t WHERE t.state = 'running' ORDER BY t.id \(lock)") { $0.int(0) }
    }

    /// Forgets an import that was never started; its file goes with it.
    public static func forget(_ id: Int64, in tx: any Transaction) throws {
        try forgetPreview(id, in: tx)
        try tx.execute("DELETE FROM import_run WHERE id = \(id) AND state = 'new'")
    }

    /// Forgets files that were sent and never imported, after a week.
    public static func sweep(in tx: any Transaction) throws {
        let limit = tx.now.adding(seconds: -7 * 86_400)
        let old: SQL = "state = 'new' AND created_at < \(limit.milliseconds)"
        for id in try tx.all("SELECT id FROM import_run WHERE \(old)", { $0.int(0) }) { try forgetPreview(id, in: tx) }
        try tx.execute("DELETE FROM import_run WHERE \(old)")
    }

    /// The mapping that somebody used last for tables with this heading.
    public static func remembered(_ header: [String], of user: Int64?, in connection: any Connection) throws -> ImportMapping? {
        let text = try connection.first(
            "SELECT mapping FROM import_mapping WHERE owner = \(user ?? 0) AND header = \(ImportFile.fingerprint(header))"
        ) { $0.text(0) }
        return text.flatMap { try? ImportMapping(text: $0) }
    }

    private static let selection: SQL = """
        SELECT id, state, file_name, file, format, header, total, mapping, counts, job, created_by, created_at,
          \(Turns.columns), tried, is_tried, try_job, tried_counts
        FROM import_run \(Turns.join(.importing, to: "id")) LEFT JOIN import_preview p ON p.run = id
        """

    /// One import. Whether the reader may see it is for the caller to ask: its author and administrators may.
    public static func find(_ id: Int64, in connection: any Connection) throws -> Import? {
        try connection.first("\(selection) WHERE id = \(id)", read)
    }

    /// The latest imports of a user, the newest first; of everybody for nil.
    public static func latest(of user: Int64?, limit: Int = 20, in connection: any Connection) throws -> [Import] {
        let condition: SQL = user.map { " WHERE created_by = \($0)" } ?? .empty
        return try connection.all("\(selection)\(condition) ORDER BY id DESC LIMIT \(limit)", read)
    }

    /// What a first look at the file showed, as long as the import has not begun.
    public static func look(_ id: Int64, in connection: any Connection) throws -> ImportFile {
        guard let text = try connection.first("SELECT look FROM import_run WHERE id = \(id)", { $0.optionalText(0) }) ?? nil,
            let file = ImportFile(text)
        else { throw Failure.notFound }
        return file
    }

    private static func read(_ row: any Row) -> Import {
        Import(
            id: row.int(0), state: Import.State(rawValue: row.text(1)) ?? .new, fileName: row.text(2), file: row.text(3),
            format: (try? JSON.parse(row.text(4))).flatMap(TableFormat.init) ?? .text(CSVFormat()),
            header: items(row.text(5)), rows: Int(row.int(6)), mapping: row.optionalText(7).flatMap { try? ImportMapping(text: $0) },
            counts: ImportCounts((try? JSON.parse(row.text(8))) ?? .null), job: row.optionalInt(9), createdBy: row.optionalInt(10),
            createdAt: Instant(milliseconds: row.int(11)),
            undo: Turns.read(row, at: 12),
            preview: row.optionalText(19).map { tried in
                Import.Preview(
                    mapping: try? ImportMapping(text: tried), isDone: row.int(20) == 1, job: row.int(21),
                    counts: ImportCounts((try? JSON.parse(row.text(22))) ?? .null)
                )
            }
        )
    }

    static func list(_ texts: [String]) -> String {
        JSON.array(texts.map(JSON.string)).text
    }

    static func items(_ text: String) -> [String] { ((try? JSON.parse(text))?.array ?? []).compactMap(\.string) }
}
