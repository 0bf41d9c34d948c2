public import Definitions
public import Kit
public import RecordEngine
import Storage

/// Records that mean, to all appearances, one and the same.
public struct DuplicateSet: Sendable {
    /// Those that the principal may read, the oldest first; at least two.
    public let records: [Record]
    /// What all of them have in common, the surest first; never empty.
    public let matches: [Match]
    public var certainty: Certainty { matches.map(\.certainty).max() ?? .possible }
}

/// A place in the list of duplicate sets.
public struct DuplicatePlace: Sendable, Hashable {
    var step = 0
    var key = ""

    public static let start = DuplicatePlace()
    private init() {}

    /// - Throws: `Failure.malformed` for anything that was not made by `text`.
    public init(_ text: String) throws(Failure) {
        let keys = try Cursor(text).keys
        guard keys.count == 2, case .text(let key) = keys[0], case .int(let number) = keys[1], let step = Int(exactly: number),
            MatchStep.all.indices.contains(step)
        else { throw Cursor.unknown }
        (self.step, self.key) = (step, key)
    }

    public var text: String { Cursor(keys: [.text(key), .int(Int64(step))]).text }
}

extension Records {
    /// How many keys one page looks at before it is given out as it is: much may be dismissed, or closed to the principal.
    private static let mostLookedAt = 3_000

    /// The sets of records that share a key, the surest kind of key first. A record may be in several.
    /// - Returns: the sets and the place to go on from, nil at the end.
    public func duplicateSets(
        _ object: ObjectDefinition, after start: DuplicatePlace = .start, limit: Int = 50
    ) throws -> (sets: [DuplicateSet], next: DuplicatePlace?) {
        let object = current(object)
        _ = try self.object(object.name)
        var (sets, place, looked): ([DuplicateSet], DuplicatePlace, Int) = ([], start, 0)
        while place.step < MatchStep.all.count {
            let step = MatchStep.all[place.step]
            let isAsked = object.matching.contains { $0.kind == step.kind }
            let groups = isAsked ? try self.groups(object, step, after: place.key, limit: min(max(limit * 2, 20), 200)) : []
            if groups.isEmpty {
                place.step += 1
                place.key = ""
                continue
            }
            let found = try self.sets(groups, step: place.step, object)
            for (key, _) in groups {
                if let set = found[key] {
                    if sets.count == limit { return (sets, place) }
                    sets.append(set)
                }
                place.key = key
                looked += 1
            }
            if looked >= Records.mostLookedAt { return (sets, place) }
        }
        return (sets, nil)
    }

    /// The next keys of a step that several records share, and those records.
    private func groups(_ object: ObjectDefinition, _ step: MatchStep, after key: String, limit: Int) throws -> [(key: String, ids: [Int64])] {
        let bearers: SQL = switch (step.kind, step.isSame) {
        case (_, nil): .empty
        case (.name, true?): " AND min(bearer) > 0"
        case (.name, false?): " AND max(bearer) = 0"
        case (_, true?): " AND min(bearer) = max(bearer)"
        case (_, false?): " AND min(bearer) <> max(bearer)"
        }
        let shared: SQL = """
            SELECT key FROM match_key WHERE object = \(object.name) AND kind = \(step.kind.rawValue) AND key > \(key)
            GROUP BY key HAVING count(*) BETWEEN 2 AND \(MatchStep.mostSharing)\(bearers) ORDER BY key LIMIT \(limit)
            """
        let keys = try connection.all(shared) { $0.text(0) }
        guard !keys.isEmpty else { return [] }
        let holders: SQL = """
            SELECT key, record FROM match_key WHERE object = \(object.name) AND kind = \(step.kind.rawValue)
            AND key IN (\(keys.map { "\($0)" as SQL }.joined(separator: ", "))) ORDER BY key, record
            """
        var ids: [String: [Int64]] = [:]
        try connection.query(holders) { row in
            ids[row.text(0), default: []].append(row.int(1))
            return true
        }
        return keys.map { ($0, ids[$0] ?? []) }
    }

    /// The sets that keys of a step make, by key; nothing for a key whose records share a surer one, or that is of no use to the principal.
    private func sets(_ groups: [(key: String, ids: [Int64])], step: Int, _ object: ObjectDefinition) throws -> [String: DuplicateSet] {
        let ids = Set(groups.flatMap(\.ids)).sorted()
        let records = Dictionary(try self.records(object, ids, rule: .all).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let rings = records.mapValues { KeyRing(object.matchKeys($0.values)) }
        let readable = Set(try self.records(object, ids, inUse: true, rule: principal.role.grant(object.name).read).map(\.id))
        let dismissed = Set(try dismissedPairs(object, ids).map { [$0.record, $0.other] })
        let isListed = try listedBefore(groups, rings, step: step, object)
        var sets: [String: DuplicateSet] = [:]
        for (key, ids) in groups where !isListed.contains(key) {
            let members = ids.filter { id in
                readable.contains(id) && ids.contains { other in
                    other != id && readable.contains(other) && !dismissed.contains([min(id, other), max(id, other)])
                        && !(rings[id]?.isOther(than: rings[other] ?? KeyRing([])) ?? true)
                }
            }
            guard members.count > 1 else { continue }
            let shown = members.compactMap { records[$0] }
            let matches = KeyRing.common(shown.map { KeyRing(self.readable(object.matchKeys($0.values), of: object)) })
            if !matches.isEmpty { sets[key] = DuplicateSet(records: shown.map(masked), matches: matches) }
        }
        return sets
    }

    /// The keys whose records, and no others, share a surer key as well, or an earlier one of the same step.
    private func listedBefore(_ groups: [(key: String, ids: [Int64])], _ rings: [Int64: KeyRing], step: Int, _ object: ObjectDefinition) throws -> Set<String> {
        var surer: [(key: String, match: Match, count: Int)] = []
        for (key, ids) in groups {
            let common = KeyRing.common(ids.compactMap { rings[$0] })
            surer += common.filter { ($0.step, $0.text) < (step, key) }.map { (key, $0, ids.count) }
        }
        guard !surer.isEmpty else { return [] }
        var listed: Set<String> = []
        for start in stride(from: 0, to: surer.count, by: 200) {
            let part = surer[start..<min(start + 200, surer.count)]
            let counts = part.enumerated().map { number, item -> SQL in
                """
                SELECT \(start + number), count(*) FROM match_key
                WHERE object = \(object.name) AND kind = \(item.match.kind.rawValue) AND key = \(item.match.text)
                """
            }
            try connection.query(counts.joined(separator: " UNION ALL ")) { row in
                let item = surer[Int(row.int(0))]
                if row.int(1) == Int64(item.count) { listed.insert(item.key) }
                return true
            }
        }
        return listed
    }
}
