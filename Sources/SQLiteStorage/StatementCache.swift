import GRDBSQLite
import Storage

/// Prepared statements by their texts; of those that are not in use, the ones used longest ago go first.
struct StatementCache {
    /// One statement of the cache.
    final class Entry {
        let text: String
        let statement: OpaquePointer
        /// What it is found by besides its text. Held here, so that nothing else gets its place in memory.
        var lasting: LastingText?
        var isInUse = true
        var used: UInt64 = 0

        init(_ text: String, _ statement: OpaquePointer) {
            self.text = text
            self.statement = statement
        }

        deinit { sqlite3_finalize(statement) }
    }

    private var byText: [String: Entry] = [:]
    private var byPlace: [ObjectIdentifier: Entry] = [:]
    private var uses: UInt64 = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// The statement for a text, in use from now on. One that is in use already, because queries are nested, is prepared again.
    mutating func take(_ sql: SQL, prepare: (String) throws -> OpaquePointer) rethrows -> Entry {
        if let lasting = sql.lasting, let known = byPlace[ObjectIdentifier(lasting)], !known.isInUse { return take(known) }
        let text = sql.text
        let known = byText[text]
        if let known, !known.isInUse {
            keep(known, sql.lasting)
            return take(known)
        }
        let entry = Entry(text, try prepare(text))
        if known == nil {
            if byText.count >= limit { removeOlderHalf() }
            byText[text] = entry
            keep(entry, sql.lasting)
        }
        return take(entry)
    }

    mutating func removeAll() {
        byText = [:]
        byPlace = [:]
    }

    private mutating func take(_ entry: Entry) -> Entry {
        uses &+= 1
        entry.used = uses
        entry.isInUse = true
        return entry
    }

    private mutating func keep(_ entry: Entry, _ lasting: LastingText?) {
        guard let lasting else { return }
        if let former = entry.lasting { byPlace[ObjectIdentifier(former)] = nil }
        entry.lasting = lasting
        byPlace[ObjectIdentifier(lasting)] = entry
    }

    private mutating func removeOlderHalf() {
        for entry in byText.values.filter({ !$0.isInUse }).sorted(by: { $0.used < $1.used }).prefix(limit / 2) {
            byText[entry.text] = nil
            if let lasting = entry.lasting { byPlace[ObjectIdentifier(lasting)] = nil }
        }
    }
}
