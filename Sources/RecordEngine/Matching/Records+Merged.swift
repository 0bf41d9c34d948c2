public import Definitions
import Kit
import Storage

/// A record that went into another one.
public struct MergedRecord: Sendable, Hashable {
    public let id: Int64
    /// As it was called last.
    public let title: String
}

extension Records {
    /// The record into which another one went, at last; nil when it went into none, lives, or the principal may not read where it went.
    public func survivor(of id: Int64, _ object: ObjectDefinition) throws -> Int64? {
        var current = id
        // Nobody merges further than this; a circle would be a fault in the data.
        for _ in 0..<1_000 {
            if try exists(object, current, rule: .all) { break }
            guard let next = try mergeInForce(current, object)?.survivor else { return nil }
            current = next
        }
        return try current != id && exists(object, current, rule: principal.role.grant(object.name).read) ? current : nil
    }

    /// The merge by which a record is gone. Who took it back and then took that back has merged again.
    private func mergeInForce(_ id: Int64, _ object: ObjectDefinition) throws -> (batch: Int64, survivor: Int64)? {
        let merges = try connection.all("SELECT batch, survivor FROM merged WHERE object = \(object.name) AND record = \(id) ORDER BY batch DESC") {
            (batch: $0.int(0), survivor: $0.int(1))
        }
        guard !merges.isEmpty else { return nil }
        let last: SQL = "SELECT ended_by FROM \(object.past) WHERE id = \(id) ORDER BY version DESC LIMIT 1"
        var ended = try connection.first(last) { $0.int(0) }
        while let batch = ended {
            if let merge = merges.first(where: { $0.batch == batch }) { return merge }
            guard let undone = try batches([batch])[batch]?.undoes else { return nil }
            ended = try batches([undone])[undone]?.undoes
        }
        return nil
    }

    /// The records that went into one, and those that had gone into them, as far as the principal may read what they were.
    public func merged(into id: Int64, _ object: ObjectDefinition) throws -> [MergedRecord] {
        var (found, open): ([MergedRecord], [Int64]) = ([], [id])
        while let survivor = open.popLast(), found.count < 200 {
            let sql: SQL = "SELECT DISTINCT record FROM merged WHERE object = \(object.name) AND survivor = \(survivor) ORDER BY record"
            for record in try connection.all(sql, { $0.int(0) }) where record != id && !found.contains(where: { $0.id == record }) {
                guard try !exists(object, record, rule: .all), let merge = try mergeInForce(record, object), merge.survivor == survivor,
                    merge.batch <= moment?.batch ?? .max, let former = try? asOf(batch: merge.batch - 1).record(object.name, record)
                else { continue }
                found.append(MergedRecord(id: record, title: former.title))
                open.append(record)
            }
        }
        return found
    }
}

extension ObjectDefinition {
    /// Whether several records of it can be made one.
    public var isMergeable: Bool { isInNavigation || !matching.isEmpty }
}
