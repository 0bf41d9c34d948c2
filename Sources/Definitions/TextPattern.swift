import Kit
package import Storage

/// Patterns of LIKE in which what a person looks for stands for itself.
package enum TextPattern {
    /// The column holds `text` somewhere, or begins with it; `before` and `behind` enclose it.
    package static func condition(
        _ column: SQL, _ text: String, before: String = "%", behind: String = "%"
    ) throws(ValueProblem) -> SQL {
        let pattern = before + escaped(text) + behind
        // A bound on what the databases have to match for each row.
        guard pattern.utf8.count <= 200 else {
            throw ValueProblem(Label("The text to look for is too long.", ru: "Слишком длинный текст для поиска."))
        }
        return "\(column) LIKE \(pattern) ESCAPE '\\'"
    }

    /// A column in the form of `String.folded`, where no folded column stands beside it.
    static func folded(_ column: SQL) -> SQL { "krug_fold(\(column))" }

    /// The text of an operand that names one, free of what databases refuse.
    static func text(_ operand: Operand) throws(ValueProblem) -> String {
        switch operand {
        case .string(let text) where !text.hasControlCharacters(allowingLines: true): return text
        case .number(let digits, nil): return digits
        default: throw ValueProblem(Label("Give a text in quotes.", ru: "Укажите текст в кавычках."))
        }
    }

    /// All operands of a list, or the one.
    static func each(_ operand: Operand) -> [Operand] {
        if case .list(let operands) = operand { operands } else { [operand] }
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { out.unicodeScalars.append("\\") }
            out.unicodeScalars.append(scalar)
        }
        return out
    }
}
