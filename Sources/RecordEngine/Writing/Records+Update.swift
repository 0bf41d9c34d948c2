package import Definitions
import Kit
package import Storage

extension Records {
    /// Sets what the draft holds and leaves the rest. Nothing is written when nothing differs.
    /// - Parameters:
    ///   - ifVersion: the version that the change was made on; nil when the caller has just read it in this unit.
    ///   - look: gets what is about to be written over what, once it is known to be right; what it throws refuses it.
    /// - Throws: `Failure.invalid` with all violations, `Failure.stale`, `Failure.forbidden`, `Failure.notFound`.
    @discardableResult
    public func update(
        _ id: Int64, _ draft: Draft, ifVersion: Int64? = nil, looking look: ((Draft, Record) throws -> Void)? = nil
    ) throws -> Record {
        var draft = draft
        draft.object = current(draft.object)
        let original = try locked(draft.object, id, right: \.update)
        if let ifVersion, try isStale(original, since: ifVersion) { throw Failure.stale(version: original.version) }
        try prepare(&draft, original: original)
        return try write(&draft, over: original, looking: look)
    }

    /// Sets what a form holds that was filled from a version of the record. What the form left as it was then stays as it is now, so two
    /// who change different fields both succeed.
    /// - Throws: `Failure.stale` when somebody gave another value to a field that the form changes, too; and what `update` throws.
    @discardableResult
    public func update(
        _ id: Int64, _ draft: Draft, filledFrom version: Int64, looking look: ((Draft, Record) throws -> Void)? = nil
    ) throws -> Record {
        var draft = draft
        draft.object = current(draft.object)
        let original = try locked(draft.object, id, right: \.update)
        if version != original.version {
            guard let former = try self.version(draft.object, id, numbered: version, role: nil) else { throw Failure.stale(version: original.version) }
            for (name, value) in draft.values {
                let (then, now) = (former[name], original[name])
                if value == then {
                    draft.values[name] = nil
                } else if now != then, now != value {
                    throw Failure.stale(version: original.version)
                }
            }
        }
        try prepare(&draft, original: original)
        return try write(&draft, over: original, looking: look)
    }

    /// Writes a draft over a record that the principal may change, with all checks.
    package func write(_ draft: inout Draft, over original: Record, looking look: ((Draft, Record) throws -> Void)? = nil) throws -> Record {
        let object = draft.object
        var values = original.values
        var changed: [String] = []
        for (position, field) in object.fields.enumerated() {
            guard let value = draft.values[field.name], value != values[position] else { continue }
            values[position] = value
            changed.append(field.name)
        }
        if !changed.isEmpty, let derivation = engine.derivation {
            changed = try derivation.fill(&values, of: object, changed: changed, self)
        }
        try check(object, values, changed: Set(changed), id: original.id, &draft)
        if let field = object.dependence?.field, changed.contains(field) { try requireHolder(object, values) }
        if changed.isEmpty { return original }
        try look?(draft, original)
        return try replace(original, values, changed: changed, isFilled: true)
    }

    /// Puts values in the place of a version, which goes to the past. Nothing is checked here.
    /// - Parameter isFilled: whether what follows from the values is among them.
    package func replace(_ original: Record, _ values: [FieldValue], changed: [String], isFilled: Bool = false) throws -> Record {
        let tx = try writing()
        let object = original.object
        var (values, changed) = (values, changed)
        if !isFilled, let derivation = engine.derivation { changed = try derivation.fill(&values, of: object, changed: changed, self) }
        let batch = try openBatch()
        // A second change within one batch goes into the same version.
        let isNewVersion = original.batch != batch
        let version = isNewVersion ? original.version + 1 : original.version
        if isNewVersion { try bury(original, batch, tx) }
        if let position = object.position(of: "updated_at") { values[position] = .instant(now) }
        let context = try context(of: object, values)
        var assignments: SQL = "version = \(version), batch = \(batch)"
        for name in stored(changed, object, values, context) + ["updated_at"] {
            guard let position = object.position(of: name) else { continue }
            let field = object.fields[position]
            for (column, stored) in zip(field.identifiers, field.type.store(values[position], context)) {
                assignments += ", \(column) = \(stored)"
            }
        }
        try tx.send(
            "UPDATE \(object.table) SET \(assignments) WHERE id = \(original.id) AND version = \(original.version)",
            orFail: .stale(version: original.version + 1)
        )
        let record = Record(object: object, id: original.id, version: version, batch: batch, values: values)
        if isNewVersion { try touch(object, original.id, .updated) }
        if let field = object.ownerField, changed.contains(field), let owner = Reference(record[field])?.id {
            let place: SQL = "(\(object.name), \(batch), \(original.id), \(owner))"
            try tx.send("INSERT INTO changed_owner (object, batch, record, owner) VALUES \(place) ON CONFLICT DO NOTHING")
        }
        let link = RecordLink(object: object.name, id: original.id)
        reachable.remove(link)
        if held[link] != nil { held[link] = record }
        try settle(from: original, to: record, tx)
        return record
    }

    /// Copies the living version to the past, ended by `batch`.
    func bury(_ record: Record, _ batch: Int64, _ tx: any Transaction) throws {
        try tx.send(engine.statements(of: record.object).burial.filled([.int(batch), .int(record.id)]))
        if record.batch > batch { try endVersions(of: record.object, record.id, at: batch, tx) }
    }

    /// Where two units ran beside each other, a version may follow on one with a later number. At no batch both of them stand.
    package func endVersions(of object: ObjectDefinition, _ id: Int64, at batch: Int64, _ tx: any Transaction) throws {
        try tx.send("UPDATE \(object.past) SET ended_by = \(batch) WHERE id = \(id) AND ended_by > \(batch)")
    }
}
