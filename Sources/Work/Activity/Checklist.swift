import Definitions
import Kit
public import RecordEngine

/// The steps of an activity, kept as a text that can be written by hand: `[ ]` or `[x]` before each.
struct Checklist {
    struct Step {
        var text: String
        var isDone: Bool
    }

    static let most = 100
    /// As people write them, with a Latin or a Cyrillic letter.
    private static let marks = ["[x]": true, "[X]": true, "[х]": true, "[Х]": true, "[ ]": false, "[]": false]
    var steps: [Step]

    init(_ text: String) {
        steps = text.split(whereSeparator: \.isNewline).compactMap { line in
            // By scalars: a space before a combining mark is one character with it, and would take it along.
            var words = line.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map(String.init).joined(separator: " ")
            if let bullet = words.first, "-*•".contains(bullet) { words = String(words.dropFirst().drop { $0 == " " }) }
            let mark = Checklist.marks.first { words.hasPrefix($0.key) }
            let step = String(words.unicodeScalars.dropFirst(mark?.key.unicodeScalars.count ?? 0).drop { $0 == " " })
            return step.isEmpty ? nil : Step(text: step, isDone: mark?.value ?? false)
        }
    }

    var text: String { steps.map { "[\($0.isDone ? "x" : " ")] \($0.text)" }.joined(separator: "\n") }
    var doneCount: Int { steps.count(where: \.isDone) }

    /// Itself, nil when nothing is in it; says in the draft what is too much.
    func checked(_ draft: inout Draft) -> Checklist? {
        if steps.count > Checklist.most {
            let most = Checklist.most
            draft.issue(
                Activity.checklist.name,
                Label("A checklist has at most \(most) steps.", ru: "В чек-листе не больше \(most) шагов."))
        }
        return steps.isEmpty ? nil : self
    }
}

extension Activity {
    private static let line = Field.integer("line", Label("Step", ru: "Шаг"), required: true)

    /// `check`: a step of the checklist is done, or is not after all.
    public static let check = Verb(
        VerbDefinition("check", Label("Tick off", ru: "Отметить шаг"), on: "activity", icon: "check", inputs: [line.definition])
    ) { activity, input, records in
        var list = Checklist(activity[checklist] ?? "")
        guard let index = input[line].flatMap({ Int(exactly: $0) }), list.steps.indices.contains(index &- 1) else {
            throw Failure.invalid([FieldIssue(line.name, Label("There is no such step.", ru: "Такого шага нет."))])
        }
        list.steps[index - 1].isDone.toggle()
        try records.set(activity) { $0[checklist] = list.text }
    }
}
