import GRDBSQLite
import Kit

/// `krug_fold(text)`: `String.folded` inside statements.
enum FoldFunction {
    static func register(on connection: OpaquePointer) {
        // Innocuous: indexes may use it although the schema is not trusted.
        let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
        sqlite3_create_function_v2(connection, "krug_fold", 1, flags, nil, { context, _, arguments in
            guard let argument = arguments?[0], let bytes = sqlite3_value_text(argument) else {
                return sqlite3_result_null(context)
            }
            let count = Int(sqlite3_value_bytes(argument))
            var folded = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self).folded
            folded.withUTF8 { out in
                guard let base = out.baseAddress, !out.isEmpty else { return sqlite3_result_text(context, "", 0, SQLiteHandle.copied) }
                base.withMemoryRebound(to: CChar.self, capacity: out.count) {
                    sqlite3_result_text(context, $0, Int32(out.count), SQLiteHandle.copied)
                }
            }
        }, nil, nil, nil)
    }
}
