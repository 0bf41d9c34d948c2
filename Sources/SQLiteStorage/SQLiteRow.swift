import GRDBSQLite
import Storage

/// The row on which a statement stands. After its query it reads as NULLs.
final class SQLiteRow: Row {
    private var statement: OpaquePointer?

    init(_ statement: OpaquePointer) { self.statement = statement }

    func end() { statement = nil }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(truncatingIfNeeded: column)) == SQLITE_NULL }
    func int(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(truncatingIfNeeded: column)) }
    func double(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(truncatingIfNeeded: column)) }

    func bytes<T>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        let column = Int32(truncatingIfNeeded: column)
        // The pointer first: asking for it may convert a number to text and so change the count.
        let base = sqlite3_column_type(statement, column) == SQLITE_BLOB
            ? sqlite3_column_blob(statement, column)
            : sqlite3_column_text(statement, column).map { UnsafeRawPointer($0) }
        return try body(UnsafeRawBufferPointer(start: base, count: base == nil ? 0 : Int(sqlite3_column_bytes(statement, column))))
    }
}
