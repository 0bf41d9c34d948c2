import Definitions
import Kit

/// The choices of a field as an administrator writes them, one a line: `hot = Hot / Горячий | red`. A value, the Russian label and
/// the colour may be left out; the value is then made from the label and stays with it.
enum ChoiceLines {
    static let most = 200

    static func choices(_ text: String) throws(ValueProblem) -> [Choice] {
        var choices: [Choice] = []
        for line in text.split(whereSeparator: \.isNewline).map({ trimmed($0) }) where !line.isEmpty {
            let choice = try choice(line) { value in !choices.contains { $0.value == value } }
            guard !choices.contains(where: { $0.value == choice.value }) else {
                throw ValueProblem(Label("The choice “\(choice.value)” is there twice.", ru: "Вариант «\(choice.value)» указан дважды."))
            }
            choices.append(choice)
        }
        guard choices.count <= most else {
            throw ValueProblem(Label("At most \(most) choices, please.", ru: "Не больше \(most) вариантов."))
        }
        return choices
    }

    /// The choices with everything that was left out.
    static func text(_ choices: [Choice]) -> String {
        choices.map { choice in
            let label = choice.label.en == choice.label.ru ? choice.label.en : "\(choice.label.en) / \(choice.label.ru)"
            return "\(choice.value) = \(label) | \(choice.hue.rawValue)"
        }.joined(separator: "\n")
    }

    private static func choice(_ line: String, isFree: (String) -> Bool) throws(ValueProblem) -> Choice {
        var rest = line[...]
        var hue = Hue.gray
        if let bar = rest.lastIndex(of: "|") {
            let word = trimmed(rest[rest.index(after: bar)...])
            guard let known = Hue.allCases.first(where: { $0.rawValue == word || $0.label.en == word || $0.label.ru == word }) else {
                let all = Hue.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValueProblem(Label("There is no colour “\(word)”. Choose one of: \(all).", ru: "Цвета «\(word)» нет. Выберите: \(all)."))
            }
            hue = known
            rest = rest[..<bar]
        }
        var value: String?
        if let sign = rest.firstIndex(of: "=") {
            let given = trimmed(rest[..<sign])
            guard FieldName.isSpelledRight(given) else {
                throw ValueProblem(Label(
                    "“\(given)”: a value has Latin letters, digits and _.", ru: "«\(given)»: значение состоит из латинских букв, цифр и _."
                ))
            }
            value = given
            rest = rest[rest.index(after: sign)...]
        }
        let labels = rest.split(separator: " / ", maxSplits: 1).map { trimmed($0) }
        guard let label = labels.first, !label.isEmpty, label.count <= 100 else {
            throw ValueProblem(Label("Each choice needs a label of up to 100 letters.", ru: "У каждого варианта есть название до 100 букв."))
        }
        return Choice(value ?? FieldName.made(from: label, isFree: isFree), Label(label, ru: labels.count > 1 ? labels[1] : label), hue: hue)
    }

    private static func trimmed(_ text: Substring) -> String { String(text).trimmed }
}
