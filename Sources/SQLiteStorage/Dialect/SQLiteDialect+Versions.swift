import Storage

extension SQLiteDialect {
    func versions(_ connection: any Connection) throws -> [String] {
        let version = try connection.first("SELECT sqlite_version()") { $0.text(0) } ?? "unknown"
        let journal = try connection.first("PRAGMA journal_mode") { $0.text(0) } ?? "unknown"
        var lines = ["SQLite \(version), journal mode \(journal)"]
        if !SQLiteDialect.resetsLogSafely(version) {
            lines.append(
                """
                warning: SQLite \(version) can damage a file that two connections write or checkpoint at once (fixed in 3.44.6, 3.50.7 \
                and 3.51.3). Krug uses one connection for both; let no other program open the file for writing.
                """
            )
        }
        if journal != "wal" { lines.append("warning: the journal mode is not wal") }
        return lines
    }

    static func resetsLogSafely(_ version: String) -> Bool {
        let parts = version.split(separator: ".").compactMap { Int($0) }
        guard parts.count >= 3, parts[0] == 3 else { return false }
        return switch parts[1] {
        case 44: parts[2] >= 6
        case 50: parts[2] >= 7
        case 51: parts[2] >= 3
        default: parts[1] > 51
        }
    }
}
