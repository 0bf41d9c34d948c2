public import Definitions
import Kit
public import RecordEngine
import Storage

extension Records {
    /// Takes away for ever what is known of a deleted record: its versions, what it was known by, the records that had gone into it, and
    /// what was deleted because it hung on it. The journal keeps that they were, who erased them and when.
    /// - Throws: `Failure.forbidden` without the right to; `Failure.notFound` for what is not in the bin or out of reach.
    public func erase(_ object: ObjectDefinition, _ id: Int64) throws {
        let object = current(object)
        let grant = principal.role.grant(object.name)
        guard grant.read != .none else { throw Failure.notFound }
        guard grant.erase else { throw Failure.forbidden(Label("You may not erase for good.", ru: "Вам нельзя стирать навсегда.")) }
        let lies: SQL = """
            SELECT 1 FROM \(object.past) p WHERE p.id = \(id) AND NOT EXISTS (SELECT 1 FROM \(object.table) l WHERE l.id = p.id)
            AND p.version = (SELECT max(n.version) FROM \(object.past) n WHERE n.id = p.id)
            """
        guard let reach = try deletedRule(grant.delete, of: object, "p"),
            try connection.first("\(lies) AND \(reach)", { _ in true }) ?? false
        else { throw Failure.notFound }
        action = action ?? "\(object.name).erase"
        _ = try openBatch()
        var open = [(object: object, id: id)]
        // A circle ends, because what is erased is found no more.
        while let next = open.popLast() {
            open += try hanging(on: next.object, next.id)
            try wipe(next.object, next.id)
        }
    }

    /// What went into a deleted record, and what was deleted in the same batch because it belonged to it.
    private func hanging(on object: ObjectDefinition, _ id: Int64) throws -> [(object: ObjectDefinition, id: Int64)] {
        let merged: SQL = """
            SELECT DISTINCT m.record FROM merged m WHERE m.object = \(object.name) AND m.survivor = \(id)
            AND EXISTS (SELECT 1 FROM \(object.past) p WHERE p.id = m.record)
            AND NOT EXISTS (SELECT 1 FROM \(object.table) l WHERE l.id = m.record)
            """
        var found = try connection.all(merged) { (object: object, id: $0.int(0)) }
        let ended = try connection.first("SELECT max(ended_by) FROM \(object.past) WHERE id = \(id)") { $0.int(0) } ?? 0
        for child in schema.objects {
            for field in child.fields {
                var condition: SQL = "p.\(field.identifiers[0]) = \(id) AND p.ended_by = \(ended)"
                if field.type.input == .link {
                    condition += " AND p.\(field.identifiers[1]) = \(object.name)"
                } else if (field.type as? ReferenceType)?.deletion != .cascade || field.type.target != object.name {
                    continue
                }
                let sql: SQL = """
                    SELECT DISTINCT p.id FROM \(child.past) p WHERE \(condition) AND NOT EXISTS (SELECT 1 FROM \(child.table) l WHERE l.id = p.id)
                    """
                found += try connection.all(sql) { (object: child, id: $0.int(0)) }
            }
        }
        return found
    }

    private func wipe(_ object: ObjectDefinition, _ id: Int64) throws {
        let tx = try writing()
        try touch(object, id, .erased)
        // Whoever looks for erasures must find it, even when the same batch has deleted it.
        try tx.send("UPDATE touched SET kind = 'erased' WHERE batch = \(openBatch()) AND object = \(object.name) AND record = \(id)")
        try tx.send("DELETE FROM \(object.past) WHERE id = \(id)")
        try engine.derivation?.forget(id, of: object, self)
        try tx.send("DELETE FROM client_key WHERE object = \(object.name) AND record = \(id)")
        // By the batches, with which its key begins.
        let batches: SQL = "SELECT batch FROM touched WHERE object = \(object.name) AND record = \(id)"
        try tx.send("DELETE FROM changed_owner WHERE object = \(object.name) AND batch IN (\(batches)) AND record = \(id)")
        try tx.send("DELETE FROM not_duplicate WHERE object = \(object.name) AND (record = \(id) OR other = \(id))")
    }
}
