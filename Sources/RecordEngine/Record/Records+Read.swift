public import Definitions
public import Kit
package import Storage

extension Records {
    /// One record, with the fields that the principal may read.
    /// - Throws: `Failure.notFound` when there is none, or none that the principal may read.
    public func record(_ object: String, _ id: Int64) throws -> Record {
        let definition = try self.object(object)
        guard let record = try find(definition, id, rule: principal.role.grant(object).read) else { throw Failure.notFound }
        return try followable(record)
    }

    /// The record without the references that the principal may not follow.
    private func followable(_ record: Record) throws -> Record {
        var record = record
        for (position, field) in record.object.fields.enumerated() {
            let hidden = try record.values[position].links(field.type.target).filter { link in
                let rule = principal.role.grant(link.object).read
                guard rule != .all, let target = schema.object(link.object) else { return false }
                return try !exists(target, link.id, rule: rule)
            }
            guard !hidden.isEmpty else { continue }
            if case .references(let ids) = record.values[position] {
                record.values[position] = References(ids.filter { id in !hidden.contains { $0.id == id } }).fieldValue
            } else {
                record.values[position] = .empty
            }
        }
        return record
    }

    /// Whether the principal may do this to the record, which it may read.
    public func may(_ right: KeyPath<Grant, RowRule>, _ record: Record) throws -> Bool {
        try reaches(principal.role.grant(record.object.name)[keyPath: right], record)
    }

    /// Reads a record that `rule` reaches. With `isLocked` nobody else can change it until the unit ends.
    package func find(_ object: ObjectDefinition, _ id: Int64, rule: RowRule, isLocked: Bool = false) throws -> Record? {
        for isFormer in moment == nil ? [false] : [false, true] {
            let compiler = try compiler(object, isFormer: isFormer)
            var sql: SQL = "SELECT t.id, \(object.selection) FROM \(compiler.from) WHERE t.id = \(id)\(compiler.source.condition("t"))"
            if let condition = try compiler.ownRule(rule) { sql += " AND \(condition)" }
            if isLocked { sql += " \(connection.dialect.lockRow)" }
            if var record = try connection.first(sql, { Record($0, object, at: 1, role: isLocked ? nil : principal.role) }) {
                if moment != nil {
                    for (position, field) in object.fields.enumerated() where field.isBefore(now) { record.values[position] = .empty }
                }
                return record
            }
        }
        return nil
    }

    /// Records by their numbers, with all they hold, that a rule reaches.
    /// - Parameter isInUse: whether those in the archive are left out.
    package func records(_ object: ObjectDefinition, _ ids: some Collection<Int64>, inUse isInUse: Bool = false, rule: RowRule) throws -> [Record] {
        guard !ids.isEmpty else { return [] }
        let compiler = try compiler(object)
        let list = ids.map { "\($0)" as SQL }.joined(separator: ", ")
        var sql: SQL = "SELECT t.id, \(object.selection) FROM \(compiler.from) WHERE t.id IN (\(list))"
        if isInUse, let condition = compiler.leavingOutArchived() { sql += " AND \(condition)" }
        if let condition = try compiler.ownRule(rule) { sql += " AND \(condition)" }
        return try connection.all("\(sql) ORDER BY t.id") { Record($0, object, at: 1, role: nil) }
    }

    /// The record without the fields that the principal may not read.
    package func masked(_ record: Record) -> Record {
        var record = record
        for (position, field) in record.object.fields.enumerated() where principal.role.access(record.object.name, field.name) < .read {
            record.values[position] = .empty
        }
        return record
    }

    /// Many records with everything they hold, by their numbers, which nobody else can change until the unit ends.
    package func hold(_ object: ObjectDefinition, _ ids: [Int64], rule: RowRule = .all) throws -> [Int64: Record] {
        var held: [Int64: Record] = [:]
        let sorted = ids.sorted()
        for start in stride(from: 0, to: sorted.count, by: 1_000) {
            let list = sorted[start..<min(start + 1_000, sorted.count)].map { "\($0)" as SQL }.joined(separator: ", ")
            // One after the other in the same order, so that two who hold many don't wait for each other.
            let compiler = try compiler(object)
            var sql: SQL = "SELECT t.id, \(object.selection) FROM \(compiler.from) WHERE t.id IN (\(list))"
            if let condition = try compiler.ownRule(rule) { sql += " AND \(condition)" }
            sql += " ORDER BY t.id \(connection.dialect.lockRow)"
            for record in try connection.all(sql, { Record($0, object, at: 1, role: nil) }) { held[record.id] = record }
        }
        return held
    }

    /// Reads and locks records together that are about to be changed one by one: one question instead of one for each. What computes
    /// values beside the changes of a record wants each one as it is then.
    public func prepareChanges(of object: ObjectDefinition, _ ids: [Int64]) throws {
        guard ids.count > 1, !(engine.derivation?.computes(beside: object) ?? false) else { return }
        let object = current(object)
        for (id, record) in try hold(object, ids, rule: principal.role.grant(object.name).update) {
            held[RecordLink(object: object.name, id: id)] = record
        }
    }

    /// Keeps others from beginning to refer to records that are about to go. To be called before it is looked who refers to them.
    package func close(_ object: ObjectDefinition, _ ids: [Int64]) throws {
        let lock = connection.dialect.lockGoing
        guard !lock.isEmpty, !ids.isEmpty else { return }
        let list = ids.map { "\($0)" as SQL }.joined(separator: ", ")
        _ = try connection.all("SELECT 1 FROM \(object.table) t WHERE t.id IN (\(list)) ORDER BY t.id \(lock)") { _ in true }
    }

    /// Whether a rule reaches a record for this principal, whatever the principal's own rights.
    public func reaches(_ rule: RowRule, _ record: Record) throws -> Bool {
        switch rule {
        case .all: true
        case .none: false
        case .rows: try exists(record.object, record.id, rule: rule)
        }
    }

    /// Why a filter can't be the rule of a right on an object; nil when it can.
    public func problem(withRule filter: String, of object: ObjectDefinition) -> Label? {
        do {
            _ = try compiler(object).rowRule(.rows(filter), of: object, alias: "t")
            return nil
        } catch Failure.malformed(let problem) {
            return problem
        } catch {
            return Label("it can't be read", ru: "его не прочитать")
        }
    }

    /// With `isHeld` it can't go until the unit ends.
    package func exists(_ object: ObjectDefinition, _ id: Int64, rule: RowRule, isHeld: Bool = false) throws -> Bool {
        let compiler = try compiler(object)
        if moment != nil, let present = try compiler.presentRule(rule, of: object, id: "\(id)") {
            return try connection.first("SELECT 1 WHERE \(present)") { _ in true } ?? false
        }
        var sql: SQL = "SELECT 1 FROM \(object.table) t WHERE t.id = \(id)"
        if let condition = try compiler.ownRule(rule) { sql += " AND \(condition)" }
        if isHeld { sql += " \(connection.dialect.lockReferred)" }
        return try connection.first(sql) { _ in true } ?? false
    }

    /// A record with everything it holds, for those who change it. The caller shows it to nobody.
    package func locked(_ object: ObjectDefinition, _ id: Int64, right: KeyPath<Grant, RowRule>) throws -> Record {
        if right == \.update, let record = held[RecordLink(object: object.name, id: id)] { return record }
        let grant = principal.role.grant(object.name)
        try engine.derivation?.hold(referredBy: id, of: object, self)
        if let record = try find(object, id, rule: grant[keyPath: right], isLocked: true) { return record }
        guard try exists(object, id, rule: grant.read) else { throw Failure.notFound }
        throw Failure.forbidden(
            Label("You may see this \(object.noun.english.one) but not change it.", ru: "Эту запись вы можете видеть, но не менять."))
    }
}

extension Record {
    /// Reads the stored columns that begin at `column`. Fields that `role` may not read stay empty; without a role all are read.
    package init(_ row: any Row, _ object: ObjectDefinition, at column: Int, role: Role?) {
        self.object = object
        id = row.int(0)
        version = row.int(column)
        batch = row.int(column + 1)
        var position = column + 2
        var values: [FieldValue] = []
        values.reserveCapacity(object.fields.count)
        for field in object.fields {
            let isReadable = role.map { $0.access(object.name, field.name) >= .read } ?? true
            values.append(isReadable ? field.type.load(row, at: position) : .empty)
            position += field.type.columns.count
        }
        self.values = values
    }
}

extension Record {
    /// Writes the members of the record as the API shows them: `id`, `version`, then the fields.
    public func write(into json: inout JSONWriter, role: Role) {
        json.name("id")
        json.int(id)
        json.name("version")
        json.int(version)
        for (field, value) in zip(object.fields, values) where field.name != "id" && role.access(object.name, field.name) >= .read {
            json.name(field.name)
            field.type.write(value, into: &json)
        }
    }
}
