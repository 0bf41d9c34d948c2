/// An amount in a currency, in minor units by the currency's exponent (kopecks, cents, whole yen).
public struct Money: Sendable, Hashable {
    public let minor: Int64
    public let currency: Currency

    public init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }
}

/// An ISO 4217 currency.
public struct Currency: Sendable, Hashable {
    /// Where it stands among those that Krug knows: an amount is two numbers, which cost nothing to hand on. A whole word, since Swift 6.3
    /// puts a smaller one wrongly behind an `Int128` in an enum.
    private let place: Int

    /// Nil unless it is a currency that Krug knows.
    public init?(_ code: String) {
        var code = code
        guard let known = code.withUTF8({ Currency(utf8: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = known
    }

    /// The same from the bytes of its code.
    public init?(utf8: UnsafeRawBufferPointer) {
        guard utf8.count == 3, utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
        let place = Int(Currency.places[utf8.reduce(0) { $0 * 26 + Int($1) - 65 }])
        guard place < Currency.known.count else { return nil }
        self.place = place
    }

    private init(place: Int) { self.place = place }

    private init(code: String) { place = Currency(code)?.place ?? 0 }

    public static let rub = Currency(code: "RUB")
    public static let usd = Currency(code: "USD")
    public static let eur = Currency(code: "EUR")
    /// By their codes.
    public static let all: [Currency] = known.indices.map(Currency.init(place:))

    /// Three capital letters.
    public var code: String { known.code }
    /// How many decimal digits the minor unit stands for.
    public var exponent: Int { known.exponent }
    /// The sign that stands for the currency and no other.
    public var symbol: String? { known.symbol }
    /// Whether English puts the sign before the number.
    var hasLeadingSymbol: Bool { known.hasLeadingSymbol }

    private var known: Known { Currency.known[place] }

    private struct Known {
        let code: String
        let exponent: Int
        let symbol: String?
        let hasLeadingSymbol: Bool
    }

    private static let known: [Known] = exponents.keys.sorted().map { code in
        Known(
            code: code, exponent: exponents[code] ?? 2, symbol: symbols[code],
            hasLeadingSymbol: ["USD", "EUR", "GBP", "JPY", "INR", "KRW", "ILS"].contains(code))
    }

    /// For each three letters the place in `known`, or one behind its end.
    private static let places: [UInt8] = {
        var places = [UInt8](repeating: .max, count: 26 * 26 * 26)
        for (place, known) in known.enumerated() {
            places[known.code.utf8.reduce(0) { $0 * 26 + Int($1) - 65 }] = UInt8(truncatingIfNeeded: place)
        }
        return places
    }()

    private static let exponents: [String: Int] = [
        "RUB": 2, "USD": 2, "EUR": 2, "BYN": 2, "KZT": 2, "UAH": 2, "UZS": 2, "AMD": 2, "AZN": 2, "GEL": 2, "KGS": 2, "MDL": 2,
        "TJS": 2, "TMT": 2, "CNY": 2, "GBP": 2, "CHF": 2, "TRY": 2, "AED": 2, "INR": 2, "PLN": 2, "CZK": 2, "HUF": 2, "RSD": 2,
        "SEK": 2, "NOK": 2, "DKK": 2, "ILS": 2, "CAD": 2, "AUD": 2, "NZD": 2, "SGD": 2, "HKD": 2, "THB": 2, "BRL": 2, "MXN": 2,
        "ZAR": 2, "EGP": 2, "SAR": 2, "MYR": 2, "IDR": 2, "PHP": 2, "BGN": 2, "RON": 2, "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0,
        "ISK": 0, "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3, "TND": 3,
    ]
}
