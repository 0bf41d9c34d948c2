/// The numbers by which banks and their accounts are known: shape and check digits.
public enum BankNumbers {
    /// БИК: 9 digits, a zero first. Whether there is such a bank is known by the directory of the central bank alone.
    public static func isBIK(_ text: String) -> Bool { digits(text, count: 9)?.first == 0 }

    /// An account in a Russian bank: 20 digits, of which the sixth to the eighth are the code of a currency.
    public static func isAccount(_ text: String) -> Bool {
        guard let number = digits(text, count: 20) else { return false }
        return currencies.contains(number[5] * 100 + number[6] * 10 + number[7])
    }

    /// Whether an account may be one of that bank. Of what has no shape, and of the treasury, whose key is reckoned otherwise, nothing is known.
    public static func isAccount(_ account: String, of bik: String) -> Bool {
        guard let number = digits(account, count: 20), let bank = digits(bik, count: 9) else { return true }
        if bank[1] == 1 || account.hasPrefix("03") || account.hasPrefix("40102") { return true }
        // Accounts with the central bank itself, and those that banks have there.
        let isCentral = account.hasPrefix("301") || bank[6] == 0 && bank[7] == 0
        let prefix = isCentral ? [0, bank[4], bank[5]] : Array(bank[6...])
        let weights = [7, 1, 3]
        return (prefix + number).enumerated().reduce(0) { $0 + $1.element * weights[$1.offset % 3] % 10 } % 10 == 0
    }

    /// IBAN, without spaces: the country's length where it is known, and the check digits.
    public static func isIBAN(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (15...34).contains(bytes.count), bytes[0...1].allSatisfy(isLetter), bytes[2...3].allSatisfy(isDigit),
            bytes.allSatisfy({ isDigit($0) || isLetter($0) }), lengths[String(text.prefix(2))].map({ $0 == bytes.count }) ?? true
        else { return false }
        return (bytes[4...] + bytes[..<4]).reduce(0) { rest, byte in
            isDigit(byte) ? (rest * 10 + Int(byte) - 48) % 97 : (rest * 100 + Int(byte) - 55) % 97
        } == 1
    }

    /// SWIFT code (BIC, ISO 9362): bank and country in letters, place, and perhaps a branch.
    public static func isSWIFT(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return (bytes.count == 8 || bytes.count == 11) && bytes[..<6].allSatisfy(isLetter) && bytes[6...].allSatisfy { isLetter($0) || isDigit($0) }
    }

    private static func digits(_ text: String, count: Int) -> [Int]? {
        guard text.utf8.count == count, text.utf8.allSatisfy(isDigit) else { return nil }
        return text.utf8.map { Int($0) - 48 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }

    /// The numbers of currencies by ISO 4217, and 810, which roubles are in accounts.
    private static let currencies: Set<Int> = [
        8, 12, 32, 36, 44, 48, 50, 51, 52, 60, 64, 68, 72, 84, 90, 96, 104, 108, 116, 124, 132, 136, 144, 152, 156, 170, 174, 188, 191, 192, 203,
        208, 214, 222, 230, 232, 238, 242, 262, 270, 292, 320, 324, 328, 332, 340, 344, 348, 352, 356, 360, 364, 368, 376, 388, 392, 396, 398,
        400, 404, 408, 410, 414, 417, 418, 422, 426, 430, 434, 446, 454, 458, 462, 480, 484, 496, 498, 504, 512, 516, 524, 532, 533, 548, 554,
        558, 566, 578, 586, 590, 598, 600, 604, 608, 634, 643, 646, 654, 682, 690, 694, 702, 704, 706, 710, 728, 748, 752, 756, 760, 764, 776,
        780, 784, 788, 800, 807, 810, 818, 826, 834, 840, 858, 860, 882, 886, 901, 924, 925, 926, 927, 928, 929, 930, 931, 932, 933, 934, 936,
        938, 940, 941, 943, 944, 946, 947, 948, 949, 950, 951, 952, 953, 959, 960, 961, 962, 964, 965, 967, 968, 969, 970, 971, 972, 973, 975,
        976, 977, 978, 979, 980, 981, 984, 985, 986, 990, 994, 997,
    ]

    private static let lengths = [
        "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BY": 28, "CH": 21, "CY": 28, "CZ": 24, "DE": 22,
        "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26,
        "IT": 27, "KZ": 20, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
        "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
    ]
}
