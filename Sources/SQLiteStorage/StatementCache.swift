import GRDBSQLite

/// Prepared statements that are not in use, by their text; those used longest ago go first.
struct StatementCache {
    private var idle: [String: (statement: OpaquePointer, used: UInt64)] = [:]
    private var uses: UInt64 = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func take(_ text: String) -> OpaquePointer? { idle.removeValue(forKey: text)?.statement }

    mutating func put(_ statement: OpaquePointer, _ text: String) {
        uses &+= 1
        if let former = idle.updateValue((statement, uses), forKey: text) { sqlite3_finalize(former.statement) }
        if idle.count > limit { removeOlderHalf() }
    }

    mutating func removeAll() {
        for (_, entry) in idle { sqlite3_finalize(entry.statement) }
        idle = [:]
    }

    private mutating func removeOlderHalf() {
        for (text, entry) in idle.sorted(by: { $0.value.used < $1.value.used }).prefix(limit / 2) {
            sqlite3_finalize(entry.statement)
            idle[text] = nil
        }
    }
}
