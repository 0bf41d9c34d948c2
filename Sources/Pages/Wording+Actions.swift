public import Kit
public import RecordEngine

extension Wording {
    /// "Deal changed", «Сделка изменена», «Контакт изменён».
    public static func done(_ touch: Touch, _ noun: Noun) -> Label {
        let (english, stem) = switch touch {
        case .created: ("created", "создан")
        case .updated: ("changed", "изменён")
        case .deleted: ("deleted", "удалён")
        case .restored: ("restored", "восстановлен")
        case .derived: ("recalculated", "пересчитан")
        case .erased: ("erased for good", "навсегда стёрт")
        }
        let russian = switch noun.russian.gender {
        case .masculine: stem
        case .feminine: stem.replacing("ён", with: "ен") + "а"
        case .neuter: stem.replacing("ён", with: "ен") + "о"
        }
        return Label("\(noun.singular.en) \(english)", ru: "\(noun.singular.ru) \(russian)")
    }

    /// "Delete this deal?", «Удалить сделку?».
    public static func askDelete(_ noun: Noun) -> Label {
        Label("Delete this \(noun.english.one)?", ru: "Удалить \(noun.russian.accusative)?")
    }

    /// "Taken back: deal changed", «Действие отменено: сделка изменена»; with `false` that it was done again.
    public static func undone(_ isUndo: Bool, _ what: Label) -> Label {
        let what = Label(what.en.lowercasedFirst, ru: what.ru.lowercasedFirst)
        return isUndo
            ? Label("Taken back: \(what.en)", ru: "Действие отменено: \(what.ru)") : Label("Done again: \(what.en)", ru: "Возвращено: \(what.ru)")
    }

    public static let deletedIsRestorable = Label(
        "It can be brought back from the recycle bin, with everything it holds.",
        ru: "Удалённое можно вернуть из корзины вместе со всем содержимым."
    )
    public static let all = Label("All", ru: "Все")
    public static let mine = Label("Mine", ru: "Мои")
    public static let history = Label("History", ru: "История")
    public static let you = Label("You", ru: "Вы")
    public static let system = Label("Krug", ru: "Krug")
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
