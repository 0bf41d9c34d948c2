import Definitions
import Kit
public import RecordEngine
import Storage

extension CurrencyRate {
    /// The rates in force on a day, for the engine's amounts in the base currency.
    public static let source: RateSource = { day, base, connection in
        let rates = try connection.all("""
            SELECT currency, rate FROM currency_rate r
            WHERE day = (SELECT max(day) FROM currency_rate l WHERE l.currency = r.currency AND l.day <= \(Int64(day.number)))
            """) { ($0.text(0), $0.int(1)) }
        let known = Dictionary(rates, uniquingKeysWith: { _, last in last })
        return { money in known[money.currency.code].flatMap { converted(money, rate: $0, to: base) } }
    }

    /// The amount in minor units of `base`, rounded to the nearest; nil when it does not fit.
    static func converted(_ money: Money, rate: Int64, to base: Currency) -> Int64? {
        var scaled = Int128(money.minor) * Int128(rate)
        var divisor: Int128 = 1
        for _ in 0..<digits { divisor *= 10 }
        for _ in 0..<max(0, money.currency.exponent - base.exponent) { divisor *= 10 }
        for _ in 0..<max(0, base.exponent - money.currency.exponent) {
            let (product, isTooLarge) = scaled.multipliedReportingOverflow(by: 10)
            guard !isTooLarge else { return nil }
            scaled = product
        }
        let rounded = (scaled + (scaled < 0 ? -divisor / 2 : divisor / 2)) / divisor
        return Int64(exactly: rounded)
    }
}
