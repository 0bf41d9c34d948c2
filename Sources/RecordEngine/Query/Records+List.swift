import Definitions
import Kit
public import Storage

extension Records {
    /// Lends the rows of one page to `body`, in order.
    /// - Returns: the cursor of the next page, nil when this is the last.
    /// - Throws: `Failure.malformed` for a filter, sort or column that makes no sense to this principal.
    public func list(_ query: Query, _ body: (ListRow) throws -> Void) throws -> Cursor? {
        try list(query, rule: principal.role.grant(query.object).read, body)
    }

    func list(_ query: Query, rule: RowRule, _ body: (ListRow) throws -> Void) throws -> Cursor? {
        let plan = try plan(query, rule: rule)
        var ranges: [SQL] = [.empty]
        if let after = query.after {
            guard after.keys.count == plan.keys.count, zip(plan.keys, after.keys).allSatisfy({ $0.takes($1) }) else { throw Cursor.unknown }
            ranges = Keyset.conditions(plan.keys, after: after.keys)
        }
        var left = query.limit
        var last: [DatabaseValue] = []
        var hasMore = false
        for range in ranges where !hasMore {
            let opening = range.isEmpty ? plan.opening?.endingWith(.int(Int64(left + 1))) : nil
            try connection.query(opening ?? plan.statement(range, limit: left + 1, connection.dialect)) { row in
                if left == 0 {
                    hasMore = true
                    return false
                }
                left -= 1
                try body(ListRow(lent: plan.columns, row: row))
                if left == 0 { last = plan.keys.map { row.value($0) } }
                return true
            }
        }
        return hasMore ? Cursor(keys: last) : nil
    }

    /// All rows of one page made into values.
    public func list<T>(_ query: Query, make: (ListRow) throws -> T) throws -> (rows: [T], next: Cursor?) {
        var rows: [T] = []
        let next = try list(query) { rows.append(try make($0)) }
        return (rows, next)
    }

    /// How many records match, exact up to `most`.
    public func count(_ query: Query, upTo most: Int = 10_000) throws -> RecordCount {
        var bare = query
        bare.columns = []
        bare.sort = []
        let rule = principal.role.grant(query.object).read
        // All that stood are counted, in no order.
        if moment != nil { bare.filter = try resolved(bare.filter, of: bare.object) }
        let plan = try moment == nil ? plan(bare, rule: rule) : compiled(bare, rule).plan
        let sql: SQL = "SELECT count(*) FROM (\(plan.rows(["1"])) LIMIT \(most + 1)) c"
        let found = Int(try connection.first(sql) { $0.int(0) } ?? 0)
        return RecordCount(value: min(found, most), isExact: found <= most)
    }

    /// The records before and behind one in the order of a list; nil at its ends, both nil for a record that is not in it.
    public func neighbours(of id: Int64, in list: Query) throws -> (previous: Int64?, next: Int64?) {
        var query = list
        (query.columns, query.withTitles, query.after, query.limit) = ([], false, nil, 1)
        query.withArchived = list.withArchived ?? list.filter.asksForArchived
        var own = query
        own.filter = list.filter & .compare(FieldPath("id"), .equals, .number("\(id)", currency: nil))
        let plan = try plan(own, rule: principal.role.grant(list.object).read)
        let keys = try connection.first(plan.statement(.empty, limit: 1, connection.dialect)) { row in plan.keys.map { row.value($0) } }
        guard let keys else { return (nil, nil) }
        query.after = Cursor(keys: keys)
        let next = try self.list(query, make: \.id).rows.first
        // The id is the last key, the greatest first unless the order says otherwise.
        let order = list.sort.isEmpty ? [Sort(FieldPath("id"), descending: true)] : list.sort
        query.sort = order.map { Sort($0.path, descending: !$0.descending) }
        return (try self.list(query, make: \.id).rows.first, next)
    }

    private func plan(_ query: Query, rule: RowRule) throws -> ListPlan {
        var query = query
        query.filter = try resolved(query.filter, of: query.object)
        let ways = try ways(query, rule)
        let zone = engine.settings.zone
        let day = zone.day(of: now)
        let today = moment == nil ? day : zone.day(of: present.now)
        return try engine.plans.plan(query, rule, principal, day: day, moment: moment?.batch, ways: ways, today: today) {
            var plan = try compiled(query, rule, ways).plan
            // Each of several sources has a limit of its own.
            if moment == nil, plan.sources.count == 1 { plan.opening = plan.statement(.empty, limit: query.limit, connection.dialect).prepared }
            return plan
        }
    }

    /// Up to so many former versions are sorted for a page.
    private static let fewFormer = 2_000
    /// Up to so many of one owner: the own past is often long, and little of it went since.
    private static let fewOwned = 200
    /// Of so many owners the former versions are looked for one owner after the other.
    private static let fewOwners = 16

    /// How the former versions of the moment are best found for a page; together the ways find each once. The more have gone since, the sooner
    /// those of a page come by in order.
    private func ways(_ query: Query, _ rule: RowRule) throws -> [Source.Way] {
        guard let moment else { return [.span] }
        let object = try object(query.object)
        try requirePast(of: object, at: moment)
        if let owners = object.owners(reachedBy: rule, principal), owners.count <= Records.fewOwners, object.hasPastOfOwners {
            let many = try owners.filter { try hasMore(than: Records.fewOwned, of: object, of: [$0], since: moment.batch) }
            let few = owners.filter { !many.contains($0) }
            if many.isEmpty || hasPastOrder(query, of: object, beginning: object.ownerField) {
                // What was theirs then, and what has come to them since.
                let theirs: [Source.Way] = few.isEmpty ? [] : [.few(Records.fewOwned * few.count, of: few)]
                return theirs + many.map { .ordered(owner: $0) } + [.moved(to: owners)]
            }
        }
        guard try hasMore(than: Records.fewFormer, of: object, of: nil, since: moment.batch) else { return [.few(Records.fewFormer, of: nil)] }
        return rule == .all && hasPastOrder(query, of: object, beginning: nil) ? [.ordered(owner: nil)] : [.span]
    }

    /// Whether more former versions than `most` have gone since a batch. What was so remains so for all earlier batches: nothing is asked then.
    private func hasMore(than most: Int, of object: ObjectDefinition, of owners: [Int64]?, since batch: Int64) throws -> Bool {
        try engine.plans.hasMany(of: object.name, of: owners, since: batch) {
            // In the order of the index, so that PostgreSQL does not look through the whole table for what may be few.
            let sql: SQL = """
                SELECT 1 FROM \(object.past) WHERE \(object.owned(by: owners))ended_by > \(batch) ORDER BY ended_by LIMIT 1 OFFSET \(most)
                """
            return try connection.first(sql) { _ in true } ?? false
        }
    }

    /// Whether former versions come by in the order of a list: all of them by number, or those of certain references by an index.
    private func hasPastOrder(_ query: Query, of object: ObjectDefinition, beginning first: String?) -> Bool {
        guard query.search == nil else { return false }
        let parts = query.filter.parts
        let fixed = parts.compactMap { part -> String? in
            if case .compare(let path, .equals, .number(_, nil)) = part { path.text } else { nil }
        }
        let order = (first.map { [$0] } ?? []) + fixed + [query.sort.first?.path.text ?? "id"]
        return fixed.count == parts.count && (order == ["id"] || object.pastIndexes.contains(order))
    }

    /// A plan, and the compiler that knows what is joined. As of a moment of the past the rows of both tables take part.
    func compiled(_ query: Query, _ rule: RowRule, _ ways: [Source.Way] = [.span]) throws -> (plan: ListPlan, compiler: QueryCompiler) {
        let object = try object(query.object)
        var compiler = try compiler(object, filter: query.filter)
        var plan = try compiler.plan(query, rule: rule, dialect: connection.dialect)
        if moment != nil {
            for way in ways {
                var former = try self.compiler(object, filter: query.filter, isFormer: true)
                former.way = way
                plan.sources += try former.plan(query, rule: rule, dialect: connection.dialect).sources
            }
        }
        return (plan, compiler)
    }

    /// The statement by which the engine reads a list, and the number of its columns. For measuring it without the program around it.
    public func statement(_ query: Query) throws -> (sql: SQL, width: Int) {
        let plan = try plan(query, rule: principal.role.grant(query.object).read)
        return (plan.statement(.empty, limit: query.limit + 1, connection.dialect), plan.width)
    }

    /// The steps by which the engine would read a list, for tests and `krug check`.
    public func plan(_ query: Query) throws -> [String] {
        try connection.dialect.plan(try statement(query).sql, connection)
    }

    /// The titles of records of one object that the principal may read, by id.
    public func titles(_ object: String, _ ids: some Collection<Int64>) throws -> [Int64: String] {
        guard !ids.isEmpty, let definition = schema.object(object), principal.role.grant(object).read != .none else { return [:] }
        let filter = Filter.compare(FieldPath("id"), .isIn, .list(ids.map { .number("\($0)", currency: nil) }))
        var titles: [Int64: String] = [:]
        _ = try list(Query(object, filter: filter, columns: [FieldPath(definition.titleField)], limit: ids.count)) { row in
            if case .text(let title) = row.value(0) { titles[row.id] = title }
        }
        return titles
    }
}

/// How many records there are, as far as was counted.
public struct RecordCount: Sendable, Hashable {
    public let value: Int
    public let isExact: Bool

    public init(value: Int, isExact: Bool) {
        self.value = value
        self.isExact = isExact
    }
}

extension ListPlan.SortKey {
    /// Whether a cursor's value is of the kind that is compared here.
    fileprivate func takes(_ value: DatabaseValue) -> Bool {
        switch value {
        case .null: true
        case .text: isText
        default: !isText
        }
    }
}

extension Row {
    /// The value of a sort key.
    fileprivate func value(_ key: ListPlan.SortKey) -> DatabaseValue {
        if isNull(key.column) { return .null }
        return key.isText ? .text(text(key.column)) : .int(int(key.column))
    }
}
