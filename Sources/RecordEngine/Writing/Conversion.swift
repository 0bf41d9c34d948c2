import Kit
import Storage

/// The way of one currency into another, the same to the last minor unit in Swift and in SQL: rounded to the nearest, halves away
/// from zero.
struct Conversion {
    private let rate: Int64
    private let divisor: Int64

    /// - Parameter rate: what one unit costs, in millionths.
    init(of currency: Currency, to base: Currency, at rate: Int64) {
        self.rate = rate
        var divisor: Int64 = 1
        for _ in 0..<max(0, 6 + currency.exponent - base.exponent) { divisor *= 10 }
        self.divisor = divisor
    }

    /// Nil when it does not fit.
    func callAsFunction(_ minor: Int64) -> Int64? {
        let (product, divisor) = (Int128(minor) * Int128(rate), Int128(divisor))
        return Int64(exactly: (product + (product < 0 ? -divisor / 2 : divisor / 2)) / divisor)
    }

    /// The same of a column, in steps that never leave 64 bits unless the result does, which is then NULL.
    func of(_ minor: SQL) -> SQL {
        let largest = Int64(clamping: Int128(Int64.max) * Int128(divisor) / Int128(max(rate, 1)))
        let (whole, part) = rate.quotientAndRemainder(dividingBy: divisor)
        return """
            CASE WHEN \(minor) BETWEEN \(-largest) AND \(largest) THEN (\(minor) / \(divisor)) * \(rate) + (\(minor) % \(divisor)) * \(whole)
            + ((\(minor) % \(divisor)) * \(part) + CASE WHEN \(minor) < 0 THEN \(-divisor / 2) ELSE \(divisor / 2) END) / \(divisor) END
            """
    }
}
