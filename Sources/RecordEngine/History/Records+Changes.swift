import Definitions
import Kit
import Storage

extension Records {
    /// What changed between the moment of `earlier` and that of these records, in the order of ids. Rights are those of today.
    /// - Returns: the changes and the id to go on after, nil when there are no more. A page may hold fewer than its limit.
    public func changes(_ query: ChangeQuery, since earlier: Records) throws -> (changes: [RecordChange], next: Int64?) {
        let comparison = try Comparison(query, earlier: earlier, later: self)
        var (found, after): ([RecordChange], Int64) = ([], query.after)
        // What was touched and is as before, or not to be seen, fills no page; a request still ends.
        for _ in 0..<20 {
            let ids = try touched(query.object, since: earlier, after: after, limit: 200)
            for change in try comparison.changes(ids) {
                if found.count == query.limit { return (found, after) }
                after = change.id
                if query.takes(change) { found.append(change) }
            }
            guard ids.count == 200, let last = ids.last else { return (found, nil) }
            after = last
        }
        return (found, after)
    }

    /// Lends each change between the moments, as far as `most` touched records go.
    /// - Returns: whether all were looked at.
    public func eachChange(_ query: ChangeQuery, since earlier: Records, upTo most: Int = 20_000, _ body: (RecordChange) throws -> Void) throws -> Bool {
        let comparison = try Comparison(query, earlier: earlier, later: self)
        var (seen, after) = (0, query.after)
        while seen < most {
            let ids = try touched(query.object, since: earlier, after: after, limit: 1_000)
            for change in try comparison.changes(ids) where query.takes(change) { try body(change) }
            seen += ids.count
            guard ids.count == 1_000, let last = ids.last else { return true }
            after = last
        }
        return false
    }

    private func touched(_ object: String, since earlier: Records, after: Int64, limit: Int) throws -> [Int64] {
        guard let first = earlier.moment?.batch else { return [] }
        return try connection.all("""
            SELECT DISTINCT record FROM touched
            WHERE object = \(object) AND record > \(after) AND batch > \(first) AND batch <= \(moment?.batch ?? .max) ORDER BY record LIMIT \(limit)
            """) { $0.int(0) }
    }
}

extension ChangeQuery {
    func takes(_ change: RecordChange) -> Bool { (kind == nil || kind == change.kind) && (way.map(change.ways.contains) ?? true) }
}

/// Compares records at two moments.
private struct Comparison {
    let object: ObjectDefinition
    let filter: Filter
    let earlier: Records
    let later: Records
    /// The amount that grows and shrinks.
    let amount: FieldDefinition?

    /// One record at one moment.
    private struct State {
        let record: Record
        let isMatching: Bool
        let worth: Int64?
    }

    init(_ query: ChangeQuery, earlier: Records, later: Records) throws {
        object = try later.object(query.object)
        filter = query.filter
        self.earlier = earlier
        self.later = later
        amount = object.fields.first { $0.type is MoneyType && later.principal.role.access(query.object, $0.name) >= .read }
        // A filter that makes no sense is refused also when nothing has changed.
        _ = try later.count(Query(query.object, filter: filter), upTo: 1)
    }

    func changes(_ ids: [Int64]) throws -> [RecordChange] {
        guard !ids.isEmpty else { return [] }
        let (before, after) = (try states(ids, earlier), try states(ids, later))
        return ids.compactMap { change(before[$0], after[$0]) }
    }

    private func states(_ ids: [Int64], _ records: Records) throws -> [Int64: State] {
        let among = Filter.compare(FieldPath("id"), .isIn, .list(ids.map { .number("\($0)", currency: nil) }))
        let role = records.principal.role
        let readable = object.fields.indices.filter { role.access(object.name, object.fields[$0].name) >= .read }
        var matching: Set<Int64>?
        if filter != .all || object.hasArchive {
            var query = Query(object.name, filter: among & filter, limit: ids.count)
            query.withArchived = filter.asksForArchived
            matching = Set(try records.list(query, make: \.id).rows)
        }
        var worths: [Int64: Int64] = [:]
        if let amount {
            let query = AggregateQuery(
                object.name, filter: among, groups: [FieldPath("id")], measures: [Measure(.sum, FieldPath(amount.name))], limit: ids.count)
            for row in try records.aggregate(query) {
                if case .integer(let id) = row.groups[0] { worths[id] = row.measures[0] }
            }
        }
        var states: [Int64: State] = [:]
        let query = Query(object.name, filter: among, columns: readable.map { FieldPath(object.fields[$0].name) }, limit: ids.count)
        _ = try records.list(query) { row in
            var values = [FieldValue](repeating: .empty, count: object.fields.count)
            for (column, position) in readable.enumerated() { values[position] = row.value(column) }
            let record = Record(object: object, id: row.id, version: row.version, batch: 0, values: values)
            states[row.id] = State(record: record, isMatching: matching?.contains(row.id) ?? true, worth: worths[row.id])
        }
        return states
    }

    private func change(_ before: State?, _ after: State?) -> RecordChange? {
        let (was, now) = (before?.record, after?.record)
        let fields = object.fields.indices.filter { position in
            object.fields[position].name != "updated_at" && was?.values[position] ?? .empty != now?.values[position] ?? .empty
        }.map { object.fields[$0] }
        guard !fields.isEmpty else { return nil }
        let kind: RecordChange.Kind
        switch (before?.isMatching ?? false, after?.isMatching ?? false) {
        case (false, false): return nil
        case (false, true): kind = .added
        case (true, false): kind = .lost
        case (true, true):
            let (wasClosed, isClosed) = (isClosed(was), isClosed(now))
            kind = wasClosed == isClosed ? .changed : isClosed ? .lost : .added
        }
        let worth = (was: before?.worth, now: after?.worth)
        return RecordChange(kind: kind, ways: kind == .changed ? ways(fields, worth) : [], was: was, now: now, fields: fields, worth: worth)
    }

    private func isClosed(_ record: Record?) -> Bool { object.closingField.map { record?[$0].isEmpty == false } ?? false }

    private func ways(_ fields: [FieldDefinition], _ worth: (was: Int64?, now: Int64?)) -> [RecordChange.Way] {
        var ways: [RecordChange.Way] = []
        if fields.contains(where: { $0.name == object.stageField }) { ways.append(.moved) }
        if let amount, fields.contains(where: { $0.name == amount.name }) {
            let (was, now) = (worth.was ?? 0, worth.now ?? 0)
            if was != now { ways.append(now > was ? .grown : .shrunk) }
        }
        return ways
    }
}
