import Kit

/// A line of a pasted text, from which what is known by its shape is taken word by word.
struct PastedLine {
    private var words: [String]

    init(_ text: Substring) { words = text.split(whereSeparator: \.isWhitespace).map(String.init) }

    var isEmpty: Bool { words.isEmpty || words.allSatisfy { $0.allSatisfy { "-–—_=*".contains($0) } } }

    /// “Best regards,” says nothing of anybody.
    var isGreeting: Bool {
        let text = words.joined(separator: " ").folded
        return ["с уважением", "best regards", "kind regards", "regards", "sincerely", "всего доброго", "спасибо"].contains {
            text.hasPrefix($0)
        }
            && words.count <= 4
    }

    /// What is left, without the words that only name what was taken.
    var rest: [String] {
        let labels: Set = [
            "тел", "телефон", "моб", "мобильный", "факс", "tel", "phone", "mobile", "mob", "fax", "email", "e-mail", "mail", "почта",
            "сайт", "web", "www",
        ]
        let kept = words.filter { !labels.contains(PastedLine.bare($0)) }
        let text = kept.joined(separator: " ").trimmed
        return text.contains(where: \.isLetter) ? [text] : []
    }

    mutating func takeEmails() -> [String] {
        take { word in
            let text = word.split(separator: ":").last.map(String.init) ?? word
            let parts = text.trimmed.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") ? text.trimmed : nil
        }
    }

    /// Tax numbers: said to be one, or by their check digits where nothing else stands.
    mutating func takeNumbers() -> [(PastedContact.Part, String)] {
        let labels: [(String, PastedContact.Part)] = [
            ("инн", .inn), ("inn", .inn), ("кпп", .kpp), ("kpp", .kpp), ("огрн", .ogrn), ("ogrn", .ogrn), ("огрнип", .ogrn),
        ]
        var found: [(PastedContact.Part, String)] = []
        var kept: [String] = []
        var said: [PastedContact.Part] = []
        for word in words {
            let named = word.folded.split(whereSeparator: { !$0.isLetter }).compactMap { part in labels.first { $0.0 == part }?.1 }
            let numbers = word.split(whereSeparator: { !$0.isASCII || !$0.isNumber }).map(String.init).filter { $0.utf8.count >= 9 }
            said += named
            if !said.isEmpty, !numbers.isEmpty {
                for number in numbers where !said.isEmpty { found.append((said.removeFirst(), number)) }
            } else if named.isEmpty {
                kept.append(word)
            }
        }
        if found.isEmpty, words.count == 1, let only = words.first, TaxNumbers.isINN(only) {
            found = [(.inn, only)]
            kept = []
        }
        words = kept
        return found
    }

    mutating func takeSite() -> String? {
        take { word in
            let text = word.trimmed
            let lower = text.lowercased()
            if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("www.") { return text }
            let ends = [".ru", ".com", ".org", ".net", ".рф", ".io", ".de", ".su", ".by", ".kz"]
            return ends.contains { lower.hasSuffix($0) } && !lower.contains("@") && lower.count > 4 ? text : nil
        }.first
    }

    /// Runs of words that are digits, brackets and signs, and read as a number together.
    mutating func takePhones(_ country: String) -> [String] {
        var found: [String] = []
        var kept: [String] = []
        var run: [String] = []
        func end() {
            let text = run.joined(separator: " ").trimmed
            let digits = text.count { $0.isNumber }
            if digits >= 7, let number = PhoneNumber(text, country: country) {
                found.append(number.stored.replacing(";", with: " доб. "))
            } else {
                kept += run
            }
            run = []
        }
        for word in words {
            let text = word.split(separator: ":").last.map(String.init) ?? word
            let isPart = text.contains(where: \.isNumber) && text.allSatisfy { $0.isNumber || "+()-–.,".contains($0) }
            if isPart {
                if text.hasPrefix("+"), !run.isEmpty { end() }
                run.append(text)
                if text.hasSuffix(",") { end() }
            } else if !run.isEmpty, ["доб", "ext", "вн"].contains(PastedLine.bare(word)) {
                run.append("доб.")
            } else {
                end()
                kept.append(word)
            }
        }
        end()
        words = kept
        return found
    }

    /// «г. Казань».
    mutating func takeCity() -> String? {
        guard let at = words.firstIndex(where: { ["г.", "г", "город"].contains($0.folded) }), words.indices.contains(at + 1) else {
            return nil
        }
        return words[at + 1].trimmed
    }

    static func isCompany(_ text: String) -> Bool {
        let forms: Set = [
            "ооо", "ао", "пао", "зао", "оао", "ип", "нко", "ано", "фгуп", "llc", "ltd", "inc", "gmbh", "corp", "ag", "plc", "company",
            "компания",
        ]
        let words = text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map { bare(String($0)) }
        return words.contains { forms.contains($0) } || text.contains("«") && text.contains("»")
    }

    static func isPost(_ text: String) -> Bool {
        let posts = [
            "директор", "менеджер", "руководител", "начальник", "инженер", "специалист", "бухгалтер", "секретар", "заместител",
            "председател",
            "консультант", "аналитик", "агент", "директор", "manager", "director", "head of", "chief", "officer", "engineer", "specialist",
            "accountant",
            "president", "assistant", "consultant", "analyst", "founder", "owner", "ceo", "cto", "cfo", "sales", "lead",
        ]
        let lower = text.folded
        return text.count <= 120 && posts.contains { lower.hasPrefix($0) || lower.contains(" \($0)") }
    }

    /// Two or three words with capitals and nothing else.
    static func isPerson(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        guard (2...4).contains(words.count) else { return false }
        return words.allSatisfy { word in
            (word.first?.isUppercase ?? false) && word.allSatisfy { $0.isLetter || "-.’'".contains($0) }
        }
    }

    private static func bare(_ word: String) -> String { word.folded.filter { $0.isLetter || $0 == "-" } }

    private mutating func take(_ read: (String) -> String?) -> [String] {
        var found: [String] = []
        words = words.filter { word in
            guard let text = read(word) else { return true }
            found.append(text)
            return false
        }
        return found
    }
}

extension String {
    /// Without the signs that stand around words.
    fileprivate var trimmed: String {
        let signs: Set<Character> = [",", ";", ".", "<", ">", "(", ")", "[", "]", ":", "-", "–", "—", " "]
        var text = Substring(self)
        // Counted once: whether a bracket has its other half is asked at each of them.
        var (opening, closing) = (text.count { $0 == "(" }, text.count { $0 == ")" })
        while let first = text.first, signs.contains(first), first != "(" || closing == 0 {
            if first == "(" { opening -= 1 } else if first == ")" { closing -= 1 }
            text.removeFirst()
        }
        while let last = text.last, signs.contains(last), last != ")" || opening == 0 {
            if last == "(" { opening -= 1 }
            text.removeLast()
        }
        return String(text)
    }
}
