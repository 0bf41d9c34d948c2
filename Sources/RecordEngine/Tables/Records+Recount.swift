package import Definitions
import Storage

/// What a recount of some records has found.
package struct RecountPage: Sendable {
    /// How many living records were looked at.
    package var count = 0
    /// What is not as it follows from the records, a line each.
    package var faults: [String] = []
    /// The last of them, to go on from; nil at the end.
    package var last: Int64?
}

/// Looks whether what is kept beside the records still follows from them: former versions, the journal, who got what from others, links,
/// match keys, search and computed fields. It reads past all rights and tells numbers of records only.
extension Records {
    /// Looks at the next records of an object and at the former versions up to there.
    package func recount(_ object: ObjectDefinition, after: Int64, limit: Int = 1_000) throws -> RecountPage {
        var page = RecountPage()
        let next: SQL = "SELECT t.id, \(object.selection) FROM \(object.table) t WHERE t.id > \(after) ORDER BY t.id LIMIT \(limit)"
        let living = try connection.all(next) { Record($0, object, at: 1, role: nil) }
        page.count = living.count
        page.last = living.count < limit ? nil : living.last?.id
        let end = page.last ?? Int64.max
        func complain(_ id: Int64, _ what: String) { page.faults.append("\(object.name) \(id): \(what)") }
        try recountVersions(object, living, after..<end, complain)
        try recountOwners(object, after..<end, complain)
        try recountLinks(object, living, complain)
        try recountMatchKeys(object, living, complain)
        // One of each page: the index of one engine keeps no texts that could be compared.
        if let record = living.first(where: { $0.object.isSearched }) {
            let text = try searchText(record)
            let hit: SQL =
                "SELECT 1 FROM \(object.table) t WHERE t.id = \(record.id) AND \(connection.dialect.matchesSearch(object.table, id: "t.id", text: text))"
            if !SearchText.words(text).isEmpty, try connection.first(hit, { _ in true }) == nil {
                complain(record.id, "search does not find it")
            }
        }
        for (id, field) in try engine.derivation?.unsettled(living, self) ?? [] {
            complain(id, "\(field) is not what follows from other records")
        }
        return page
    }

    /// What is kept for records of an object that are gone.
    package func recountOrphans(_ object: ObjectDefinition) throws -> [String] {
        let gone: SQL = "NOT EXISTS (SELECT 1 FROM \(object.table) t WHERE t.id = k.record)"
        var counts: [(String, SQL)] = object.linkFields.map { ("links of \($0.name)", "SELECT count(*) FROM \(object.links($0)) k WHERE \(gone)") }
        if !object.matching.isEmpty {
            counts.append(("match keys", "SELECT count(*) FROM match_key k WHERE k.object = \(object.name) AND \(gone)"))
        }
        return try counts.compactMap { what, sql in
            let count = try connection.first(sql) { $0.int(0) } ?? 0
            return count == 0 ? nil : "\(object.name): \(count) \(what) of records that are not there"
        }
    }

    /// Versions follow each other without a gap, and a batch that made or ended one says so.
    private func recountVersions(_ object: ObjectDefinition, _ living: [Record], _ ids: Range<Int64>, _ complain: (Int64, String) -> Void)
        throws
    {
        var touched: [Int64: Set<Int64>] = [:]
        let touches: SQL = """
            SELECT k.record, k.batch, b.id FROM touched k LEFT JOIN batch b ON b.id = k.batch
            WHERE k.object = \(object.name) AND k.record > \(ids.lowerBound) AND k.record <= \(ids.upperBound)
            """
        try connection.query(touches) { row in
            if row.isNull(2) { complain(row.int(0), "batch \(row.int(1)) is missing") }
            touched[row.int(0), default: []].insert(row.int(1))
            return true
        }
        let current = Dictionary(living.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        func see(_ id: Int64, _ batch: Int64) {
            if !(touched[id]?.contains(batch) ?? false) { complain(id, "batch \(batch) does not know of it") }
        }
        var former: [Int64: Int64] = [:]
        let past: SQL =
            "SELECT id, version, batch, ended_by FROM \(object.past) WHERE id > \(ids.lowerBound) AND id <= \(ids.upperBound) ORDER BY id, version"
        try connection.query(past) { row in
            let (id, version) = (row.int(0), row.int(1))
            if let before = former[id], before + 1 != version { complain(id, "version \(version) comes after \(before)") }
            former[id] = version
            see(id, row.int(2))
            see(id, row.int(3))
            return true
        }
        for (id, record) in current {
            if let before = former[id], before + 1 != record.version { complain(id, "version \(record.version) comes after \(before)") }
            if record.version > 1, former[id] == nil, try !isForgotten(object, record) { complain(id, "version \(record.version) has no former one") }
            see(id, record.batch)
        }
    }

    /// Whether former versions of that time are no longer kept.
    private func isForgotten(_ object: ObjectDefinition, _ record: Record) throws -> Bool {
        try connection.first("SELECT 1 FROM history_kept WHERE object = \(object.name) AND batch >= \(record.batch)") { _ in true } ?? false
    }

    private func recountOwners(_ object: ObjectDefinition, _ ids: Range<Int64>, _ complain: (Int64, String) -> Void) throws {
        guard let changes = ownerChanges(of: object, ids) else { return }
        let missing: SQL = """
            SELECT c.record, c.batch FROM (\(changes)) c WHERE NOT EXISTS (SELECT 1 FROM changed_owner k
            WHERE k.object = \(object.name) AND k.batch = c.batch AND k.record = c.record AND k.owner = c.owner)
            """
        for (id, batch) in try connection.all(missing, { ($0.int(0), $0.int(1)) }) { complain(id, "batch \(batch) gave it to another unnoted") }
    }

    private func recountLinks(_ object: ObjectDefinition, _ living: [Record], _ complain: (Int64, String) -> Void) throws {
        for field in object.linkFields {
            let expected = living.flatMap { record in (References(record[field.name])?.ids ?? []).map { [$0, record.id] } }
            guard !expected.isEmpty else { continue }
            let list = Set(expected.map { $0[0] }).sorted().map { "\($0)" as SQL }.joined(separator: ", ")
            let links: SQL = """
                SELECT target, record FROM \(object.links(field))
                WHERE target IN (\(list)) AND record BETWEEN \(living.first?.id ?? 0) AND \(living.last?.id ?? 0)
                """
            let kept = Set(try connection.all(links) { [$0.int(0), $0.int(1)] })
            for pair in expected where !kept.contains(pair) { complain(pair[1], "\(field.name) has no link to \(pair[0])") }
        }
    }

    private func recountMatchKeys(_ object: ObjectDefinition, _ living: [Record], _ complain: (Int64, String) -> Void) throws {
        guard !object.matching.isEmpty else { return }
        struct Kept: Hashable { let kind: Int64, text: String, record: Int64, bearer: Int64 }
        let expected = living.flatMap { record in
            object.matchKeys(record.values).map { Kept(kind: $0.kind.rawValue, text: $0.text, record: record.id, bearer: $0.bearer) }
        }
        var kept: Set<Kept> = []
        for (kind, keys) in Dictionary(grouping: expected, by: \.kind) {
            let list = Set(keys.map(\.text)).sorted().map { "\($0)" as SQL }.joined(separator: ", ")
            let (first, last) = (living.first?.id ?? 0, living.last?.id ?? 0)
            try connection.query(
                """
                SELECT key, record, bearer FROM match_key
                WHERE object = \(object.name) AND kind = \(kind) AND key IN (\(list)) AND record BETWEEN \(first) AND \(last)
                """
            ) { row in
                kept.insert(Kept(kind: kind, text: row.text(0), record: row.int(1), bearer: row.int(2)))
                return true
            }
        }
        for key in Set(expected).subtracting(kept) { complain(key.record, "it can't be recognized by a key of kind \(key.kind)") }
    }
}
