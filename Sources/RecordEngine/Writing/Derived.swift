public import Definitions
import Storage

/// What keeps the fields that follow from others, of the record itself or of those that refer to it. Made for one state of the schema.
public protocol Derivation: Sendable {
    /// Computes what follows from a record's own fields on their way into it.
    /// - Parameter changed: the fields that are being set; nil for a new record.
    /// - Returns: those and the ones that have followed.
    func fill(_ values: inout [FieldValue], of object: ObjectDefinition, changed: [String]?, _ records: Records) throws -> [String]
    /// Notes which fields of other records follow from a write, to be settled when the unit ends.
    func note(from old: Record?, to new: Record?, _ records: Records) throws
    /// Keeps what a record refers to from being changed by others, where that and the record follow from each other: before the record
    /// itself, so that two units never hold what the other one waits for.
    func hold(referredBy id: Int64, of object: ObjectDefinition, _ records: Records) throws
    /// Whether a change of a record of an object computes something of other fields or records at once, which must then be as they are.
    func computes(beside object: ObjectDefinition) -> Bool
    /// Takes what followed from a record that is erased for good out of the past of those that referred to it.
    func forget(_ id: Int64, of object: ObjectDefinition, _ records: Records) throws
    /// The fields of some records that are not what follows from others.
    func unsettled(_ living: [Record], _ records: Records) throws -> [(id: Int64, field: String)]
    /// What a role must not see, since it follows from what the role may not see.
    func closed(to role: Role) -> [String: FieldAccess]
}

/// What every write of a record brings with it: its search text, the links of its fields of many references, the keys by which it is
/// recognized, and what its department wants to follow.
extension Records {
    /// To be called once after each write, with the record as it was and as it is.
    func settle(from old: Record?, to new: Record?, _ tx: any Transaction) throws {
        try derive(from: old, to: new, tx)
        try updateLinks(from: old, to: new, tx)
        try updateMatchKeys(from: old, to: new, tx)
        try engine.derivation?.note(from: old, to: new, self)
        guard let object = (new ?? old)?.object else { return }
        for consequence in engine.consequences[object.name] ?? [] { try follow(consequence, old, new) }
        for consequence in engine.generalConsequences { try follow(consequence, old, new) }
    }

    private func follow(_ consequence: Consequence, _ old: Record?, _ new: Record?) throws {
        // An undo passes through states that nobody asked for; only what it leaves behind counts.
        if undoes == nil { try consequence.body(old, new, self) } else { postponed.append { try consequence.body(old, new, $0) } }
    }

    /// Brings the search index in line, when the text that it finds by has changed.
    private func derive(from old: Record?, to new: Record?, _ tx: any Transaction) throws {
        guard let object = (new ?? old)?.object, object.isSearched, let id = (new ?? old)?.id else { return }
        let (before, after) = (try old.map(searchText) ?? "", try new.map(searchText) ?? "")
        guard before != after else { return }
        for statement in tx.dialect.updateSearch(object.table, id: id, from: before, to: after) { tx.beforeCommit(statement) }
    }

    /// What search finds a record by: its fields, and what its department knows of it beyond them.
    package func searchText(_ record: Record) throws -> String {
        guard let more = try engine.words[record.object.name]?.text(record, connection), !more.isEmpty else { return record.searchText }
        return record.searchText + " " + more
    }

    /// Brings the search index in line with words of records beyond their fields, which `change` changes.
    public func reword(_ object: ObjectDefinition, _ ids: [Int64], _ change: () throws -> Void) throws {
        let tx = try writing()
        let records = try ids.compactMap { try find(object, $0, rule: .all, isLocked: true) }
        let before = try records.map(searchText)
        try change()
        for (record, text) in zip(records, before) {
            for statement in tx.dialect.updateSearch(object.table, id: record.id, from: text, to: try searchText(record)) { tx.beforeCommit(statement) }
        }
    }

    /// Makes links and search text of the living records of an object, whose rows came by themselves; with `leaving`, takes them away.
    package func rederive(_ object: ObjectDefinition, leaving: Bool = false) throws {
        let tx = try writing()
        guard object.isSearched || !object.linkFields.isEmpty else { return }
        var last: Int64? = 0
        while let after = last {
            let sql: SQL = "SELECT t.id, \(object.selection) FROM \(object.table) t WHERE t.id > \(after) ORDER BY t.id LIMIT 500"
            let page = try connection.all(sql) { Record($0, object, at: 1, role: nil) }
            for record in page {
                let (old, new) = leaving ? (record, nil) : (nil, record)
                try derive(from: old, to: new, tx)
                try updateLinks(from: old, to: new, tx)
            }
            try tx.runKept()
            last = page.last?.id
        }
    }

    /// Brings the tables of links in line.
    private func updateLinks(from old: Record?, to new: Record?, _ tx: any Transaction) throws {
        guard let object = (new ?? old)?.object, let id = (new ?? old)?.id else { return }
        for field in object.linkFields {
            let before = Set(old.flatMap { References($0[field.name])?.ids } ?? [])
            let after = Set(new.flatMap { References($0[field.name])?.ids } ?? [])
            for target in before.subtracting(after) {
                try tx.send("DELETE FROM \(object.links(field)) WHERE target = \(target) AND record = \(id)")
            }
            for target in after.subtracting(before) {
                try tx.send("INSERT INTO \(object.links(field)) (target, record) VALUES (\(target), \(id))")
            }
        }
    }
}

extension Records {
    /// Whether somebody changed a record since a version of it. What only followed from other records is nobody's change.
    package func isStale(_ record: Record, since version: Int64) throws -> Bool {
        if version == record.version { return false }
        guard (1..<record.version).contains(version) else { return true }
        return try connection.first(changes(of: record, since: version)) { _ in true } ?? false
    }

    /// Asks from the batches since, which are few, and not from all that ever touched the record.
    func changes(of record: Record, since version: Int64) -> SQL {
        """
        SELECT 1 FROM (
            SELECT \(record.batch) AS batch UNION ALL SELECT p.batch FROM \(record.object.past) p WHERE p.id = \(record.id) AND p.version > \(version)
        ) s WHERE (
            SELECT c.kind FROM touched c WHERE c.batch = s.batch AND c.object = \(record.object.name) AND c.record = \(record.id)
        ) <> \(Touch.derived.rawValue)
        """
    }

    /// The batches that made records what they are, by their ids: who did no more than follow other records has not made them.
    func makers(of records: [(id: Int64, batch: Int64)], _ object: ObjectDefinition) throws -> [Int64: Int64] {
        var makers = Dictionary(records, uniquingKeysWith: { first, _ in first })
        guard engine.derivation != nil, !records.isEmpty else { return makers }
        let ids = records.map { "\($0.id)" as SQL }.joined(separator: ", ")
        let batches = Set(records.map(\.batch)).map { "\($0)" as SQL }.joined(separator: ", ")
        let followers = try connection.all("""
            SELECT record, batch FROM touched WHERE object = \(object.name) AND record IN (\(ids)) AND batch IN (\(batches)) AND kind = 'derived'
            """) { (id: $0.int(0), batch: $0.int(1)) }.filter { makers[$0.id] == $0.batch }
        guard !followers.isEmpty else { return makers }
        try connection.query("""
            SELECT p.id, p.batch FROM \(object.past) p WHERE p.id IN (\(followers.map { "\($0.id)" as SQL }.joined(separator: ", ")))
            AND NOT EXISTS (
                SELECT 1 FROM touched d WHERE d.batch = p.batch AND d.object = \(object.name) AND d.record = p.id AND d.kind = 'derived'
            ) ORDER BY p.version
            """) { row in
            makers[row.int(0)] = row.int(1)
            return true
        }
        return makers
    }
}

extension Record {
    /// What search finds the record by.
    var searchText: String {
        var text = ""
        for (field, value) in zip(object.fields, values) where field.isSearched && !value.isEmpty {
            let part = field.type.searchText(value)
            if part.isEmpty { continue }
            if !text.isEmpty { text += " " }
            text += part
        }
        return text
    }
}
