import Kit

/// What the search index holds of a text, and how a typed text is cut into what must be found. The same for both engines.
public enum SearchText {
    /// The words of `text`, folded, each behind two spaces: one or two letters are then three characters with the beginning
    /// of a word, which is what a trigram index finds. Empty when there is no word.
    public static func padded(_ text: String) -> String {
        var out: [UInt8] = []
        eachWord(of: text) { word in
            out.append(32)
            out.append(32)
            out.append(contentsOf: word)
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The words that must all be found, folded; at most 12, of at most 60 characters.
    public static func words(_ text: String) -> [String] {
        var words: [String] = []
        eachWord(of: text) { word in
            guard words.count < 12 else { return }
            words.append(String(String(decoding: word, as: UTF8.self).unicodeScalars.prefix(60)))
        }
        return words
    }

    /// What to look for in padded texts. Words of one or two letters are looked for where words begin, and so are all with `atStart`.
    public static func needles(_ text: String, atStart: Bool) -> [String] {
        words(text).map { word in
            switch word.unicodeScalars.count {
            case 1: "  \(word)"
            case 2: " \(word)"
            default: atStart ? " \(word)" : word
            }
        }
    }

    /// What a text may mean where there are telephone numbers: itself, and the digits that a stored number has when the text is a part of one.
    /// Five digits make a part, for fewer are found in too much that is no number; seven in groups mean nothing else.
    public static func readings(_ text: String, country: String) -> [String] {
        let keys = text.contains(where: \.isLetter) ? [] : PhoneNumber.searchKeys(text, country: country)
        guard let digits = keys.first, digits.utf8.count >= 5 else { return [text] }
        return digits.utf8.count >= 7 || words(text) == [digits] ? keys : [text] + keys
    }

    private static func eachWord(of text: String, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void) {
        var folded = text.folded
        folded.withUTF8 { bytes in
            var start = 0
            var index = 0
            while index < bytes.count {
                let width = separator(bytes, index)
                if width > 0 {
                    lend(bytes, start, index, body)
                    start = index + width
                }
                index += max(width, 1)
            }
            lend(bytes, start, bytes.count, body)
        }
    }

    private static func lend(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ start: Int,
        _ end: Int,
        _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
    ) {
        var (start, end) = (start, end)
        while start < end, isJoiner(bytes[start]) { start += 1 }
        while start < end, isJoiner(bytes[end - 1]) { end -= 1 }
        if start < end { body(bytes[start..<end]) }
    }

    /// How many bytes of a separator stand here: 0 inside a word.
    private static func separator(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return 0
        case ..<0x80: return isJoiner(byte) ? 0 : 1
        case 0xC2: return 2  // «, », § and their kin
        case 0xE2 where index + 2 < bytes.count:
            let second = bytes[index + 1]
            return second == 0x80 || (second == 0x84 && bytes[index + 2] == 0x96) ? 3 : 0  // dashes, quotes, №
        default: return 0
        }
    }

    /// What stands inside a word (an address, a double name, a number) and is dropped at its ends.
    private static func isJoiner(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "&"),
            UInt8(ascii: "#"), UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
