import Definitions
import Storage

/// What is kept beside a record so that it is found: the search text and the links of its fields of many references.
extension Records {
    /// Brings the search index in line, when the text that it finds by has changed.
    func derive(from old: Record?, to new: Record?, _ tx: any Transaction) {
        guard let object = (new ?? old)?.object, object.isSearched, let id = (new ?? old)?.id else { return }
        let (before, after) = (old?.searchText ?? "", new?.searchText ?? "")
        guard before != after else { return }
        for statement in tx.dialect.updateSearch(object.table, id: id, from: before, to: after) { tx.beforeCommit(statement) }
    }

    /// Brings the tables of links in line.
    func updateLinks(from old: Record?, to new: Record?, _ tx: any Transaction) throws {
        guard let object = (new ?? old)?.object, let id = (new ?? old)?.id else { return }
        for field in object.linkFields {
            let before = Set(old.flatMap { References($0[field.name])?.ids } ?? [])
            let after = Set(new.flatMap { References($0[field.name])?.ids } ?? [])
            for target in before.subtracting(after) {
                try tx.execute("DELETE FROM \(object.links(field)) WHERE target = \(target) AND record = \(id)")
            }
            for target in after.subtracting(before) {
                try tx.execute("INSERT INTO \(object.links(field)) (target, record) VALUES (\(target), \(id))")
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
