public import Definitions
import Storage

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
        for consequence in engine.consequences[object.name] ?? [] {
            // An undo passes through states that nobody asked for; only what it leaves behind counts.
            if undoes == nil { try consequence.body(old, new, self) } else { postponed.append { try consequence.body(old, new, $0) } }
        }
    }

    /// Brings the search index in line, when the text that it finds by has changed.
    private func derive(from old: Record?, to new: Record?, _ tx: any Transaction) throws {
        guard let object = (new ?? old)?.object, object.isSearched, let id = (new ?? old)?.id else { return }
        let (before, after) = (try old.map(searchText) ?? "", try new.map(searchText) ?? "")
        guard before != after else { return }
        for statement in tx.dialect.updateSearch(object.table, id: id, from: before, to: after) { tx.beforeCommit(statement) }
    }

    /// What search finds a record by: its fields, and what its department knows of it beyond them.
    func searchText(_ record: Record) throws -> String {
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
