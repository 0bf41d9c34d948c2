package import Definitions
import Kit
import Storage

/// What a batch did to a record.
public enum Touch: String, Sendable, Hashable {
    case created, updated, deleted, restored, erased
    /// Fields that follow from other records have followed: nobody's change, which is in no history.
    case derived
}

extension Records {
    /// The number of this unit's batch, which is opened with its first write.
    package func openBatch() throws -> Int64 {
        writes += 1
        if let batch { return batch }
        let tx = try writing()
        let sql: SQL = """
            INSERT INTO batch (at, author, via, via_id, action, undoes, xid)
            VALUES (\(now.milliseconds), \(principal.user), \(principal.via.kind.rawValue), \(principal.via.id), \(action), \(undoes), \(tx.dialect.currentXID))
            RETURNING id
            """
        let opened = try tx.first(sql) { $0.int(0) } ?? 0
        batch = opened
        tx.afterCommit { [bell = engine.bell] in bell.ring() }
        return opened
    }

    /// Notes what the batch did to a record; the first note of a record stands.
    package func touch(_ object: ObjectDefinition, _ id: Int64, _ kind: Touch) throws {
        try writing().send(Records.touching.filled([.int(openBatch()), .text(object.name), .int(id), .text(kind.rawValue)]))
    }

    private static let touching = (
        "INSERT INTO touched (batch, object, record, kind) VALUES (\(0), \(""), \(0), \("")) ON CONFLICT DO NOTHING" as SQL
    ).prepared
}
