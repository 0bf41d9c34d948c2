import Definitions
import Kit
import Storage

extension Records {
    /// Takes back everything a batch did, as a new batch, which is returned.
    /// - Throws: `Failure.conflict` naming the record when something newer would be lost; `Failure.notFound` for a batch that
    ///   the principal may not know of, `Failure.forbidden` for one that only its author or an administrator may undo.
    @discardableResult
    public func undo(_ batchID: Int64) throws -> Batch {
        let batch = try self.batch(batchID)
        try requireKnown(batch)
        guard principal.role.administers || batch.author == principal.user && principal.user != nil else {
            throw Failure.forbidden(Label(
                "Only its author or an administrator can undo this.", ru: "Отменить это может только автор или администратор."
            ))
        }
        if batch.undoneBy != nil {
            let undoneBy = try batch.undoneBy.map { try self.batch($0) }
            // An undo that was itself undone no longer counts.
            if undoneBy?.undoneBy == nil { throw Failure.conflict(Label("This is already undone.", ru: "Это уже отменено.")) }
        }
        undoes = batchID
        let touches = try connection.all("""
            SELECT object, record, kind FROM touched WHERE batch = \(batchID) AND kind <> 'derived'
            """) { (object: $0.text(0), record: $0.int(1), kind: Touch(rawValue: $0.text(2)) ?? .updated) }
        guard !touches.contains(where: { $0.kind == .erased }) else {
            throw Failure.conflict(Label("What was erased for good can't be brought back.", ru: "Стёртое навсегда вернуть нельзя."))
        }
        guard touches.contains(where: { mayStillWrite($0.object) }) else {
            throw Failure.forbidden(Label("You may no longer change these records.", ru: "Менять эти записи вам больше нельзя."))
        }
        // What others refer to comes back first and goes last; the schema lists objects in that order.
        let order = Dictionary(schema.objects.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        let sorted = touches.sorted { (order[$0.object] ?? 0, $0.record) < (order[$1.object] ?? 0, $1.record) }
        let back = try sorted.filter { $0.kind == .deleted }.compactMap { try undoDeletion($0.object, $0.record, batchID) }
        // What came back may refer to what came back after it.
        for record in back { try dropDeadReferences(of: record) }
        for touch in sorted where touch.kind == .updated { try undoUpdate(touch.object, touch.record, batchID) }
        for touch in sorted.reversed() where touch.kind == .created || touch.kind == .restored {
            try undoCreation(touch.object, touch.record, batchID)
        }
        try runPostponed()
        guard let made = self.batch else {
            throw Failure.conflict(Label("There is nothing left to undo.", ru: "Отменять уже нечего."))
        }
        return try self.batch(made)
    }

    /// Who may read nothing that a batch touched does not know of it.
    private func requireKnown(_ batch: Batch) throws {
        if principal.role.administers || batch.author == principal.user && principal.user != nil { return }
        let touches = try connection.all("SELECT object, record FROM touched WHERE batch = \(batch.id) LIMIT 1000") {
            (object: $0.text(0), id: $0.int(1))
        }
        guard try readable(touches).values.contains(where: { !$0.isEmpty }) else { throw Failure.notFound }
    }

    func undoDeletion(_ name: String, _ id: Int64, _ batch: Int64) throws -> Record? {
        guard let object = schema.object(name), try !exists(object, id, rule: .all) else { return nil }
        guard let last = try version(object, id, before: .max), try ended(object, last) == batch else { return nil }
        try requireFree(last, Array(object.fields.indices))
        return try putBack(object, id)
    }

    private func undoUpdate(_ name: String, _ id: Int64, _ batch: Int64) throws {
        guard let object = schema.object(name) else { return }
        guard let current = try find(object, id, rule: .all, isLocked: true) else { throw newer(object, id) }
        guard try isAsLeft(current, by: batch) else { throw newer(object, id) }
        if let former = try version(object, id, before: batch) { try replace(current, with: former) }
    }

    /// Puts the values of a former version in the place of a record's.
    @discardableResult
    func replace(_ current: Record, with former: Record) throws -> Record {
        let changed = current.object.fields.indices.filter { position in
            let field = current.object.fields[position]
            // What the program set with the change goes back with it; what is computed from others follows them.
            let goesBack = !field.isReadOnly || !field.isCustom && field.figure == nil && field.name != "updated_at"
            return goesBack && current.values[position] != former.values[position]
        }
        guard !changed.isEmpty else { return current }
        try requireFree(former, changed)
        var values = current.values
        for position in changed { values[position] = former.values[position] }
        return try replace(current, values, changed: changed.map { current.object.fields[$0].name })
    }

    /// Refuses to give a record a value back that only one may have and another one has by now. Nothing is written before.
    private func requireFree(_ record: Record, _ positions: [Int]) throws {
        for position in positions where record.object.fields[position].isUnique && !record.values[position].isEmpty {
            let field = record.object.fields[position]
            guard try taken(record.object, field, record.values[position], except: record.id) != nil else { continue }
            throw Failure.conflict(Label(
                "“\(field.label.en)” of “\(record.title)” is taken by another record now.",
                ru: "Значение поля «\(field.label.ru)» записи «\(record.title)» занято другой записью."
            ))
        }
    }

    private func undoCreation(_ name: String, _ id: Int64, _ batch: Int64) throws {
        guard let object = schema.object(name), let current = try find(object, id, rule: .all, isLocked: true) else { return }
        guard try isAsLeft(current, by: batch) else { throw newer(object, id) }
        try remove(current, depth: 0)
    }

    /// Whether nobody changed a record after a batch, but for this very undo and for what was taken back again.
    private func isAsLeft(_ record: Record, by batch: Int64) throws -> Bool {
        var maker = try makers(of: [(record.id, record.batch)], record.object)[record.id] ?? record.batch
        while maker != batch, maker != self.batch {
            // Whoever took an action back has left the record as it was before that.
            let before = try connection.first(
                """
                SELECT p.batch FROM batch b JOIN \(record.object.past) p ON p.ended_by = b.undoes
                WHERE b.id = \(maker) AND p.id = \(record.id) ORDER BY p.version DESC LIMIT 1
                """
            ) { $0.int(0) }
            guard let before, before < maker else { return false }
            maker = before
        }
        return true
    }

    /// The batch that ended a past version.
    private func ended(_ object: ObjectDefinition, _ record: Record) throws -> Int64? {
        try connection.first("SELECT ended_by FROM \(object.past) WHERE id = \(record.id) AND version = \(record.version)") { $0.int(0) }
    }

    /// What a batch did to records beyond its author's rows (a deleted company leaves others' deals) it may also take back;
    /// but somebody who may no longer write at all may not.
    func mayStillWrite(_ object: String) -> Bool {
        let grant = principal.role.grant(object)
        return principal.role.administers || grant.create || grant.update != .none || grant.delete != .none
    }

    private func newer(_ object: ObjectDefinition, _ id: Int64) -> Failure {
        .conflict(Label(
            "This can't be undone: \(object.noun.english.one) \(id) was changed later, and that would be lost.",
            ru: "Отменить нельзя: запись «\(object.noun.russian.one) \(id)» с тех пор менялась, и эти изменения пропали бы."
        ))
    }
}
