/// In which order a column of dates names its parts, where the year does not come first.
public enum DateOrder: Sendable, Hashable, CaseIterable {
    case dayFirst, monthFirst
}

extension Day {
    /// `2026-11-22` and nothing else.
    public init?(iso text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 45, bytes[7] == 45, let year = Int(digits: bytes[0..<4]),
            let month = Int(digits: bytes[5..<7]), let day = Int(digits: bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Reads what people and files write: `22.11.2026`, `2026-11-22`, `22.11.26`, `11/22/2026` by `order`,
    /// «22 ноября 2026 г.», `22 Nov 2026`.
    public init?(text: String, order: DateOrder = .dayFirst) {
        let folded = text.utf8.count <= 40 ? text.folded : ""
        guard let first = folded.first, first.isLetter || first.isNumber else { return nil }
        var tokens = folded.split { " .,/-".contains($0) }
        if tokens.count == 4, ["г", "года", "year"].contains(tokens[3]) { tokens.removeLast() }
        guard tokens.count == 3 else { return nil }
        let numbers = tokens.map { Int(digits: Array($0.utf8)[...]) }
        if let month = Day.month(named: tokens[1]), let day = numbers[0], let year = numbers[2] {
            self.init(year: Day.full(year, tokens[2]), month: month, day: day)
        } else if let month = Day.month(named: tokens[0]), let day = numbers[1], let year = numbers[2] {
            self.init(year: Day.full(year, tokens[2]), month: month, day: day)
        } else if let first = numbers[0], let second = numbers[1], let third = numbers[2] {
            guard tokens.allSatisfy({ $0.utf8.count <= 4 }) else { return nil }
            if tokens[0].utf8.count == 4 {
                self.init(year: first, month: second, day: third)
            } else {
                let (day, month) = order == .dayFirst ? (first, second) : (second, first)
                self.init(year: Day.full(third, tokens[2]), month: month, day: day)
            }
        } else {
            return nil
        }
    }

    /// `22.11.2026` in Russian, `22 Nov 2026` in English.
    public func formatted(_ language: Language) -> String {
        var text: [UInt8] = []
        append(language, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The same as UTF-8 at the end of something longer.
    public func append(_ language: Language, to text: inout [UInt8]) {
        let (year, month, day) = parts
        switch language {
        case .ru:
            text.appendDigits(day, width: 2)
            text.append(UInt8(ascii: "."))
            text.appendDigits(month, width: 2)
            text.append(UInt8(ascii: "."))
            text.appendDigits(year, width: 4)
        case .en:
            text.appendDigits(Int64(day))
            text += Day.shortEnglish[month - 1]
            text.appendDigits(Int64(year))
        }
    }

    /// A year of two digits lies between 1970 and 2069.
    private static func full(_ year: Int, _ token: Substring) -> Int {
        token.utf8.count == 2 ? year + (year < 70 ? 2000 : 1900) : year
    }

    private static func month(named token: Substring) -> Int? {
        guard token.count >= 3 else { return nil }
        let stems = ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
        if let index = stems.firstIndex(where: { token.hasPrefix($0) }) { return index + 1 }
        if token == "май" { return 5 }
        return english.firstIndex { $0.lowercased().hasPrefix(token) || token == "sept" && $0 == "September" }.map { $0 + 1 }
    }

    private static let shortEnglish = english.map { Array(" \($0.prefix(3)) ".utf8) }

    private static let english = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}

extension Int {
    /// A number of 1 to 9 decimal digits and nothing else.
    init?(digits: ArraySlice<UInt8>) {
        guard (1...9).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
