import Kit

/// The ways in which offices spell one name: «Ромашка», "Ромашка", РОМАШКА; Казань, г. Казань.
enum SpelledName {
    /// What all spellings of a name have in common: folded, without quotes and the word for a town.
    static func key(_ text: String) -> String {
        var folded = text.folded
        for town in ["г. ", "г.", "город "] where folded.hasPrefix(town) { folded = String(folded.dropFirst(town.count)) }
        guard folded.unicodeScalars.contains(where: isQuote) else { return folded }
        return String(String.UnicodeScalarView(folded.unicodeScalars.filter { !isQuote($0) })).folded
    }

    /// The folded spellings to look for in the database.
    static func variants(_ text: String) -> [String] {
        let folded = text.folded
        guard !folded.unicodeScalars.contains(where: isQuote) else {
            let bare = key(text)
            let unified = String(folded.unicodeScalars.map { isQuote($0) ? "\"" : Character($0) })
            return Array(Set([folded, bare, unified, paired(unified)]))
        }
        guard let space = folded.utf8.firstIndex(of: 32), legalForms.contains(String(folded[..<space])) else { return [folded] }
        let words = folded.split(separator: " ")
        var spellings = [folded]
        for count in 1...min(2, words.count - 1) where count == 1 || tradingHouses.contains(String(words[1])) {
            let (form, name) = (words[..<count].joined(separator: " "), words[count...].joined(separator: " "))
            spellings += ["\(form) «\(name)»", "\(form) \"\(name)\""]
        }
        return spellings
    }

    /// Straight quotes as opening and closing ones.
    private static func paired(_ text: String) -> String {
        var isOpen = false
        return String(text.map { character in
            guard character == "\"" else { return character }
            isOpen.toggle()
            return isOpen ? "«" : "»"
        })
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "«", "»", "“", "”", "„", "‟", "″": true
        default: false
        }
    }

    private static let legalForms: Set<String> = ["ооо", "ао", "пао", "зао", "оао", "нао", "ано", "нко", "тоо", "фгуп", "муп", "гуп", "ип", "чоу"]
    private static let tradingHouses: Set<String> = ["тд", "тк", "пк", "гк", "ск", "нпо", "нпп"]
}
