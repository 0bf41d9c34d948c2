import Definitions
import Kit
public import RecordEngine
import Storage

/// A record that means, to all appearances, what another one means.
public struct Duplicate: Sendable {
    public let record: Record
    /// What they have in common, the surest first; never empty.
    public let matches: [Match]
    public var certainty: Certainty { matches.map(\.certainty).max() ?? .possible }
}

extension Records {
    /// The records that a record with these values would double, the likeliest first: of those that the principal may read, by fields
    /// that it may read.
    /// - Parameter original: the record as it is: only what it comes to match, or to match more surely, counts.
    public func duplicates(of draft: Draft, _ original: Record? = nil, limit: Int = 10) throws -> [Duplicate] {
        let object = current(draft.object)
        guard !object.matching.isEmpty, principal.role.grant(object.name).read != .none else { return [] }
        let values = object.fields.enumerated().map { position, field in
            draft.values[field.name] ?? original.map { $0.values.indices.contains(position) ? $0.values[position] : .empty } ?? .empty
        }
        let ring = KeyRing(readable(object.matchKeys(values), of: object))
        let before = KeyRing(original.map { readable(object.matchKeys($0.values), of: object) } ?? [])
        let wanted = ring.keys.filter { before.keys[$0.key]?.bearer != $0.value.bearer }.map(\.value)
        return try duplicates(ring, wanted, object, except: original?.id, limit: limit) { known, duplicate in
            before.matches(known).map(\.certainty).max().map { $0 < duplicate.certainty } ?? true
        }
    }

    /// The records that a record doubles as it is.
    public func duplicates(of record: Record, limit: Int = 10) throws -> [Duplicate] {
        let ring = KeyRing(readable(record.object.matchKeys(record.values), of: record.object))
        return try duplicates(ring, Array(ring.keys.values), record.object, except: record.id, limit: limit)
    }

    private func duplicates(
        _ ring: KeyRing, _ wanted: [MatchKey], _ object: ObjectDefinition, except id: Int64?, limit: Int,
        where counts: (KeyRing, Duplicate) -> Bool = { _, _ in true }
    ) throws -> [Duplicate] {
        var ids = try holders(of: wanted, object)
        if let id {
            ids.remove(id)
            for pair in try dismissedPairs(object, [id]) { ids.remove(pair.record == id ? pair.other : pair.record) }
        }
        let found = try records(object, ids.sorted().suffix(200), inUse: true, rule: principal.role.grant(object.name).read)
        let duplicates = found.compactMap { record -> Duplicate? in
            let known = KeyRing(readable(object.matchKeys(record.values), of: object))
            let duplicate = Duplicate(record: masked(record), matches: ring.matches(known))
            return !duplicate.matches.isEmpty && counts(known, duplicate) ? duplicate : nil
        }
        let sorted = duplicates.sorted { one, other in
            if one.certainty != other.certainty { return one.certainty > other.certainty }
            return (one.matches.count, one.record.id) > (other.matches.count, other.record.id)
        }
        return Array(sorted.prefix(limit))
    }

    /// The records that have any of some keys, unless so many do that it says nothing.
    private func holders(of keys: [MatchKey], _ object: ObjectDefinition) throws -> Set<Int64> {
        guard !keys.isEmpty else { return [] }
        let most = MatchStep.mostSharing
        let lookups = keys.enumerated().flatMap { number, key -> [SQL] in
            let columns: SQL = "SELECT \(number) AS place, record FROM match_key WHERE object = \(object.name) AND kind = \(key.kind.rawValue)"
            let exact: SQL = "SELECT * FROM (\(columns) AND key = \(key.text) LIMIT \(most + 1)) k"
            guard key.kind == .name else { return [exact] }
            let name = key.text.prefix { $0 != "|" }
            // A name without a city is found in any, and with one also where none is given.
            guard key.prefix != nil else { return [exact, "SELECT * FROM (\(columns) AND key = \("\(name)|") LIMIT \(most + 1)) k"] }
            return ["SELECT * FROM (\(columns) AND key >= \("\(name)|") AND key < \("\(name)}") LIMIT \(most + 1)) k"]
        }
        let found = try connection.all(lookups.joined(separator: " UNION ALL ")) { (place: $0.int(0), record: $0.int(1)) }
        let byPlace = Dictionary(grouping: found, by: \.place).filter { $0.value.count <= most }
        return Set(byPlace.values.joined().map(\.record))
    }

    func readable(_ keys: [MatchKey], of object: ObjectDefinition) -> [MatchKey] {
        keys.filter { principal.role.access(object.name, $0.field) >= .read }
    }
}
