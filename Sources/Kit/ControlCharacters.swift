extension String {
    /// Whether there is a character that no text field takes: controls, and the marks that turn the direction of what follows.
    /// Line breaks and tabs count unless `allowingLines`.
    public func hasControlCharacters(allowingLines: Bool = false) -> Bool {
        unicodeScalars.contains { scalar in
            switch scalar.value {
            case 9, 10, 13: !allowingLines
            case 0..<32, 127..<160, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
            default: false
            }
        }
    }

    /// The text without white space at its ends.
    public var trimmed: String {
        // Most texts have none, and begin and end with a plain character.
        if let first = utf8.first, let last = utf8.last, (33...126).contains(first), (33...126).contains(last) { return self }
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[start...end])
    }

    /// Whether the text has more than `limit` characters, counted as Unicode scalars.
    public func isLonger(than limit: Int) -> Bool {
        utf8.count > limit && unicodeScalars.count > limit
    }
}
