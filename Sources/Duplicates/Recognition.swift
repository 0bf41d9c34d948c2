public import Definitions
public import RecordEngine
import Storage

/// The records that many drafts mean by the keys that they share, asked for all of the drafts at once.
public struct Recognition {
    /// Which common keys tell that two are one.
    public struct Rule: Sendable, Hashable {
        public var kinds: [MatchRule.Kind]
        /// What is less sure than this does not count.
        public var from: Certainty

        public init(_ kinds: [MatchRule.Kind] = MatchRule.Kind.allCases, from: Certainty = .likely) {
            self.kinds = kinds
            self.from = from
        }
    }

    private let rule: Rule
    private let object: ObjectDefinition
    private let records: Records
    private var rings: [Int64: KeyRing] = [:]
    private var holders: [KeyRing.Name: [Int64]] = [:]

    public init(_ rule: Rule, _ object: ObjectDefinition, _ records: Records) {
        self.rule = rule
        self.object = records.current(object)
        self.records = records
    }

    /// Reads the records that any of some drafts may mean, of those and by those fields that the principal may read.
    public mutating func load(_ drafts: some Sequence<[String: FieldValue]>) throws -> [Record] {
        var wanted: [MatchRule.Kind: Set<String>] = [:]
        for draft in drafts {
            for key in keys({ draft[$0] }) { wanted[key.kind, default: []].insert(key.text) }
        }
        let ids = try holders(of: wanted)
        let found = try records.records(object, ids.sorted(), rule: records.principal.role.grant(object.name).read)
        for record in found { learn(record.id) { record[$0] } }
        return found.map(records.masked)
    }

    /// Takes in a record that was made or changed since.
    public mutating func learn(_ id: Int64, _ value: (String) -> FieldValue?) {
        let ring = KeyRing(keys(value))
        rings[id] = ring
        for name in ring.keys.keys where !holders[name, default: []].contains(id) { holders[name, default: []].append(id) }
    }

    /// The records that share a key with these values, as surely as the rule wants it; the oldest first.
    public func records(like values: [String: FieldValue]) -> [Int64] {
        let ring = KeyRing(keys { values[$0] })
        let ids = Set(
            ring.keys.keys.flatMap { name -> [Int64] in
                let those = holders[name] ?? []
                return those.count <= MatchStep.mostSharing ? those : []
            })
        return ids.filter { id in
            guard let known = rings[id], !ring.isOther(than: known) else { return false }
            return KeyRing.common([ring, known]).contains { rule.kinds.contains($0.kind) && $0.certainty >= rule.from }
        }.sorted()
    }

    /// All keys that the principal may read: a tax number also speaks against what another kind says.
    private func keys(_ value: (String) -> FieldValue?) -> [MatchKey] {
        records.readable(object.matchKeys(object.fields.map { value($0.name) ?? .empty }), of: object)
    }

    /// Who has any of some keys, unless so many share one that it says nothing.
    private func holders(of wanted: [MatchRule.Kind: Set<String>]) throws -> Set<Int64> {
        let asked = rule.kinds.compactMap { kind in wanted[kind].map { (kind, $0.sorted()) } }
        guard !asked.isEmpty else { return [] }
        let parts = asked.map { kind, texts -> SQL in
            let list = texts.map { "\($0)" as SQL }.joined(separator: ", ")
            return """
                SELECT record, count(*) OVER (PARTITION BY key) AS sharing FROM match_key
                WHERE object = \(object.name) AND kind = \(kind.rawValue) AND key IN (\(list))
                """
        }
        let most = MatchStep.mostSharing
        let found = parts.map { "SELECT record FROM (\($0)) k WHERE sharing <= \(most)" as SQL }.joined(separator: " UNION ")
        return Set(try records.connection.all(found) { $0.int(0) })
    }
}
