package import Kit

/// A word of the text form of a filter or a formula, and where it stands.
package struct FilterToken {
    package enum Kind {
        case word(String)
        case number(String)
        case string(String)
        case symbol(String)
    }

    package let kind: Kind
    /// Characters before it.
    package let position: Int

    package var shown: String {
        switch kind {
        case .word(let text), .number(let text), .string(let text), .symbol(let text): String(text.prefix(40))
        }
    }
}

/// Cuts a filter into tokens, in one pass over its characters; or a formula, which has signs to reckon with besides.
package struct FilterScanner {
    private let characters: [Character]
    private let isFormula: Bool
    private var index = 0

    package init(_ text: String, isFormula: Bool = false) {
        characters = Array(text.prefix(20_001))
        self.isFormula = isFormula
    }

    package mutating func tokens() throws(Failure) -> [FilterToken] {
        guard characters.count <= 20_000 else {
            throw .malformed(Label("This is longer than 20,000 characters.", ru: "Здесь больше 20 000 символов."))
        }
        var tokens: [FilterToken] = []
        while let character = current {
            if character.isWhitespace {
                index += 1
                continue
            }
            let start = index
            tokens.append(FilterToken(kind: try token(character), position: start))
            guard tokens.count <= 2_000 else {
                throw .malformed(Label("This has more than 2,000 words.", ru: "Здесь больше 2000 слов."))
            }
        }
        return tokens
    }

    private var current: Character? { index < characters.count ? characters[index] : nil }

    private mutating func token(_ first: Character) throws(Failure) -> FilterToken.Kind {
        switch first {
        case "\"": return .string(try quoted("\""))
        case "«": return .string(try quoted("»"))
        case "(", ")", ",":
            index += 1
            return .symbol(String(first))
        case _ where isFormula && "+-*/&%;".contains(first), "\u{2212}" where isFormula:
            index += 1
            return .symbol(first == "\u{2212}" ? "-" : String(first))
        case "=":
            index += 1
            return .symbol("=")
        case "<", ">", "!":
            index += 1
            if isFormula, first == "<", current == ">" {
                index += 1
                return .symbol("!=")
            }
            guard current == "=" else {
                if first == "!" { throw failure(at: index - 1, Label("“!” stands only before “=”", ru: "«!» ставят только перед «=»")) }
                return .symbol(String(first))
            }
            index += 1
            return .symbol("\(first)=")
        default:
            if first.isASCII && first.isNumber || first == "-" { return .number(digits()) }
            if first.isLetter || first == "_" { return .word(word()) }
            throw failure(at: index, Label("“\(first)” is not expected here", ru: "«\(first)» здесь не ожидается"))
        }
    }

    private mutating func quoted(_ end: Character) throws(Failure) -> String {
        let start = index
        var text = ""
        index += 1
        while let character = current {
            index += 1
            if character == end { return text }
            if character == "\\", let escaped = current {
                text.append(escaped)
                index += 1
            } else {
                text.append(character)
            }
        }
        throw failure(at: start, Label("this quotation mark is not closed", ru: "эта кавычка не закрыта"))
    }

    private mutating func digits() -> String {
        var text = ""
        while let character = current, character.isASCII, character.isNumber || character == "." || character == "-" && !isFormula {
            text.append(character)
            index += 1
        }
        return text
    }

    private mutating func word() -> String {
        var text = ""
        while let character = current, character.isLetter || character.isNumber || character == "_" || character == "." {
            text.append(character)
            index += 1
        }
        return text
    }

    private func failure(at position: Int, _ reason: Label) -> Failure {
        FilterScanner.failure(in: isFormula ? Label("Formula", ru: "Формула") : Label("Filter", ru: "Фильтр"), at: position, reason)
    }

    package static func failure(in text: Label, at position: Int, _ reason: Label) -> Failure {
        .malformed(Label("\(text.en), character \(position + 1): \(reason.en).", ru: "\(text.ru), символ \(position + 1): \(reason.ru)."))
    }
}

extension String {
    /// The text as a string of a filter.
    public var filterQuoted: String {
        "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
