/// The numbers by which the Russian state knows a business: shape and check digits.
public enum TaxNumbers {
    /// ИНН: 10 digits of an organisation or 12 of a person.
    public static func isINN(_ text: String) -> Bool {
        guard let digits = digits(text), digits.contains(where: { $0 != 0 }) else { return false }
        switch digits.count {
        case 10: return key(digits, [2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[9]
        case 12:
            return key(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[10]
                && key(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digits[11]
        default: return false
        }
    }

    /// A tax number in a workspace of a country: by the country's own rule where it is known, or a Russian one, or the number of a payer of VAT.
    public static func isTaxNumber(_ text: String, of country: String) -> Bool {
        if isINN(text) || isVATNumber(text) && shapesOfVATNumbers[String(text.prefix(2))] != nil { return true }
        switch country {
        case "KZ": return isBIN(text)
        case "BY": return isUNP(text)
        default:
            let digits = text.utf8.filter { (48...57).contains($0) }
            return isCode(text, 5...20, digits: 4) && Set(digits).count > 1
        }
    }

    /// БИН or ИИН of Kazakhstan.
    static func isBIN(_ text: String) -> Bool {
        guard let digits = digits(text), digits.count == 12 else { return false }
        var key = sum(digits, Array(1...11)) % 11
        if key == 10 { key = sum(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11 }
        return key == digits[11] && digits.contains { $0 != 0 }
    }

    /// УНП of Belarus: 9 digits of an organisation, or two letters and 7 digits of a person, whose key is not checked.
    static func isUNP(_ text: String) -> Bool {
        if let digits = digits(text) {
            return digits.count == 9 && digits.contains { $0 != 0 } && sum(digits, [29, 23, 19, 17, 13, 7, 5, 3]) % 11 == digits[8]
        }
        return text.utf8.count == 9 && isCode(text, 9...9) && text.utf8.prefix(2).allSatisfy { $0 > 57 }
            && text.utf8.dropFirst(2).allSatisfy { $0 < 58 }
    }

    /// Latin capitals and digits, so many of them.
    public static func isCode(_ text: String, _ lengths: ClosedRange<Int>, digits: Int = 0) -> Bool {
        lengths.contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
            && text.utf8.count { (48...57).contains($0) } >= digits
    }

    /// КПП: 9 characters, of which the fifth and sixth may be Latin capitals. There is no check digit.
    public static func isKPP(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 9 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            (48...57).contains(byte) || (index == 4 || index == 5) && (65...90).contains(byte)
        }
    }

    /// ОГРН of an organisation (13 digits) or of an entrepreneur (15).
    public static func isOGRN(_ text: String) -> Bool {
        guard let digits = digits(text) else { return false }
        switch digits.count {
        case 13: return [1, 5].contains(digits[0]) && remainder(digits.dropLast(), 11) % 10 == digits[12]
        case 15: return digits[0] == 3 && remainder(digits.dropLast(), 13) % 10 == digits[14]
        default: return false
        }
    }

    /// СНИЛС, 11 digits; numbers up to 001-001-998 were given out without a key.
    public static func isSNILS(_ text: String) -> Bool {
        guard let digits = digits(text), digits.count == 11 else { return false }
        let number = digits.prefix(9)
        guard number.reduce(0, { $0 * 10 + $1 }) > 1_001_998 else { return number.contains { $0 != 0 } }
        let sum = zip(number, stride(from: 9, to: 0, by: -1)).reduce(0) { $0 + $1.0 * $1.1 } % 101
        return sum % 100 == digits[9] * 10 + digits[10]
    }

    /// The number of a payer of VAT, its country in front: the shape that the country gives it, or letters and digits where that is not known.
    public static func isVATNumber(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let isCharacter: (UInt8) -> Bool = { (48...57).contains($0) || (65...90).contains($0) }
        guard (4...15).contains(bytes.count), bytes[0...1].allSatisfy({ (65...90).contains($0) }), bytes.allSatisfy(isCharacter) else {
            return false
        }
        guard let shapes = shapesOfVATNumbers[String(text.prefix(2))] else { return bytes.dropFirst(2).contains { $0 < 58 } }
        return shapes.contains { shape in
            shape.utf8.count == bytes.count - 2
                && zip(shape.utf8, bytes.dropFirst(2)).allSatisfy { sign, byte in
                    switch sign {
                    case 57: (48...57).contains(byte)
                    case 42: true
                    default: sign == byte
                    }
                }
        }
    }

    /// 9 stands for a digit, * for a digit or a letter.
    private static let shapesOfVATNumbers: [String: [String]] = [
        "AT": ["U99999999"], "BE": ["9999999999"], "BG": ["999999999", "9999999999"], "CY": ["99999999*"],
        "CZ": ["99999999", "999999999", "9999999999"], "DE": ["999999999"], "DK": ["99999999"], "EE": ["999999999"], "EL": ["999999999"],
        "ES": ["*9999999*"], "FI": ["99999999"], "FR": ["**999999999"], "GB": ["999999999", "999999999999", "GD999", "HA999"],
        "HR": ["99999999999"], "HU": ["99999999"], "IE": ["9*99999*", "9999999**"], "IT": ["99999999999"],
        "LT": ["999999999", "999999999999"],
        "LU": ["99999999"], "LV": ["99999999999"], "MT": ["99999999"], "NL": ["************"], "PL": ["9999999999"], "PT": ["999999999"],
        "RO": (2...10).map { String(repeating: "9", count: $0) }, "SE": ["999999999999"], "SI": ["99999999"], "SK": ["9999999999"],
    ]

    private static func digits(_ text: String) -> [Int]? {
        guard text.utf8.count <= 15, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return text.utf8.map { Int($0) - 48 }
    }

    private static func key(_ digits: [Int], _ weights: [Int]) -> Int {
        sum(digits, weights) % 11 % 10
    }

    private static func sum(_ digits: [Int], _ weights: [Int]) -> Int {
        zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func remainder(_ digits: ArraySlice<Int>, _ divisor: Int) -> Int {
        digits.reduce(0) { ($0 * 10 + $1) % divisor }
    }
}
