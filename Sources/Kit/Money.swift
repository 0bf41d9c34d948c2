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
    /// Three capital letters.
    public let code: String

    /// Nil unless it is a currency that Krug knows.
    public init?(_ code: String) {
        guard Currency.exponents[code] != nil else { return nil }
        self.code = code
    }

    private init(known code: String) { self.code = code }

    public static let rub = Currency(known: "RUB")
    public static let usd = Currency(known: "USD")
    public static let eur = Currency(known: "EUR")

    /// How many decimal digits the minor unit stands for.
    public var exponent: Int { Currency.exponents[code] ?? 2 }

    public static let all: [Currency] = exponents.keys.sorted().map(Currency.init(known:))

    private static let exponents: [String: Int] = [
        "RUB": 2, "USD": 2, "EUR": 2, "BYN": 2, "KZT": 2, "UAH": 2, "UZS": 2, "AMD": 2, "AZN": 2, "GEL": 2, "KGS": 2, "MDL": 2,
        "TJS": 2, "TMT": 2, "CNY": 2, "GBP": 2, "CHF": 2, "TRY": 2, "AED": 2, "INR": 2, "PLN": 2, "CZK": 2, "HUF": 2, "RSD": 2,
        "SEK": 2, "NOK": 2, "DKK": 2, "ILS": 2, "CAD": 2, "AUD": 2, "NZD": 2, "SGD": 2, "HKD": 2, "THB": 2, "BRL": 2, "MXN": 2,
        "ZAR": 2, "EGP": 2, "SAR": 2, "MYR": 2, "IDR": 2, "PHP": 2, "BGN": 2, "RON": 2, "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0,
        "ISK": 0, "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3, "TND": 3,
    ]
}
