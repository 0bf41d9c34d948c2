public import Definitions

/// How sure it is that two records mean one.
public enum Certainty: Int64, Sendable, Hashable, Comparable, CaseIterable {
    case possible, likely, certain

    public static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }

    /// As programs write it.
    public var name: String { "\(self)" }
    public init?(name: String) {
        guard let known = Certainty.allCases.first(where: { $0.name == name }) else { return nil }
        self = known
    }
}

/// What two or more records have in common.
public struct Match: Sendable, Hashable {
    public let kind: MatchRule.Kind
    /// The common value, in the form in which it is compared.
    public let text: String
    /// Whether more speaks for it than the value: the same name, or for a name the same city.
    public let isSameBearer: Bool
    public let certainty: Certainty

    init(_ kind: MatchRule.Kind, _ text: String, isSameBearer: Bool) {
        (self.kind, self.text, self.isSameBearer) = (kind, text, isSameBearer)
        certainty = MatchStep.all[MatchStep.index(kind, isSameBearer)].certainty
    }

    /// The common value as it is shown: the words of a name without the city, a number as one dials it.
    public var shown: String { kind == .name ? String(text.prefix { $0 != "|" }) : text }
}

/// A kind of match in the order of certainty, in which sets are listed: a place that a page can go on from.
struct MatchStep {
    let kind: MatchRule.Kind
    /// Whether the bearers must be the same, or must not; for a name, whether it has a city. Nil where it says nothing.
    let isSame: Bool?
    let certainty: Certainty

    static let all = [
        MatchStep(kind: .code, isSame: nil, certainty: .certain), MatchStep(kind: .email, isSame: true, certainty: .certain),
        MatchStep(kind: .phone, isSame: true, certainty: .certain), MatchStep(kind: .name, isSame: true, certainty: .likely),
        MatchStep(kind: .email, isSame: false, certainty: .likely), MatchStep(kind: .domain, isSame: true, certainty: .likely),
        MatchStep(kind: .phone, isSame: false, certainty: .possible), MatchStep(kind: .name, isSame: false, certainty: .possible),
        MatchStep(kind: .domain, isSame: false, certainty: .possible),
    ]

    static func index(_ kind: MatchRule.Kind, _ isSame: Bool) -> Int {
        all.firstIndex { $0.kind == kind && ($0.isSame == nil || $0.isSame == isSame) } ?? all.count - 1
    }

    /// What more records share than this is nobody's mark: the number of a call centre, an address made up.
    static let mostSharing = 30
}

/// The keys of a record by what is compared.
struct KeyRing {
    struct Name: Hashable {
        let kind: MatchRule.Kind
        let text: String
    }

    let keys: [Name: MatchKey]

    init(_ keys: [MatchKey]) {
        self.keys = Dictionary(keys.map { (Name(kind: $0.kind, text: $0.text), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What all of some records have in common, the surest first.
    static func common(_ rings: [KeyRing]) -> [Match] {
        guard let first = rings.first else { return [] }
        let matches = first.keys.compactMap { name, key -> Match? in
            let others = rings.dropFirst().compactMap { $0.keys[name] }
            guard others.count == rings.count - 1 else { return nil }
            return Match(name.kind, name.text, isSameBearer: others.allSatisfy { key.isSureBeside($0) })
        }
        return matches.sorted { ($0.step, $0.text) < ($1.step, $1.text) }
    }

    /// What a record has in common with what somebody types: also a name where one of them names no city.
    func matches(_ known: KeyRing) -> [Match] {
        guard !isOther(than: known) else { return [] }
        let whole = keys.compactMap { name, key -> Match? in
            guard let other = known.keys[name] else { return nil }
            return Match(name.kind, name.text, isSameBearer: key.isSureBeside(other))
        }
        let names = keys.values.filter { $0.kind == .name }.compactMap { key -> Match? in
            let isLoose = known.keys.values.contains { other in
                other.kind == .name && other.text != key.text
                    && (key.prefix.map(other.text.hasPrefix) ?? false || other.prefix.map(key.text.hasPrefix) ?? false)
            }
            return isLoose ? Match(.name, key.text, isSameBearer: false) : nil
        }
        return (whole + names).sorted { ($0.step, $0.text) < ($1.step, $1.text) }
    }

    /// Whether their tax numbers speak against everything else: they are two, or of two branches of one organisation.
    func isOther(than known: KeyRing) -> Bool {
        guard let own = code, let theirs = known.code else { return false }
        return own.text != theirs.text || own.bearer != 0 && theirs.bearer != 0 && own.bearer != theirs.bearer
    }

    private var code: MatchKey? { keys.values.first { $0.kind == .code } }
}

extension Match {
    var step: Int { MatchStep.index(kind, isSameBearer) }
}

extension MatchKey {
    fileprivate func isSureBeside(_ other: MatchKey) -> Bool { kind == .name ? bearer != 0 : bearer == other.bearer }
}
