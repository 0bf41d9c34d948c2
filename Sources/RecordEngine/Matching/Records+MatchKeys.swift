public import Definitions
import Kit
import Storage

extension Records {
    /// Brings the keys of a record in line, when something that they are made of has changed.
    func updateMatchKeys(from old: Record?, to new: Record?, _ tx: any Transaction) throws {
        guard let object = (new ?? old)?.object, let id = (new ?? old)?.id, !object.matching.isEmpty else { return }
        if let old, let new, !object.matchPositions.contains(where: { old.values[$0] != new.values[$0] }) { return }
        let before = old.map { object.matchKeys($0.values) } ?? []
        let after = new.map { object.matchKeys($0.values) } ?? []
        try exchange(before, for: after, of: object, id, tx)
    }

    private func exchange(_ before: [MatchKey], for after: [MatchKey], of object: ObjectDefinition, _ id: Int64, _ tx: any Transaction) throws {
        let (gone, come) = (before.filter { !after.contains($0) }, after.filter { !before.contains($0) })
        for key in gone {
            try tx.send("""
                DELETE FROM match_key WHERE object = \(object.name) AND kind = \(key.kind.rawValue) AND key = \(key.text) AND record = \(id)
                """)
        }
        try addMatchKeys(come.map { (id, $0) }, of: object, tx)
    }

    /// Keeps keys of records that have none yet, many at a time.
    func addMatchKeys(_ keys: [(record: Int64, key: MatchKey)], of object: ObjectDefinition, _ tx: any Transaction) throws {
        for start in stride(from: 0, to: keys.count, by: 500) {
            let rows = keys[start..<min(start + 500, keys.count)].map { id, key -> SQL in
                "(\(object.name), \(key.kind.rawValue), \(key.text), \(id), \(key.bearer))"
            }
            try tx.send("INSERT INTO match_key (object, kind, key, record, bearer) VALUES \(rows.joined(separator: ", "))")
        }
    }

    /// Makes the keys of all records anew: once, for data from before there were any.
    public func rebuildMatchKeys() throws {
        let tx = try writing()
        try tx.execute("DELETE FROM match_key")
        for object in schema.objects where !object.matching.isEmpty {
            var last: Int64 = 0
            while true {
                let page = try connection.all("SELECT t.id, \(object.selection) FROM \(object.table) t WHERE t.id > \(last) ORDER BY t.id LIMIT 2000") {
                    Record($0, object, at: 1, role: nil)
                }
                try addMatchKeys(page.flatMap { record in object.matchKeys(record.values).map { (record.id, $0) } }, of: object, tx)
                guard let end = page.last?.id else { break }
                last = end
            }
        }
    }

    /// Brings the keys in line when a field of an object begins or ceases to take part. `after` has the same fields in the same order.
    public func changeMatching(from before: ObjectDefinition, to after: ObjectDefinition) throws {
        let positions = Set(before.matchPositions).symmetricDifference(after.matchPositions)
        guard !positions.isEmpty else { return }
        let filled = positions.sorted().map { "t.\(before.fields[$0].identifiers[0]) IS NOT NULL" as SQL }.joined(separator: " OR ")
        let records = try connection.all("SELECT t.id, \(before.selection) FROM \(before.table) t WHERE \(filled)") { Record($0, before, at: 1, role: nil) }
        for record in records {
            try exchange(before.matchKeys(record.values), for: after.matchKeys(record.values), of: after, record.id, try writing())
        }
    }
}
