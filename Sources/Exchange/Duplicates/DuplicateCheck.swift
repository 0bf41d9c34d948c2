import Definitions
public import Duplicates
public import Kit
public import RecordEngine

/// What stands in the way of saving a record: those that it would double, and what the rule of its object says of that.
public struct DuplicateCheck: Sendable {
    public enum Outcome: Sendable, Hashable {
        case free
        /// Whoever saves should look first.
        case asks
        /// It is not saved.
        case refuses
    }

    /// All that were found, the likeliest first, those included that stand in nobody's way.
    public let duplicates: [Duplicate]
    public let outcome: Outcome
    private let object: ObjectDefinition

    /// - Parameter original: the record that is changed; nil for a new one.
    public init(_ draft: Draft, _ original: Record? = nil, _ records: Records) throws {
        object = draft.object
        duplicates = try records.duplicates(of: draft, original)
        guard let most = duplicates.map(\.certainty).max() else {
            outcome = .free
            return
        }
        let (warns, refuses) = try DuplicateRule.levels(of: draft.object.name, records)
        outcome = refuses.map { most >= $0 } ?? false ? .refuses : warns.map { most >= $0 } ?? false ? .asks : .free
    }

    /// - Parameter isAllowed: whoever saves knows of them.
    /// - Throws: `Failure.conflict` that names them.
    public static func pass(_ draft: Draft, _ original: Record?, _ records: Records, isAllowed: Bool) throws {
        guard !draft.object.matching.isEmpty else { return }
        // Where nothing can come of it nobody is looked for.
        if isAllowed, try DuplicateRule.levels(of: draft.object.name, records).refuses == nil { return }
        let check = try DuplicateCheck(draft, original, records)
        switch check.outcome {
        case .free: return
        case .asks: if !isAllowed { throw Failure.conflict(check.message) }
        case .refuses: throw Failure.conflict(check.message)
        }
    }

    private var message: Label {
        let named = duplicates.prefix(3).map { duplicate in
            let (record, reason) = (duplicate.record, duplicate.matches[0].label)
            return Label(
                "“\(record.title)” (\(object.noun.english.one) \(record.id)): \(reason.en)",
                ru: "«\(record.title)» (\(object.noun.russian.one) \(record.id)): \(reason.ru)"
            )
        }
        let (english, russian) = (named.map(\.en).joined(separator: "; "), named.map(\.ru).joined(separator: "; "))
        return outcome == .refuses
            ? Label("This is here already, and duplicates are not saved. \(english).", ru: "Такая запись уже есть, а дубли здесь не сохраняют. \(russian).")
            : Label("This seems to be here already. \(english).", ru: "Похоже, такая запись уже есть. \(russian).")
    }
}

extension Match {
    /// "the same phone +7 (916) 123-45-67", for a sentence.
    public var label: Label {
        switch kind {
        case .code: Label("the same INN \(shown)", ru: "тот же ИНН \(shown)")
        case .email: Label("the same e-mail \(shown)", ru: "тот же адрес \(shown)")
        case .phone:
            Label(
                "the same phone \(PhoneNumber(stored: shown)?.formatted(.en) ?? shown)",
                ru: "тот же телефон \(PhoneNumber(stored: shown)?.formatted(.ru) ?? shown)")
        case .name: certainty == .possible ? Label("the same name", ru: "то же имя") : Label("the same name and city", ru: "те же имя и город")
        case .domain: Label("the same domain \(shown)", ru: "тот же домен \(shown)")
        }
    }
}

extension Certainty {
    public var label: Label {
        switch self {
        case .certain: Label("Certain", ru: "Точно")
        case .likely: Label("Likely", ru: "Вероятно")
        case .possible: Label("Possible", ru: "Возможно")
        }
    }

    public var hue: Hue {
        switch self {
        case .certain: .red
        case .likely: .amber
        case .possible: .gray
        }
    }
}
