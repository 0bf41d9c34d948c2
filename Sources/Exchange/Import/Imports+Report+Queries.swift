import Kit
public import Storage

/// What an import says about its rows.
extension Imports {
    /// Beyond so many, warnings are counted but not kept.
    static let warningLimit = 20_000

    static func keep(_ result: ImportResult, of run: Import, counts: ImportCounts, in tx: any Transaction, say: (Label) -> String) throws {
        var left = max(0, warningLimit - run.counts.warnings)
        for (row, note, isRejection) in result.notes {
            if !isRejection {
                guard left > 0 else { continue }
                left -= 1
            }
            try tx.execute(
                """
                INSERT INTO import_note (run, is_rejection, place, title, value, reason)
                VALUES (\(run.id), \(isRejection ? 1 : 0), \(row), \(note.column), \(String(note.value.prefix(500))), \(say(note.reason)))
                """)
        }
        for (row, cells) in result.rejected {
            try tx.execute("INSERT INTO import_rejected (run, place, cells) VALUES (\(run.id), \(row), \(list(cells)))")
        }
        try tx.execute("UPDATE import_run SET counts = \(counts.json.text) WHERE id = \(run.id)")
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
        ) { ImportReason(column: $0.text(0), reason: $0.text(1), count: Int($0.int(2)), firstRow: Int($0.int(3)), example: $0.text(4)) }
    }

    public static func warnings(of id: Int64, in connection: any Connection) throws -> [ImportReportLine] {
        try lines(of: id, rejections: false, connection)
    }

    /// The rejected rows behind a row, in the order of the table.
    public static func rejectedRows(of id: Int64, after row: Int = 0, limit: Int = .max, in connection: any Connection) throws
        -> [RejectedRow]
    {
        let rows = try connection.all(
            "SELECT place, cells FROM import_rejected WHERE run = \(id) AND place > \(row) ORDER BY place LIMIT \(limit)"
        ) { (place: Int($0.int(0)), cells: items($0.text(1))) }
        guard let first = rows.first, let last = rows.last else { return [] }
        let byRow = Dictionary(grouping: try lines(of: id, rejections: true, from: first.place, to: last.place, connection), by: \.row)
        return rows.map { RejectedRow(row: $0.place, cells: $0.cells, notes: byRow[$0.place] ?? []) }
    }

    /// Takes a row off the list of rejected ones, with what was said of it. - Returns: whether it stood there.
    static func takeRejected(_ place: Int, of id: Int64, in tx: any Transaction) throws -> Bool {
        guard try tx.execute("DELETE FROM import_rejected WHERE run = \(id) AND place = \(place)") == 1 else { return false }
        try tx.execute("DELETE FROM import_note WHERE run = \(id) AND is_rejection = 1 AND place = \(place)")
        return true
    }

    private static func lines(of id: Int64, rejections: Bool, from first: Int = 0, to last: Int = .max, _ connection: any Connection) throws
        -> [ImportReportLine]
    {
        let sql: SQL = """
            SELECT place, title, value, reason FROM import_note
            WHERE run = \(id) AND is_rejection = \(rejections ? 1 : 0) AND place BETWEEN \(first) AND \(last) ORDER BY place, id
            """
        return try connection.all(sql) { ImportReportLine(row: Int($0.int(0)), column: $0.text(1), value: $0.text(2), reason: $0.text(3)) }
    }
}

/// One thing that is wrong with many rows.
public struct ImportReason: Sendable {
    public let column: String
    public let reason: String
    public let count: Int
    public let firstRow: Int
    /// One of the values.
    public let example: String
}
