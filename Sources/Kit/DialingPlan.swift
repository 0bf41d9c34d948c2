/// How numbers are dialled inside a country: its code and what stands before a number within it.
struct DialingPlan {
    private let code: String
    /// What a caller inside the country dials first.
    private let trunk: String
    /// How many digits a number has behind the code, where the country has one length.
    private let length: Int?

    init(country: String) {
        (code, trunk, length) = DialingPlan.plans[country] ?? ("", "", nil)
    }

    /// The number in its stored spelling, from digits with or without a `+`. Nil when their count is impossible.
    func number(_ typed: String) -> String? {
        if typed.hasPrefix("+") {
            let digits = typed.dropFirst()
            // "+8 (495) …" of somebody used to dialling 8 stays as written: it may be Vietnam.
            return (7...15).contains(digits.count) && digits.first != "0" ? typed : nil
        }
        guard (2...17).contains(typed.utf8.count) else { return nil }
        if let abroad = abroad(typed) { return abroad }
        if let length {
            if typed.utf8.count == length { return "+\(code)\(typed)" }
            if typed.utf8.count == length + trunk.utf8.count, !trunk.isEmpty, typed.hasPrefix(trunk) {
                return "+\(code)\(typed.dropFirst(trunk.utf8.count))"
            }
            if typed.utf8.count == length + code.utf8.count, typed.hasPrefix(code) { return "+\(typed)" }
        } else if !trunk.isEmpty, typed.hasPrefix(trunk), typed.utf8.count >= 9 {
            return "+\(code)\(typed.dropFirst(trunk.utf8.count))"
        }
        if (11...15).contains(typed.utf8.count) {
            // No country's code begins with 89: "8 916 …" of somebody in Russia stays as written.
            return typed.hasPrefix("0") ? nil : typed.hasPrefix("89") ? typed : "+\(typed)"
        }
        return typed.utf8.count <= 10 ? typed : nil
    }

    /// The beginning of a number as it is dialled from abroad: with the code in the place of what a caller inside the country dials first.
    func fromAbroad(_ typed: String) -> String? {
        guard !trunk.isEmpty, typed.hasPrefix(trunk), typed.utf8.count > trunk.utf8.count, code != trunk else { return nil }
        return code + typed.dropFirst(trunk.utf8.count)
    }

    /// A number dialled with the prefix for other countries: 8 10 in Russia, 00 nearly everywhere.
    private func abroad(_ typed: String) -> String? {
        for prefix in code == "7" ? ["810", "00"] : ["00"] where typed.hasPrefix(prefix) {
            let rest = typed.dropFirst(prefix.utf8.count)
            // Eleven digits that begin with 810 may be a number in Russia.
            if (9...15).contains(rest.utf8.count), rest.first != "0" { return "+\(rest)" }
        }
        return nil
    }

    /// The code of the country that international digits begin with.
    static func code(of digits: String) -> String? {
        let codes = [
            "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
            "52", "54", "55",
            "56", "57", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "94", "98",
        ]
        if let code = codes.first(where: { digits.hasPrefix($0) }) { return code }
        return digits.utf8.count > 7 ? String(digits.prefix(3)) : nil
    }

    private static let plans: [String: (String, String, Int?)] = [
        "RU": ("7", "8", 10), "KZ": ("7", "8", 10), "BY": ("375", "80", 9), "UA": ("380", "0", 9), "UZ": ("998", "", 9),
        "AM": ("374", "0", 8),
        "GE": ("995", "0", 9), "KG": ("996", "0", 9), "AZ": ("994", "0", 9), "TJ": ("992", "", 9), "MD": ("373", "0", 8),
        "US": ("1", "1", 10),
        "CA": ("1", "1", 10), "PL": ("48", "", 9), "FR": ("33", "0", 9), "ES": ("34", "", 9), "DE": ("49", "0", nil),
        "GB": ("44", "0", nil),
        "CN": ("86", "0", nil), "TR": ("90", "0", 10), "IN": ("91", "0", 10), "IL": ("972", "0", nil), "AE": ("971", "0", nil),
    ]
}
