import Kit

/// By what two records of an object are recognized as one and the same: what they must have in common.
public struct MatchRule: Sendable, Hashable {
    /// What kind of thing is in common. Stored as its number.
    public enum Kind: Int64, Sendable, Hashable, CaseIterable {
        case code = 1, email, phone, name, domain
    }

    public let kind: Kind
    /// The field that it is read from; nil for all fields of the kind's type, those of administrators included.
    let field: String?
    /// Another field that takes part: the city of a name, the code of a branch.
    let second: String?
    /// How many words a name needs to say something.
    let words: Int

    private init(_ kind: Kind, _ field: String?, _ second: String? = nil, words: Int = 1) {
        self.kind = kind
        self.field = field
        self.second = second
        self.words = words
    }

    /// A tax number. Two records that both have a code of their branch, and not the same one, are two branches.
    public static func code(_ field: String, branch: String) -> MatchRule { MatchRule(.code, field, branch) }
    /// Any e-mail address.
    public static let emails = MatchRule(.email, nil)
    /// Any telephone number.
    public static let phones = MatchRule(.phone, nil)
    /// A name, in any spelling and order of words, in one city.
    public static func name(_ field: String, city: String, words: Int = 1) -> MatchRule { MatchRule(.name, field, city, words: words) }
    /// The domain of the site or of an e-mail address, unless everybody may have an address there.
    public static func domain(_ site: String) -> MatchRule { MatchRule(.domain, site) }
}

/// One thing by which a record is recognized, in the form in which it is compared.
public struct MatchKey: Sendable, Hashable {
    public let kind: MatchRule.Kind
    public let text: String
    /// A number for who has it: of the name, of the branch for a code (0 without one), of whether a name has a city (0 without one).
    public let bearer: Int64
    /// The field that it was read from.
    public let field: String

    /// For a name without a city, what such keys of all cities begin with.
    public var prefix: String? { kind == .name && text.hasSuffix("|") ? text : nil }

    /// At most so many bytes of a text are compared.
    static let longest = 300

    init(_ kind: MatchRule.Kind, _ text: String, bearer: Int64, field: String) {
        self.kind = kind
        self.text = text.utf8.count <= MatchKey.longest ? text : String(text.unicodeScalars.prefix(MatchKey.longest / 4))
        self.bearer = bearer
        self.field = field
    }
}

extension ObjectDefinition {
    /// The positions of the fields that keys are made of.
    static func matchPositions(_ rules: [MatchRule], _ fields: [FieldDefinition], title: String) -> [Int] {
        guard !rules.isEmpty else { return [] }
        let names = Set(rules.flatMap { [$0.field, $0.second].compactMap(\.self) } + [title])
        return fields.indices.filter { index in
            let field = fields[index]
            return !field.isHidden && (names.contains(field.name) || rules.contains { $0.field == nil && $0.kind == field.contact })
                || rules.contains { $0.kind == .domain } && field.contact == .email && !field.isHidden
        }
    }

    /// The keys of a record with these values, none twice.
    public func matchKeys(_ values: [FieldValue]) -> [MatchKey] {
        guard values.count == fields.count else { return [] }
        var keys: [MatchKey] = []
        let title = text(titleField, values).map(MatchText.name) ?? []
        let bearer = MatchText.number(title.joined(separator: " "))
        for rule in matching {
            switch rule.kind {
            case .code:
                guard let name = rule.field, let code = text(name, values) else { continue }
                let branch = rule.second.flatMap { text($0, values) }
                keys.append(MatchKey(.code, code, bearer: branch.map(MatchText.number) ?? 0, field: name))
            case .name:
                guard let name = rule.field, title.count >= rule.words, !title.isEmpty else { continue }
                let city = rule.second.flatMap { text($0, values) }.map(MatchText.city) ?? ""
                keys.append(MatchKey(.name, "\(title.joined(separator: " "))|\(city)", bearer: city.isEmpty ? 0 : 1, field: name))
            case .email: each(.email, values) { keys.append(MatchKey(.email, $1.folded, bearer: bearer, field: $0)) }
            case .phone:
                each(.phone, values) {
                    if let text = MatchText.phone($1) { keys.append(MatchKey(.phone, text, bearer: bearer, field: $0)) }
                }
            case .domain:
                if let site = rule.field, let domain = text(site, values).flatMap(MatchText.host) {
                    keys.append(MatchKey(.domain, domain, bearer: bearer, field: site))
                }
                each(.email, values) { field, address in
                    if let domain = MatchText.domain(of: address) { keys.append(MatchKey(.domain, domain, bearer: bearer, field: field)) }
                }
            }
        }
        // A few keys are compared sooner than they are hashed.
        return keys.enumerated().filter { place, key in !keys[..<place].contains { $0.kind == key.kind && $0.text == key.text } }.map(
            \.element)
    }

    /// The kinds of keys that some fields give, in the order of the object's rules.
    public func matchKinds(filledBy names: [String]) -> [MatchRule.Kind] {
        matching.filter { rule in
            names.contains { name in
                guard let field = field(name), !field.isHidden else { return false }
                return name == rule.field || rule.field == nil && field.contact == rule.kind
                    || rule.kind == .domain && field.contact == .email
            }
        }.map(\.kind)
    }

    private func text(_ name: String, _ values: [FieldValue]) -> String? {
        guard let position = position(of: name), !fields[position].isHidden else { return nil }
        return String(values[position])
    }

    private func each(_ kind: MatchRule.Kind, _ values: [FieldValue], _ body: (_ field: String, _ text: String) -> Void) {
        for position in matchPositions where fields[position].contact == kind {
            for text in [String](values[position]) ?? [] { body(fields[position].name, text) }
        }
    }
}

extension FieldDefinition {
    /// The kind of key that a way to reach somebody gives.
    fileprivate var contact: MatchRule.Kind? {
        switch type.input {
        case .phone: .phone
        case .email: .email
        default: nil
        }
    }
}
