import Definitions
public import Jobs
public import Kit
public import Storage

/// Dry runs.
extension Imports {
    static let previews = SystemTable("import_preview") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE import_preview (
              run \(integer) PRIMARY KEY, tried \(text) NOT NULL, is_tried \(integer) NOT NULL, try_job \(integer) NOT NULL, tried_counts \(text) NOT NULL
            )
            """
        ]
    }

    static let lines = SystemTable("import_line") { dialect in
        let (integer, text) = (dialect.type(.integer), dialect.type(.text))
        return [
            """
            CREATE TABLE import_line (
              run \(integer) NOT NULL, outcome \(text) NOT NULL, place \(integer) NOT NULL, title \(text) NOT NULL, detail \(text) NOT NULL,
              PRIMARY KEY (run, outcome, place)
            )\(dialect.withoutRowID)
            """
        ]
    }

    /// Puts a dry run into the queue. What an earlier one found is forgotten.
    /// - Throws: `Failure.conflict` when the import has begun, or a dry run is under way.
    public static func rehearse(_ run: Import, _ mapping: ImportMapping, _ kind: JobKind, _ queue: JobQueue, in tx: any Transaction) throws
    {
        guard run.state == .new else { throw Failure.conflict(Label("This import was started before.", ru: "Этот импорт уже запущен.")) }
        if let before = run.preview, !before.isDone, let state = try JobView.find(before.job, in: tx)?.state, !state.isFinished {
            guard before.mapping?.text != mapping.text else { return }
            throw Failure.conflict(Label("A dry run is under way; wait for its end.", ru: "Пробный прогон уже идёт; дождитесь его конца."))
        }
        try keep(mapping, for: run.id, in: tx)
        let job = try queue.enqueue(kind, payload: ImportCursor(run: run.id, row: 0).text, by: run.createdBy, in: tx)
        try forgetPreview(run.id, in: tx)
        try tx.execute(
            """
            INSERT INTO import_preview (run, tried, is_tried, try_job, tried_counts) VALUES (\(run.id), \(mapping.text), 0, \(job), '{}')
            """)
    }

    static func clearPreview(_ run: Int64, in tx: any Transaction) throws {
        try clearRows(run, in: tx)
        try tx.execute("UPDATE import_preview SET tried_counts = '{}' WHERE run = \(run)")
    }

    static func forgetPreview(_ run: Int64, in tx: any Transaction) throws {
        try clearRows(run, in: tx)
        try tx.execute("DELETE FROM import_preview WHERE run = \(run)")
    }

    private static func clearRows(_ run: Int64, in tx: any Transaction) throws {
        for table: SQL in ["import_line", "import_note"] { try tx.execute("DELETE FROM \(table) WHERE run = \(run)") }
    }

    /// - Returns: whether the dry run is still wanted.
    static func keep(_ lines: [ImportLine], _ counts: ImportCounts, of run: Int64, in tx: any Transaction) throws -> Bool {
        guard try tx.execute("UPDATE import_preview SET tried_counts = \(counts.json.text) WHERE run = \(run)") == 1 else { return false }
        for line in lines {
            try tx.send(
                """
                INSERT INTO import_line (run, outcome, place, title, detail)
                VALUES (\(run), \(line.outcome.rawValue), \(line.row), \(line.title), \(line.detail(\.json).text))
                """)
        }
        return true
    }

    static func finishPreview(_ run: Int64, in tx: any Transaction) throws {
        try tx.execute("UPDATE import_preview SET is_tried = 1 WHERE run = \(run)")
    }

    /// What would become of rows, in the order of the table. The first 5,000 of each outcome are kept.
    public static func lines(
        of run: Int64, _ outcome: ImportLine.Outcome, after row: Int = 0, limit: Int = 50, in connection: any Connection
    ) throws -> [ImportLine] {
        try connection.all(
            """
            SELECT place, title, detail FROM import_line WHERE run = \(run) AND outcome = \(outcome.rawValue) AND place > \(row)
            ORDER BY place LIMIT \(limit)
            """
        ) { ImportLine(outcome, row: Int($0.int(0)), title: $0.text(1), (try? JSON.parse($0.text(2))) ?? .null) }
    }

    /// What would become of one row; nil when it is not among those that are kept.
    public static func line(of run: Int64, row: Int, in connection: any Connection) throws -> ImportLine? {
        for outcome in ImportLine.Outcome.allCases where row > 0 {
            let next = try lines(of: run, outcome, after: row - 1, limit: 1, in: connection).first
            if let next, next.row == row { return next }
        }
        return nil
    }
}

extension ImportRehearsal {
    /// What the copy needs: all that an import reads. Of the past it reads only what is gone.
    static func rows(of table: Identifier, _ schema: Schema) -> RowsNeeded {
        if schema.object(table.name) != nil { return .all }
        switch table.name {
        case "batch": return .those("t.undoes IS NOT NULL")
        case "touched", "changed_owner", "stored_file", "file_piece", "session", "idempotency", "import_note", "import_rejected",
            "import_line", "import_kept":
            return .none
        case let name where name.hasSuffix("_search"): return .none
        case let name where name.hasSuffix("_past"):
            guard let living = schema.object(String(name.dropLast("_past".count))) else { return .none }
            return .those("NOT EXISTS (SELECT 1 FROM \(Identifier(checked: living.name) ?? table) l WHERE l.id = t.id)")
        default: return .all
        }
    }

    static func lastNumbers(_ schema: Schema, _ connection: any Connection) throws -> [String: Int64] {
        var last: [String: Int64] = [:]
        for object in schema.objects {
            guard let table = Identifier(checked: object.name) else { continue }
            last[object.name] = try connection.first("SELECT max(id) FROM \(table)") { $0.int(0) }
        }
        return last
    }
}

extension ImportLine {
    func detail(_ say: (Label) -> JSON) -> JSON {
        func link(_ link: (object: String, id: Int64)) -> JSON { ["object": .string(link.object), "id": .number("\(link.id)")] }
        return [
            "record": record.map(link) ?? .null,
            "changes": .array(
                changes.map {
                    [
                        "object": .string($0.object), "field": say($0.field), "old": .string($0.old), "new": .string($0.new),
                    ]
                }),
            "notes": .array(notes.map { ["column": .string($0.column), "value": .string($0.value), "reason": say($0.reason)] }),
            "candidates": .array(candidates.map(link)),
        ]
    }

    /// As the API shows it.
    public func json(_ language: Language) -> JSON {
        let own: [(name: String, value: JSON)] = [
            ("row", .number("\(row)")), ("outcome", .string(outcome.rawValue)), ("title", .string(title)),
        ]
        return .object(own + (detail { .string($0[language]) }.members ?? []).map { ($0.name, $0.value) })
    }

    init(_ outcome: Outcome, row: Int, title: String, _ json: JSON) {
        func link(_ json: JSON) -> (object: String, id: Int64)? {
            guard let object = json["object"]?.string, let id = json["id"]?.int else { return nil }
            return (object, id)
        }
        func text(_ json: JSON, _ name: String) -> String { json[name]?.string ?? "" }
        func label(_ json: JSON, _ name: String) -> Label { json[name].flatMap { Label($0) } ?? .verbatim(text(json, name)) }
        self.outcome = outcome
        self.row = row
        self.title = title
        record = json["record"].flatMap(link)
        changes = (json["changes"]?.array ?? []).map {
            Change(object: text($0, "object"), field: label($0, "field"), old: text($0, "old"), new: text($0, "new"))
        }
        notes = (json["notes"]?.array ?? []).map {
            ImportReportLine(row: row, column: text($0, "column"), value: text($0, "value"), reason: label($0, "reason"))
        }
        candidates = (json["candidates"]?.array ?? []).compactMap(link)
    }
}
