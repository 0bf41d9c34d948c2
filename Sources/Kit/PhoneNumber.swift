/// A telephone number with the extension kept apart: `+74951234567` and `350`.
public struct PhoneNumber: Sendable, Hashable {
    /// `+` and the digits of E.164; without the `+` for a short or local number that only a switchboard understands.
    public let number: String
    public let extensionNumber: String?

    /// Reads one number in any usual spelling. Nil when it has letters that mean nothing or an impossible count of digits.
    /// - Parameter country: where a number lies that doesn't say: "RU".
    public init?(_ text: String, country: String) {
        guard text.utf8.count <= 100 else { return nil }
        let (main, tail) = PhoneNumber.split(text.folded)
        guard let digits = PhoneNumber.digits(main) else { return nil }
        var ext: String?
        if let tail {
            guard (1...8).contains(tail.utf8.count), tail.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            ext = tail
        }
        guard let number = DialingPlan(country: country).number(digits) else { return nil }
        self.number = number
        extensionNumber = ext
    }

    /// Reads the stored spelling: `+74951234567;350`.
    public init?(stored text: String) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty else { return nil }
        number = String(first)
        extensionNumber = parts.count > 1 ? String(parts[1]) : nil
    }

    /// `+74951234567;350`.
    public var stored: String { extensionNumber.map { "\(number);\($0)" } ?? number }

    /// As in RFC 3966 behind `tel:`: `+74951234567;ext=350`.
    public var uri: String { extensionNumber.map { "\(number);ext=\($0)" } ?? number }

    /// The digits alone, without the extension: the key by which a caller is known.
    public var digits: String { number.hasPrefix("+") ? String(number.dropFirst()) : number }

    public var isInternational: Bool { number.hasPrefix("+") }

    /// As a person reads it: `+7 (495) 123-45-67 доб. 350`.
    public func formatted(_ language: Language) -> String {
        guard let extensionNumber else { return grouped }
        return "\(grouped) \(language == .ru ? "доб." : "ext.") \(extensionNumber)"
    }

    /// What search finds it by: all digits, and those behind the code of the country.
    public var searchText: String {
        let national = isInternational && digits.hasPrefix("7") && digits.utf8.count == 11 ? " \(digits.dropFirst())" : ""
        return digits + national + (extensionNumber.map { " \($0)" } ?? "")
    }

    /// The digits that a typed part of a number may mean, to look for in stored ones: `8 (495) 12` → `849512`, `749512`. None when it is no
    /// such part.
    public static func searchKeys(_ typed: String, country: String) -> [String] {
        guard let digits = digits(typed.folded), digits != "+" else { return [] }
        guard !digits.isEmpty, !digits.hasPrefix("+") else { return digits.isEmpty ? [] : [String(digits.dropFirst())] }
        return [digits] + (DialingPlan(country: country).fromAbroad(digits).map { [$0] } ?? [])
    }

    /// Reads several numbers from one text: separated by `;`, `,`, `/` or line breaks.
    /// - Returns: the numbers, and the first piece that is none.
    public static func list(_ text: String, country: String) -> (numbers: [PhoneNumber], wrong: String?) {
        var numbers: [PhoneNumber] = []
        for piece in pieces(text) {
            guard let number = PhoneNumber(piece, country: country) else { return (numbers, piece) }
            if !numbers.contains(number) { numbers.append(number) }
            if numbers.count > 100 { return (numbers, piece) }
        }
        return (numbers, nil)
    }

    /// A few digits behind a comma or semicolon are the extension of the number before; anything else is a number of its own.
    private static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var current = ""
        var separator: Character = "\n"
        func close() {
            let piece = current.trimmed
            current = ""
            guard !piece.isEmpty else { return }
            let mayExtend = separator == "," || separator == ";"
            let isShort = piece.utf8.count <= 6 && piece.utf8.allSatisfy(isDigit)
            let saysSo = piece.lowercased().hasPrefix("ext=")
            if mayExtend, isShort || saysSo, let last = pieces.last, last.utf8.count(where: isDigit) >= 10 {
                pieces[pieces.count - 1] = last + ";" + piece
            } else {
                pieces.append(piece)
            }
        }
        for character in text {
            if character.isNewline || character == ";" || character == "," || character == "/" {
                close()
                separator = character
            } else {
                current.append(character)
            }
        }
        close()
        return pieces
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// Cuts the extension off: behind `доб.`, `ext.`, `#`, `;`, `,`, `x`.
    private static func split(_ text: String) -> (main: Substring, ext: String?) {
        // Most numbers have none, and looking for each of the marks takes long.
        if text.utf8.allSatisfy({ isDigit($0) || $0 == 32 || (40...43).contains($0) || $0 == 45 || $0 == 46 }) { return (text[...], nil) }
        let marks = [";ext=", "добавочный", "добав", "доб", "внутр", "вн", "доп", "extension", "ext", "#", ";", ",", "x", "х"]
        for mark in marks {
            guard let range = text.firstRange(of: mark) else { continue }
            let tail = text[range.upperBound...].drop { " .:=#-\u{A0}".contains($0) }
            let main = text[..<range.lowerBound]
            // "внутр. 350": a number that is nothing but an extension.
            guard main.utf8.contains(where: isDigit) else { return (tail, nil) }
            return (main, tail.filter { $0 != " " && $0 != ")" && $0 != "-" }.trimmed)
        }
        return (text[...], nil)
    }

    /// The digits, with a `+` in front when the text has one; nil when there is something else.
    private static func digits(_ text: some StringProtocol) -> String? {
        var text = text.drop { " (".contains($0) }
        let word = text.prefix { $0.isLetter }
        if !word.isEmpty {
            guard labels.contains(String(word)) else { return nil }
            text = text.dropFirst(word.count).drop { " .:".contains($0) }
        }
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": out.unicodeScalars.append(scalar)
            case "+" where out.isEmpty: out = "+"
            case " ", "-", "(", ")", ".", "\u{2010}"..."\u{2015}", "\u{2212}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "~": break
            default: return nil
            }
        }
        return out
    }

    /// Words that people put before a number.
    private static let labels: Set<String> = [
        "т", "тел", "телефон", "моб", "мобильный", "м", "сот", "раб", "рабочий", "дом", "факс", "ф", "р", "tel", "phone", "mob", "mobile",
        "fax",
        "cell", "work", "whatsapp", "wa", "viber", "telegram",
    ]

    private var grouped: String {
        let rest = Array(digits)
        guard isInternational else { return number }
        if rest.count == 11, rest[0] == "7" || rest[0] == "1" {
            return "+\(rest[0]) (\(String(rest[1...3]))) \(String(rest[4...6]))-\(String(rest[7...8]))"
                + (rest[0] == "7" ? "-" : "") + String(rest[9...10])
        }
        guard let code = DialingPlan.code(of: digits), rest.count > code.count + 4 else { return number }
        let local = rest[code.count...]
        var groups: [String] = []
        var end = local.endIndex
        while end > local.startIndex {
            let size = end - local.startIndex <= 4 ? end - local.startIndex : (groups.count < 2 ? 2 : 3)
            groups.append(String(local[(end - size)..<end]))
            end -= size
        }
        return "+\(code) \(groups.reversed().joined(separator: " "))"
    }
}
