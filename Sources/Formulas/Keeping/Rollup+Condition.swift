import Definitions
import Kit
import RecordEngine

extension Filter {
    /// Why the condition of a rollup would not be the same for everybody, or not be kept right; nil when it would.
    func unsteady(on child: ObjectDefinition) -> Label? {
        switch self {
        case .all: return nil
        case .and(let parts), .or(let parts): return parts.lazy.compactMap { $0.unsteady(on: child) }.first
        case .not(let part): return part.unsteady(on: child)
        case .has:
            return Label(
                "What refers to the records changes by itself; make a figure of it there, and ask for that.",
                ru: "То, что ссылается на записи, меняется само; сделайте там из него показатель и спросите о нём.")
        case .compare(let path, _, let operand):
            guard path.names.count == 1 else {
                return Label(
                    "“\(path.text)” is a field of another record; make a formula of it there, and ask for that.",
                    ru: "«\(path.text)» — поле другой записи; сделайте там из него формулу и спросите о ней."
                )
            }
            if path.text == "segment", child.field(path.text) == nil {
                return Label("What is in a segment changes by itself; write its condition here.", ru: "Состав сегмента меняется сам; напишите здесь его условие.")
            }
            guard let field = child.field(path.text), !field.isHidden else {
                return Label(
                    "There is no field “\(path.text.prefix(60))” of \(child.noun.english.many).",
                    ru: "Поля «\(path.text.prefix(60))» у объекта «\(child.noun.russian.one)» нет."
                )
            }
            if operand.words.contains("now") {
                return Label(
                    "“now” changes every moment; “today” is reckoned anew each day.",
                    ru: "«now» меняется каждый миг; «today» пересчитывается каждый день.")
            }
            if field.type.target != nil, !operand.words.isDisjoint(with: ["me", "my_team"]) {
                return Label(
                    "A figure is the same for everybody: “me” can't be asked for.",
                    ru: "Показатель один для всех: «me» здесь спросить нельзя.")
            }
            if case .number(_, _?) = operand, field.type.input == .money {
                return Label(
                    "Compare amounts in the base currency, without naming it.", ru: "Сравнивайте суммы в основной валюте, не называя её.")
            }
            return nil
        }
    }

    /// Whether it looks at the day.
    func isRelative(on child: ObjectDefinition) -> Bool {
        switch self {
        case .all, .has: false
        case .and(let parts), .or(let parts): parts.contains { $0.isRelative(on: child) }
        case .not(let part): part.isRelative(on: child)
        case .compare(let path, _, let operand):
            switch child.field(path.text)?.type.input {
            case .day?, .instant?: operand.isRelative
            default: false
            }
        }
    }
}

extension Operand {
    fileprivate var words: Set<String> {
        switch self {
        case .word(let word): [word]
        case .list(let items): items.reduce(into: []) { $0.formUnion($1.words) }
        default: []
        }
    }

    fileprivate var isRelative: Bool {
        switch self {
        case .word, .call: true
        case .string(let text): Day(text: text) == nil
        case .list(let items): items.contains(where: \.isRelative)
        case .none, .number: false
        }
    }
}
