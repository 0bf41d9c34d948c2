public import Definitions
import Kit
import Storage

extension Records {
    /// Moves a record to the past, and does to what refers to it as each reference declares.
    /// - Throws: `Failure.conflict` when a reference forbids it; `Failure.stale`, `Failure.forbidden`, `Failure.notFound`.
    public func delete(_ object: ObjectDefinition, _ id: Int64, ifVersion: Int64? = nil) throws {
        let record = try locked(current(object), id, right: \.delete)
        if let ifVersion, try isStale(record, since: ifVersion) { throw Failure.stale(version: record.version) }
        try remove(record, depth: 0)
    }

    package func remove(_ record: Record, depth: Int) throws {
        guard depth < 16 else { throw Failure.conflict(Label("Too many records hang on each other.", ru: "Слишком длинная цепочка связанных записей.")) }
        try close(record.object, [record.id])
        let link = RecordLink(object: record.object.name, id: record.id)
        going.insert(link)
        defer { going.remove(link) }
        try releaseReferences(to: record, depth: depth)
        try takeAway(record)
    }

    /// Moves a record to the past to which nothing refers any more.
    package func takeAway(_ record: Record) throws {
        let tx = try writing()
        let batch = try openBatch()
        try bury(record, batch, tx)
        try tx.send("DELETE FROM \(record.object.table) WHERE id = \(record.id)")
        reachable.removeAll()
        held.removeValue(forKey: RecordLink(object: record.object.name, id: record.id))
        try touch(record.object, record.id, .deleted)
        try settle(from: record, to: nil, tx)
    }

    private func releaseReferences(to record: Record, depth: Int) throws {
        for (object, field) in schema.references(to: record.object.name) {
            if field.isManyReferences {
                let sql: SQL = "SELECT record FROM \(object.links(field)) WHERE target = \(record.id)"
                for id in try staying(sql, object) { try drop(record.id, from: field, of: object, id) }
                continue
            }
            let referring = try staying("SELECT id FROM \(object.table) WHERE \(field.identifiers[0]) = \(record.id)", object)
            for id in referring { try release(field, of: object, id, record, depth: depth) }
        }
        for object in schema.objects {
            for field in object.fields where field.type.input == .link {
                let sql: SQL = """
                    SELECT id FROM \(object.table)
                    WHERE \(field.identifiers[0]) = \(record.id) AND \(field.identifiers[1]) = \(record.object.name)
                    """
                for id in try staying(sql, object) {
                    if let child = try find(object, id, rule: .all, isLocked: true) { try remove(child, depth: depth + 1) }
                }
            }
        }
    }

    /// Those of some records that are not on their way out themselves.
    private func staying(_ sql: SQL, _ object: ObjectDefinition) throws -> [Int64] {
        try connection.all(sql) { $0.int(0) }.filter { !going.contains(RecordLink(object: object.name, id: $0)) }
    }

    private func release(_ field: FieldDefinition, of object: ObjectDefinition, _ id: Int64, _ record: Record, depth: Int) throws {
        guard let referring = try find(object, id, rule: .all, isLocked: true), let position = object.position(of: field.name) else { return }
        switch (field.type as? ReferenceType)?.deletion ?? .clear {
        case .cascade: try remove(referring, depth: depth + 1)
        case .clear where !field.isRequired:
            var values = referring.values
            values[position] = .empty
            _ = try replace(referring, values, changed: [field.name])
        case .clear, .restrict:
            throw Failure.conflict(Label(
                "“\(record.title)” is still used: \(object.noun.english.one) \(id), field “\(field.label.en)”.",
                ru: "Запись «\(record.title)» ещё используется: \(object.noun.russian.one) \(id), поле «\(field.label.ru)»."
            ))
        }
    }

    private func drop(_ target: Int64, from field: FieldDefinition, of object: ObjectDefinition, _ id: Int64) throws {
        guard let referring = try find(object, id, rule: .all, isLocked: true), let position = object.position(of: field.name),
            case .references(let ids) = referring.values[position]
        else { return }
        var values = referring.values
        values[position] = References(ids.filter { $0 != target }).fieldValue
        _ = try replace(referring, values, changed: [field.name])
    }

    /// Brings a deleted record back as it was.
    /// - Throws: `Failure.notFound` when it never was, or lives.
    @discardableResult
    public func restore(_ object: ObjectDefinition, _ id: Int64) throws -> Record {
        guard principal.role.grant(object.name).create, principal.role.grant(object.name).delete != .none else {
            throw Failure.forbidden(Label("You may not restore records.", ru: "Вам нельзя восстанавливать записи."))
        }
        let object = current(object)
        let record = try revive(object, id)
        // What the principal could not have deleted, it can't bring back: for it the record does not exist.
        guard try exists(object, id, rule: principal.role.grant(object.name).delete) else { throw Failure.notFound }
        return record
    }

    /// Puts the last version of a deleted record back, as a new version. References that lead nowhere now are cleared.
    func revive(_ object: ObjectDefinition, _ id: Int64) throws -> Record { try dropDeadReferences(of: try putBack(object, id)) }

    /// Puts the last version of a deleted record back with all its references, which the caller then looks at.
    func putBack(_ object: ObjectDefinition, _ id: Int64) throws -> Record {
        let tx = try writing()
        guard try !exists(object, id, rule: .all), let last = try version(object, id, before: .max) else { throw Failure.notFound }
        let batch = try openBatch()
        let columns = object.copiedColumns
        try tx.send("""
            INSERT INTO \(object.table) (id, version, batch\(columns))
            SELECT id, version + 1, \(batch)\(columns) FROM \(object.past) WHERE id = \(id) AND version = \(last.version)
            """)
        try endVersions(of: object, id, at: batch, tx)
        let record = Record(object: object, id: id, version: last.version + 1, batch: batch, values: last.values)
        try touch(object, id, .restored)
        try revalue(record)
        try settle(from: nil, to: record, tx)
        return record
    }

    @discardableResult
    func dropDeadReferences(of record: Record) throws -> Record {
        var values = record.values
        var changed: [String] = []
        for (position, field) in record.object.fields.enumerated() where !field.isReadOnly {
            let dead = try values[position].links(field.type.target).filter { link in
                guard let target = schema.object(link.object) else { return true }
                return try !exists(target, link.id, rule: .all)
            }
            guard !dead.isEmpty else { continue }
            if field.isRequired {
                throw Failure.conflict(Label(
                    "“\(record.title)” needs “\(field.label.en)”, which is gone; restore that first.",
                    ru: "Записи «\(record.title)» нужно поле «\(field.label.ru)», а его запись удалена; сначала восстановите её."
                ))
            }
            if case .references(let ids) = values[position] {
                let gone = Set(dead.map(\.id))
                values[position] = References(ids.filter { !gone.contains($0) }).fieldValue
            } else {
                values[position] = .empty
            }
            changed.append(field.name)
        }
        return changed.isEmpty ? record : try replace(record, values, changed: changed)
    }
}
