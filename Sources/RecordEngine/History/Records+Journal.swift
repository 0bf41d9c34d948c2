package import Definitions
public import Kit
import Storage

/// One batch of the journal with what it touched.
public struct JournalEntry: Sendable {
    public let batch: Batch
    public let touched: [(object: String, id: Int64, kind: Touch)]
}

/// A place in the journal, behind which nothing can appear.
public struct JournalPosition: Sendable, Hashable, Comparable {
    let xid: Int64
    let batch: Int64

    public static let start = JournalPosition(xid: 0, batch: 0)

    /// - Throws: `Failure.malformed` for a text that is not a place in the journal.
    public init(_ text: String) throws(Failure) {
        let parts = text.split(separator: ".").map { Int64($0) }
        guard parts.count == 2, let xid = parts[0], let batch = parts[1] else {
            throw .malformed(Label("“after” is not a place in the journal.", ru: "«after» не указывает на место в журнале."))
        }
        self.init(xid: xid, batch: batch)
    }

    init(xid: Int64, batch: Int64) {
        self.xid = xid
        self.batch = batch
    }

    public var text: String { "\(xid).\(batch)" }

    public static func < (one: JournalPosition, other: JournalPosition) -> Bool { (one.xid, one.batch) < (other.xid, other.batch) }
}

extension Records {
    /// The place after all that is in the journal now.
    public func journalEnd() throws -> JournalPosition {
        let sql: SQL = "SELECT b.xid, b.id FROM batch b WHERE \(connection.dialect.settled("b")) ORDER BY b.xid DESC, b.id DESC LIMIT 1"
        return try connection.first(sql) { JournalPosition(xid: $0.int(0), batch: $0.int(1)) } ?? .start
    }

    /// The next batches after a place, oldest first, with those records that the principal may read (deleted ones: only
    /// for administrators). A batch of which nothing is left is passed over.
    /// - Returns: the entries and the place after the last batch looked at; the same place when there is nothing new.
    public func journal(after position: JournalPosition, limit: Int = 100) throws -> (entries: [JournalEntry], next: JournalPosition) {
        let settled = connection.dialect.settled("b")
        // A place of the cluster that the journal was restored from: what it has seen now goes before all others.
        let xid: SQL = "CASE WHEN \(position.xid) >= \(connection.dialect.nextXID) THEN 0 ELSE \(position.xid) END"
        let found = try connection.all("""
            \(Batch.selection) WHERE (b.xid, b.id) > (\(xid), \(position.batch)) AND \(settled)
            ORDER BY b.xid, b.id LIMIT \(limit)
            """) { (batch: Batch($0), xid: $0.int(8)) }
        guard let last = found.last else { return ([], position) }
        let ids = found.map { "\($0.batch.id)" as SQL }.joined(separator: ", ")
        let touches = try connection.all("SELECT batch, object, record, kind FROM touched WHERE batch IN (\(ids)) ORDER BY batch, object, record") {
            (batch: $0.int(0), object: $0.text(1), id: $0.int(2), kind: Touch(rawValue: $0.text(3)) ?? .updated)
        }
        let readable = try self.readable(touches.map { ($0.object, $0.id) })
        let byBatch = Dictionary(grouping: touches.filter { readable[$0.object]?.contains($0.id) ?? false }, by: \.batch)
        let entries = found.compactMap { item -> JournalEntry? in
            guard let touched = byBatch[item.batch.id] else { return nil }
            return JournalEntry(batch: item.batch, touched: touched.map { ($0.object, $0.id, $0.kind) })
        }
        return (entries, JournalPosition(xid: last.xid, batch: last.batch.id))
    }

    /// What a batch did, as far as the principal may know: the records it touched, in the order of the schema.
    public func touched(by batch: Int64) throws -> [(object: String, id: Int64, kind: Touch)] {
        let touches = try connection.all("SELECT object, record, kind FROM touched WHERE batch = \(batch) AND kind <> 'derived' ORDER BY object, record LIMIT 200") {
            (object: $0.text(0), id: $0.int(1), kind: Touch(rawValue: $0.text(2)) ?? .updated)
        }
        return touches.filter { principal.role.grant($0.object).read != .none }
    }

    /// Those of some records that the principal may read now.
    package func canRead(_ links: Set<RecordLink>) throws -> Set<RecordLink> {
        var found: Set<RecordLink> = []
        for (object, links) in Dictionary(grouping: links, by: \.object) where principal.role.grant(object).read != .none {
            for id in try readable(object, links.map(\.id).sorted()) { found.insert(RecordLink(object: object, id: id)) }
        }
        return found
    }

    /// Which of these records the principal may read, by object.
    func readable(_ touches: [(object: String, id: Int64)]) throws -> [String: Set<Int64>] {
        let wanted = Dictionary(grouping: touches, by: \.object).mapValues { Set($0.map(\.id)) }
        if principal.role.administers { return wanted }
        var readable: [String: Set<Int64>] = [:]
        for (object, ids) in wanted where schema.object(object) != nil && principal.role.grant(object).read != .none && principal.role.grant(object).history {
            readable[object] = try self.readable(object, ids.sorted())
        }
        return readable
    }

    private func readable(_ object: String, _ ids: [Int64]) throws -> Set<Int64> {
        var readable: Set<Int64> = []
        // An import touches more records than a statement takes values.
        for start in stride(from: 0, to: ids.count, by: 1_000) {
            let part = ids[start..<min(start + 1_000, ids.count)]
            let filter = Filter.compare(FieldPath("id"), .isIn, .list(part.map { .number("\($0)", currency: nil) }))
            _ = try list(Query(object, filter: filter, limit: part.count)) { readable.insert($0.id) }
        }
        return readable
    }
}
