import Definitions
import Duplicates
import Kit
import RecordEngine

extension Recognition.Rule {
    /// `{"kinds": ["phone", "email"], "from": "possible"}`
    init(_ json: JSON) throws(Failure) {
        self.init()
        guard json.members != nil else { throw ImportMapping.wrong("match_keys") }
        if let names = json["kinds"] {
            let known = (names.array ?? []).map { name in MatchRule.Kind.allCases.first { "\($0)" == name.string } }
            kinds = known.compactMap(\.self)
            guard !kinds.isEmpty, kinds.count == known.count else { throw ImportMapping.wrong("match_keys") }
        }
        if let name = json["from"] {
            guard let certainty = name.string.flatMap(Certainty.init(name:)) else { throw ImportMapping.wrong("match_keys") }
            from = certainty
        }
    }

    var json: JSON { ["kinds": .array(kinds.map { .string("\($0)") }), "from": .string(from.name)] }
}

// How the page of columns names it: `match` for all that is likely, `match.phone` for a kind of key, however alike the rest.
extension Recognition.Rule {
    static let whole = Label("what duplicates are recognised by", ru: "по признакам дублей")

    static func choice(_ kind: MatchRule.Kind) -> String { "match.\(kind)" }

    var choice: String { kinds.count == 1 ? Recognition.Rule.choice(kinds[0]) : "match" }

    init?(choice: String) {
        if choice == "match" {
            self.init()
        } else if let kind = MatchRule.Kind.allCases.first(where: { Recognition.Rule.choice($0) == choice }) {
            self.init([kind], from: .possible)
        } else {
            return nil
        }
    }
}

extension MatchRule.Kind {
    var recognised: Label {
        switch self {
        case .code: Label("INN and KPP, as duplicates are", ru: "по ИНН и КПП, как дубли")
        case .email: Label("any e-mail", ru: "по любому адресу почты")
        case .phone: Label("any phone", ru: "по любому телефону")
        case .name: Label("name and city in any spelling", ru: "по имени и городу в любом написании")
        case .domain: Label("the domain of site or e-mail", ru: "по домену сайта или почты")
        }
    }
}
