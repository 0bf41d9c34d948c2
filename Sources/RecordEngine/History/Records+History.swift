public import Definitions
public import Kit
import Storage

/// One action in the history of a record: who did what through what, and how the fields changed.
public struct HistoryEntry: Sendable {
    public let batch: Batch
    public let kind: Touch
    /// The fields that differ from the version before; for a new record those that were filled.
    public let changes: [Change]
    public let version: Int64
    /// The record that it happened to, when that went into this one later.
    public let merged: MergedRecord?

    public struct Change: Sendable {
        public let field: FieldDefinition
        public let old: FieldValue
        public let new: FieldValue
    }
}

/// One human or program action of the journal.
public struct Batch: Sendable {
    public let id: Int64
    public let at: Instant
    public let author: Int64?
    public let via: Via
    /// What it called itself: `deal.win`; nil for a plain change.
    public let action: String?
    public let undoes: Int64?
    /// The batch that has undone it, if any has.
    public let undoneBy: Int64?
}

extension Records {
    /// The actions that touched a record and those that went into it, newest first, as far as the principal may read its fields.
    /// - Parameter isShown: whether somebody will read it, which takes a right of its own.
    /// - Throws: `Failure.notFound` when the principal may not read the record as it is now.
    public func history(_ object: ObjectDefinition, _ id: Int64, limit: Int = 200, isShown: Bool = true) throws -> [HistoryEntry] {
        if isShown { try requireHistory(of: object) }
        let object = try record(object.name, id).object
        let own = try entries(object, id, nil, limit: limit)
        let merged = try merged(into: id, object)
        guard !merged.isEmpty else { return own }
        let all = try merged.reduce(own) { try $0 + entries(object, $1.id, $1, limit: limit) }
        let sorted = all.enumerated().sorted { (-$0.element.batch.id, $0.offset) < (-$1.element.batch.id, $1.offset) }
        return sorted.prefix(limit).map(\.element)
    }

    /// Whether the principal may read how records of an object have changed.
    public func mayReadHistory(of object: ObjectDefinition) -> Bool { principal.role.grant(object.name).history }

    func requireHistory(of object: ObjectDefinition) throws {
        if mayReadHistory(of: object) || principal.role.grant(object.name).read == .none { return }
        throw Failure.forbidden(Label("You may not read the history of these records.", ru: "Вам нельзя читать историю этих записей."))
    }

    /// The actions that touched records while they led to another one by a field, newest first, with the record as each left it or took
    /// it away. Whoever asks may read the record that they lead to.
    /// - Parameter ids: the records of which the last action is asked for, if not all actions.
    /// - Throws: `Failure.notFound` when the object is closed to the principal.
    public func history(
        of object: ObjectDefinition, by field: FieldDefinition, leadingTo link: RecordLink, lastOf ids: [Int64]? = nil, limit: Int
    ) throws -> [(record: Record, entry: HistoryEntry)] {
        let object = try self.object(object.name)
        guard mayReadHistory(of: object) else { return [] }
        var leading: SQL = "\(field.identifiers[0]) = \(link.id)"
        if case .link = field.type.input { leading += " AND \(field.identifiers[1]) = \(link.object)" }
        if let ids {
            guard !ids.isEmpty else { return [] }
            leading += " AND id IN (\(ids.map { "\($0)" as SQL }.joined(separator: ", ")))"
        }
        var among: SQL = """
            record IN (SELECT id FROM \(object.table) WHERE \(leading) UNION SELECT id FROM \(object.past) WHERE \(leading))
            """
        if ids != nil {
            among += """
                 AND batch = (SELECT max(l.batch) FROM touched l WHERE l.object = touched.object AND l.record = touched.record
                    AND l.batch <= \(moment?.batch ?? .max) AND l.kind <> 'derived')
                """
        }
        return try entries(object, among, nil, limit: limit).compactMap { record, entry in
            guard let record, record[field.name].links(field.type.target) == [link] else { return nil }
            return (record, entry)
        }
    }

    private func entries(_ object: ObjectDefinition, _ id: Int64, _ merged: MergedRecord?, limit: Int) throws -> [HistoryEntry] {
        try entries(object, "record = \(id)", merged, limit: limit).map(\.entry)
    }

    /// - Parameter among: whose actions, as a condition on `touched`.
    private func entries(
        _ object: ObjectDefinition, _ among: SQL, _ merged: MergedRecord?, limit: Int
    ) throws -> [(record: Record?, entry: HistoryEntry)] {
        let touches = try connection.all("""
            SELECT batch, kind, record FROM touched WHERE object = \(object.name) AND \(among) AND batch <= \(moment?.batch ?? .max)
            AND kind <> 'derived' ORDER BY batch DESC LIMIT \(limit)
            """) { (batch: $0.int(0), kind: Touch(rawValue: $0.text(1)) ?? .updated, record: $0.int(2)) }
        let batches = try batches(touches.map(\.batch))
        let versions = Dictionary(grouping: try versions(object, Set(touches.map(\.record))), by: \.id)
        return touches.compactMap { touch in
            guard let batch = batches[touch.batch] else { return nil }
            let own = versions[touch.record] ?? []
            guard let index = own.lastIndex(where: { $0.batch == touch.batch }) else {
                let last = own.last { $0.batch < touch.batch }
                return (last, HistoryEntry(batch: batch, kind: touch.kind, changes: [], version: 0, merged: merged))
            }
            let isFirst = index == 0 || touch.kind == .created || touch.kind == .restored
            return (own[index], HistoryEntry(
                batch: batch, kind: touch.kind, changes: changes(from: isFirst ? nil : own[index - 1], to: own[index]),
                version: own[index].version, merged: merged
            ))
        }
    }

    /// All versions of records, oldest first, the living one last.
    private func versions(_ object: ObjectDefinition, _ ids: Set<Int64>) throws -> [Record] {
        guard !ids.isEmpty else { return [] }
        let list = ids.sorted().map { "\($0)" as SQL }.joined(separator: ", ")
        let sql: SQL = """
            SELECT t.id, \(object.selection) FROM \(object.past) t WHERE t.id IN (\(list))
            UNION ALL SELECT t.id, \(object.selection) FROM \(object.table) t WHERE t.id IN (\(list)) ORDER BY 2
            """
        return try connection.all(sql) { Record($0, object, at: 1, role: principal.role) }
    }

    private func changes(from old: Record?, to new: Record) -> [HistoryEntry.Change] {
        new.object.fields.enumerated().compactMap { position, field in
            let before = old?.values[position] ?? .empty
            let after = new.values[position]
            guard before != after, !field.isReadOnly, principal.role.access(new.object.name, field.name) >= .read else { return nil }
            return HistoryEntry.Change(field: field, old: before, new: after)
        }
    }

    /// The last version of a record that ended no later than `batch`, with everything it held.
    func version(_ object: ObjectDefinition, _ id: Int64, before batch: Int64) throws -> Record? {
        try connection.first("""
            SELECT t.id, \(object.selection) FROM \(object.past) t WHERE t.id = \(id) AND t.ended_by <= \(batch) ORDER BY t.version DESC LIMIT 1
            """) { Record($0, object, at: 1, role: nil) }
    }

    /// A former version of a record that the principal may read, with what they may read of it; nil when there is none of that number.
    public func version(_ number: Int64, of record: Record) throws -> Record? {
        try version(record.object, record.id, numbered: number, role: principal.role)
    }

    func version(_ object: ObjectDefinition, _ id: Int64, numbered number: Int64, role: Role?) throws -> Record? {
        try connection.first("SELECT t.id, \(object.selection) FROM \(object.past) t WHERE t.id = \(id) AND t.version = \(number)") {
            Record($0, object, at: 1, role: role)
        }
    }

    /// Batches by their numbers.
    func batches(_ ids: some Collection<Int64>) throws -> [Int64: Batch] {
        guard !ids.isEmpty else { return [:] }
        let list = ids.map { "\($0)" as SQL }.joined(separator: ", ")
        let found = try connection.all("\(Batch.selection) WHERE b.id IN (\(list))", Batch.init)
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// One batch. - Throws: `Failure.notFound`.
    public func batch(_ id: Int64) throws -> Batch {
        guard let batch = try batches([id])[id] else { throw Failure.notFound }
        return batch
    }
}

extension Batch {
    static let selection: SQL = """
        SELECT b.id, b.at, b.author, b.via, b.via_id, b.action, b.undoes,
            (SELECT u.id FROM batch u WHERE u.undoes = b.id ORDER BY u.id DESC LIMIT 1), b.xid FROM batch b
        """

    init(_ row: any Row) {
        id = row.int(0)
        at = Instant(milliseconds: row.int(1))
        author = row.optionalInt(2)
        via = Via(Via.Kind(rawValue: row.text(3)) ?? .system, row.optionalInt(4))
        action = row.optionalText(5)
        undoes = row.optionalInt(6)
        undoneBy = row.optionalInt(7)
    }
}
