import Kit
import Storage

/// What spellings of one thing have in common: ООО «Ромашка» and "Ромашка", ООО; Иванов Иван and Иван ИВАНОВ; г. Казань and Казань.
enum MatchText {
    /// The words of a name in one order, without those that say only what kind of office it is.
    static func name(_ text: String) -> [String] {
        let words = SearchText.words(text)
        let telling = words.filter { !legalForms.contains($0) }
        return (telling.isEmpty ? words : telling).sorted()
    }

    static func city(_ text: String) -> String { SearchText.words(text).filter { !["г", "город", "city"].contains($0) }.joined(separator: " ") }

    /// A number that others can dial, with the extension: behind a switchboard many sit. Nil for a local one.
    static func phone(_ stored: String) -> String? { stored.hasPrefix("+") ? stored : nil }

    static func domain(of address: String) -> String? {
        address.lastIndex(of: "@").flatMap { own(String(address[address.index(after: $0)...])) }
    }

    /// The host of an address of the web.
    static func host(_ address: String) -> String? {
        guard let mark = address.firstRange(of: "://") else { return nil }
        return own(String(address[mark.upperBound...].prefix { !"/?#:".contains($0) }))
    }

    private static func own(_ domain: String) -> String? {
        let folded = domain.folded
        let bare = folded.hasPrefix("www.") ? String(folded.dropFirst(4)) : folded
        return bare.isEmpty || SharedDomains.contains(bare) ? nil : bare
    }

    /// The same for the same text on every machine and for ever (FNV-1a), never 0.
    static func number(_ text: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash >> 1) | 1
    }

    private static let legalForms: Set<String> = [
        "ооо", "ао", "пао", "зао", "оао", "нао", "ано", "нко", "тоо", "фгуп", "муп", "гуп", "ип", "чоу", "одо", "общество", "с",
        "ограниченной", "ответственностью", "акционерное", "публичное", "закрытое", "открытое", "индивидуальный", "предприниматель",
        "llc", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company", "plc", "gmbh", "ag", "kg", "sa", "sarl", "srl",
        "bv", "nv", "oy", "ab", "as",
    ]
}
