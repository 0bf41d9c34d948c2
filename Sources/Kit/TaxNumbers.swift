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

    private static func digits(_ text: String) -> [Int]? {
        guard text.utf8.count <= 15, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return text.utf8.map { Int($0) - 48 }
    }

    private static func key(_ digits: [Int], _ weights: [Int]) -> Int {
        zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11 % 10
    }

    private static func remainder(_ digits: ArraySlice<Int>, _ divisor: Int) -> Int {
        digits.reduce(0) { ($0 * 10 + $1) % divisor }
    }
}
