/// What a business calls a thing, with the grammar that messages need.
public struct Noun: Sendable, Hashable {
    public enum Gender: Sendable, Hashable { case masculine, feminine, neuter }

    /// A Russian noun: nominative singular, nominative plural, genitive plural, accusative and genitive singular.
    public struct Russian: Sendable, Hashable {
        public let gender: Gender
        public let one: String
        public let many: String
        public let manyGenitive: String
        public let accusative: String
        public let genitive: String

        /// `genitive` serves 2, 3 and 4 («2 сделки»); for feminine nouns in -а and -я it usually equals the plural.
        public static func feminine(_ one: String, _ many: String, _ manyGenitive: String, accusative: String, genitive: String? = nil) -> Russian {
            Russian(gender: .feminine, one: one, many: many, manyGenitive: manyGenitive, accusative: accusative, genitive: genitive ?? many)
        }

        public static func masculine(_ one: String, _ many: String, _ manyGenitive: String, accusative: String? = nil, genitive: String) -> Russian {
            Russian(gender: .masculine, one: one, many: many, manyGenitive: manyGenitive, accusative: accusative ?? one, genitive: genitive)
        }

        public static func neuter(_ one: String, _ many: String, _ manyGenitive: String, genitive: String) -> Russian {
            Russian(gender: .neuter, one: one, many: many, manyGenitive: manyGenitive, accusative: one, genitive: genitive)
        }
    }

    public let english: (one: String, many: String)
    public let russian: Russian

    public init(en: (String, String), ru: Russian) {
        english = en
        russian = ru
    }

    /// "Deals", «Сделки»: the heading of a list.
    public var plural: Label { Label(english.many.capitalizedFirst, ru: russian.many.capitalizedFirst) }

    /// "Deal", «Сделка»: the heading of a record.
    public var singular: Label { Label(english.one.capitalizedFirst, ru: russian.one.capitalizedFirst) }

    /// "New deal", «Новая сделка».
    public var new: Label {
        let adjective = switch russian.gender {
        case .masculine: "Новый"
        case .feminine: "Новая"
        case .neuter: "Новое"
        }
        return Label("New \(english.one)", ru: "\(adjective) \(russian.one)")
    }

    /// "1 deal", "5 deals"; «1 сделка», «2 сделки», «5 сделок».
    public func counted(_ count: Int) -> Label {
        let english = count == 1 ? english.one : english.many
        let russian = Plural.russian(count, one: russian.one, few: russian.genitive, many: russian.manyGenitive)
        return Label("\(count) \(english)", ru: "\(count) \(russian)")
    }

    public static func == (left: Noun, right: Noun) -> Bool {
        left.english == right.english && left.russian == right.russian
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(english.one)
        hasher.combine(russian)
    }
}

/// The form of a Russian noun after a number.
public enum Plural {
    public static func russian(_ count: Int, one: String, few: String, many: String) -> String {
        let hundred = count.magnitude % 100
        switch (hundred, hundred % 10) {
        case (11...14, _): return many
        case (_, 1): return one
        case (_, 2...4): return few
        default: return many
        }
    }
}

extension String {
    /// The text with its first letter in upper case, the rest untouched.
    public var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
