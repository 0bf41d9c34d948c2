import Definitions
import Kit
public import RecordEngine
import Storage

extension CurrencyRate {
    /// The rates in force on a day, for the engine's amounts in the base currency.
    public static let source: RateSource = { day, connection in
        let rates = try connection.all("""
            SELECT currency, rate FROM currency_rate r
            WHERE day = (SELECT max(day) FROM currency_rate l WHERE l.currency = r.currency AND l.day <= \(Int64(day.number)))
            ORDER BY id
            """) { ($0.text(0), $0.int(1)) }
        return Dictionary(rates, uniquingKeysWith: { _, last in last })
    }

    /// The day from which the rate of a currency that is in force on `day` counts.
    static func beginning(of currency: String, on day: Day, _ connection: any Connection) throws -> Day? {
        let number = try connection.first("SELECT max(day) FROM currency_rate WHERE currency = \(currency) AND day <= \(Int64(day.number))") {
            $0.optionalInt(0)
        }
        return number.flatMap { $0 }.map { Day(number: Int32(clamping: $0)) }
    }
}
