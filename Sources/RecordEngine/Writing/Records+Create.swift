public import Definitions
import Kit
import Storage

extension Records {
    /// Makes a record. `clientKey` is what the sender calls it: the same key gives the record that was made with it.
    /// - Parameter look: gets what is about to be written, once it is known to be right; what it throws refuses it.
    /// - Throws: `Failure.invalid` with all violations, `Failure.forbidden`.
    @discardableResult
    public func create(_ draft: Draft, clientKey: String? = nil, looking look: ((Draft) throws -> Void)? = nil) throws -> Record {
        let object = current(draft.object)
        guard principal.role.grant(object.name).create else {
            throw Failure.forbidden(Label("You may not create \(object.noun.english.many).", ru: "Вам нельзя создавать: \(object.noun.russian.many)."))
        }
        let known = try clientKey.flatMap { try knownID(calledBy: $0, object) }
        let isTakenBack = try known.map { try !takenBack([$0], object).isEmpty } ?? false
        if let known, !isTakenBack { return try record(object.name, try survivor(of: known, object) ?? known) }
        let tx = try writing()
        var draft = draft
        draft.object = object
        fillStandards(&draft)
        try prepare(&draft, original: nil)
        var values = object.fields.map { draft.values[$0.name] ?? .empty }
        // Rules may ask for what follows.
        if engine.rules[object.name] != nil { _ = try engine.derivation?.fill(&values, of: object, changed: nil, self) }
        try check(object, values, changed: nil, id: nil, &draft)
        try look?(draft)
        let record = try insert(object, try numbered(values, object, tx), tx)
        if let clientKey {
            if isTakenBack { try tx.send("DELETE FROM client_key WHERE object = \(object.name) AND key = \(clientKey)") }
            try tx.send("INSERT INTO client_key (object, key, record) VALUES (\(object.name), \(clientKey), \(record.id))")
        }
        return record
    }

    private func knownID(calledBy key: String, _ object: ObjectDefinition) throws -> Int64? {
        guard (1...200).contains(key.utf8.count) else {
            throw Failure.malformed(Label("A client's key has 1 to 200 bytes.", ru: "Ключ клиента занимает от 1 до 200 байт."))
        }
        return try connection.first("SELECT record FROM client_key WHERE object = \(object.name) AND key = \(key)") { $0.int(0) }
    }

    /// Those of some records whose making was undone: what called them is free again.
    private func takenBack(_ ids: some Collection<Int64>, _ object: ObjectDefinition) throws -> Set<Int64> {
        let list = ids.map { "\($0)" as SQL }.joined(separator: ", ")
        return Set(try connection.all("""
            SELECT p.id FROM \(object.past) p JOIN batch b ON b.id = p.ended_by
            WHERE p.id IN (\(list)) AND b.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \(object.table) t WHERE t.id = p.id)
            AND NOT EXISTS (SELECT 1 FROM \(object.past) l WHERE l.id = p.id AND l.version > p.version)
            """) { $0.int(0) })
    }

    /// The records that senders' keys stand for, by key; also of records that were deleted since.
    public func records(calledBy keys: some Collection<String>, _ object: ObjectDefinition) throws -> [String: Int64] {
        guard !keys.isEmpty else { return [:] }
        let list = keys.map { "\($0)" as SQL }.joined(separator: ", ")
        let known = try connection.all("SELECT key, record FROM client_key WHERE object = \(object.name) AND key IN (\(list))") { ($0.text(0), $0.int(1)) }
        guard !known.isEmpty else { return [:] }
        let takenBack = try takenBack(known.map(\.1), object)
        return Dictionary(known.filter { !takenBack.contains($0.1) }, uniquingKeysWith: { first, _ in first })
    }

    private func fillStandards(_ draft: inout Draft) {
        for field in draft.object.fields where draft.values[field.name] == nil {
            switch field.standard {
            case .value(let value): draft.values[field.name] = value
            case .me: draft.values[field.name] = principal.user.map(FieldValue.reference)
            case .today: draft.values[field.name] = .day(engine.settings.zone.day(of: now))
            case nil: break
            }
        }
    }

    /// The values with the next numbers of the fields that are counted out. A unit that fails gives its numbers back.
    private func numbered(_ values: [FieldValue], _ object: ObjectDefinition, _ tx: any Transaction) throws -> [FieldValue] {
        var values = values
        let day = engine.settings.zone.day(of: now)
        for (field, type) in object.numberedFields where !field.isHidden {
            let sql: SQL = """
                INSERT INTO counter (object, field, period, number) VALUES (\(object.name), \(field.identifiers[0].name), \(type.period(day)), 1)
                ON CONFLICT (object, field, period) DO UPDATE SET number = counter.number + 1 RETURNING number
                """
            let number = try tx.first(sql) { $0.int(0) } ?? 1
            set(&values, object, field.name, .text(type.text(number, on: day)))
        }
        return values
    }

    private func insert(_ object: ObjectDefinition, _ values: [FieldValue], _ tx: any Transaction) throws -> Record {
        let batch = try openBatch()
        var values = values
        set(&values, object, "created_at", .instant(now))
        set(&values, object, "updated_at", .instant(now))
        set(&values, object, "created_by", principal.user.map(FieldValue.reference) ?? .empty)
        _ = try engine.derivation?.fill(&values, of: object, changed: nil, self)
        let context = try context(of: object, values)
        var stored: [DatabaseValue] = [.int(1), .int(batch)]
        stored.reserveCapacity(object.storedColumns.count)
        for (field, value) in zip(object.fields, values) where field.name != "id" {
            if value.isEmpty {
                for _ in field.identifiers { stored.append(.null) }
            } else {
                stored += field.type.store(value, context)
            }
        }
        guard let id = try tx.first(engine.statements(of: object).insertion.filled(stored), { $0.int(0) }) else {
            throw Failure.unavailable(Label("The record was not kept; try again.", ru: "Запись не сохранена; попробуйте ещё раз."))
        }
        set(&values, object, "id", .integer(id))
        let record = Record(object: object, id: id, version: 1, batch: batch, values: values)
        try touch(object, id, .created)
        try settle(from: nil, to: record, tx)
        return record
    }

    private func set(_ values: inout [FieldValue], _ object: ObjectDefinition, _ name: String, _ value: FieldValue) {
        if let position = object.position(of: name) { values[position] = value }
    }
}

extension FieldValue {
    var isMoney: Bool { if case .money = self { true } else { false } }
}
