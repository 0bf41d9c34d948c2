public import Kit
public import Storage

/// What an import says about its rows.
extension Imports {
    /// Beyond so many, warnings are counted but not kept.
    static let warningLimit = 20_000

    static func keep(_ result: ImportResult, of run: Import, counts: ImportCounts, in tx: any Transaction) throws {
        let room = max(0, warningLimit - run.counts.warnings)
        try keep(result.notes.filter(\.isRejection) + result.notes.filter { !$0.isRejection }.prefix(room), of: run.id, in: tx)
        for (row, cells) in result.rejected {
            try tx.execute("INSERT INTO import_rejected (run, place, cells) VALUES (\(run.id), \(row), \(list(cells)))")
        }
        try tx.execute("UPDATE import_run SET counts = \(counts.json.text) WHERE id = \(run.id)")
    }

    private static func keep(_ notes: [ImportResult.Note], of run: Int64, in tx: any Transaction) throws {
        for (row, note, isRejection) in notes {
            try tx.execute(
                """
                INSERT INTO import_note (run, is_rejection, place, title, value, reason)
                VALUES (\(run), \(isRejection ? 1 : 0), \(row), \(note.column), \(String(note.value.prefix(500))), \(note.reason.json.text))
                """)
        }
    }

    /// The cells that a dry run could not use, behind as many as it has found before. Of rejected rows their lines tell.
    static func keepCells(_ result: ImportResult, behind count: Int, of run: Int64, in tx: any Transaction) throws {
        try keep(Array(result.notes.filter { !$0.isRejection }.prefix(max(0, warningLimit - count))), of: run, in: tx)
    }

    static func finish(_ id: Int64, in tx: any Transaction) throws {
        try tx.execute("UPDATE import_run SET state = 'done' WHERE id = \(id)")
    }

    /// The reasons, and how often each was given, the most frequent first.
    public static func reasons(of id: Int64, rejections: Bool, limit: Int = 50, in connection: any Connection) throws -> [ImportReason] {
        try connection.all(
            """
            SELECT title, reason, count(*), min(place), min(value) FROM import_note WHERE run = \(id) AND is_rejection = \(rejections ? 1 : 0)
            GROUP BY title, reason ORDER BY count(*) DESC, min(place) LIMIT \(limit)
            """
        ) {
            ImportReason(
                column: $0.text(0), reason: Label(kept: $0.text(1)), count: Int($0.int(2)), firstRow: Int($0.int(3)), example: $0.text(4))
        }
    }

    /// The cells that were not used though their rows were, or that a dry run says will not be, in the order of the table.
    /// - Parameters:
    ///   - place: the `place` of the line behind which to go on.
    ///   - column: of one column only.
    public static func warnings(
        of id: Int64, after place: String? = nil, column: String? = nil, limit: Int = .max, in connection: any Connection
    ) throws -> [ImportReportLine] {
        let after = (place ?? "").split(separator: ":").compactMap { Int64($0) }
        var condition: SQL = "run = \(id) AND is_rejection = 0"
        if let column { condition = "\(condition) AND title = \(column)" }
        if after.count == 2 { condition = "\(condition) AND (place, id) > (\(after[0]), \(after[1]))" }
        return try connection.all(
            "SELECT place, title, value, reason, id FROM import_note WHERE \(condition) ORDER BY place, id LIMIT \(limit)", line)
    }

    /// The rejected rows behind a row, in the order of the table.
    public static func rejectedRows(of id: Int64, after row: Int = 0, limit: Int = .max, in connection: any Connection) throws
        -> [RejectedRow]
    {
        let rows = try connection.all(
            "SELECT place, cells FROM import_rejected WHERE run = \(id) AND place > \(row) ORDER BY place LIMIT \(limit)"
        ) { (place: Int($0.int(0)), cells: items($0.text(1))) }
        guard let first = rows.first, let last = rows.last else { return [] }
        let byRow = Dictionary(grouping: try rejections(of: id, from: first.place, to: last.place, connection), by: \.row)
        return rows.map { RejectedRow(row: $0.place, cells: $0.cells, notes: byRow[$0.place] ?? []) }
    }

    /// Takes a row off the list of rejected ones, with what was said of it. - Returns: whether it stood there.
    static func takeRejected(_ place: Int, of id: Int64, in tx: any Transaction) throws -> Bool {
        guard try tx.execute("DELETE FROM import_rejected WHERE run = \(id) AND place = \(place)") == 1 else { return false }
        try tx.execute("DELETE FROM import_note WHERE run = \(id) AND is_rejection = 1 AND place = \(place)")
        return true
    }

    private static func rejections(of id: Int64, from first: Int, to last: Int, _ connection: any Connection) throws -> [ImportReportLine] {
        try connection.all(
            """
            SELECT place, title, value, reason, id FROM import_note
            WHERE run = \(id) AND is_rejection = 1 AND place BETWEEN \(first) AND \(last) ORDER BY place, id
            """, line)
    }

    private static func line(_ row: any Row) -> ImportReportLine {
        ImportReportLine(
            row: Int(row.int(0)), column: row.text(1), value: row.text(2), reason: Label(kept: row.text(3)), number: row.int(4))
    }
}

/// One thing that is wrong with many rows.
public struct ImportReason: Sendable {
    public let column: String
    public let reason: Label
    public let count: Int
    public let firstRow: Int
    /// One of the values.
    public let example: String
}
