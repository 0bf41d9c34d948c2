import Kit

/// A decimal number, exact: `mantissa` tenths, hundredths … of which there are `scale` places. What does not fit is nil, never a trap.
public struct Exact: Sendable, Hashable {
    let mantissa: Int128
    let scale: Int

    /// So many decimal places are kept; the last of them is rounded, halves away from zero.
    static let places = 12
    private static let powers: [Int128] = (0..<38).reduce(into: [1]) { powers, _ in powers.append((powers.last ?? 1) * 10) }

    public init(_ whole: Int64) { self.init(Int128(whole), scale: 0) }

    /// A count of the smallest steps that a number with `digits` decimal places has.
    public init(units: Int64, digits: Int) { self.init(Int128(units), scale: digits) }

    init(_ mantissa: Int128, scale: Int) {
        self.mantissa = mantissa
        self.scale = scale
    }

    /// Reads `12.5`.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
            return nil
        }
        let places = parts.count > 1 ? parts[1].utf8.count : 0
        guard places <= Exact.places, text.utf8.count <= 26, let mantissa = Int128(parts.joined()) else { return nil }
        self.init(mantissa, scale: places)
    }

    static func + (left: Exact, right: Exact) -> Exact? {
        guard let (one, other, scale) = aligned(left, right) else { return nil }
        let (sum, isTooLarge) = one.addingReportingOverflow(other)
        return isTooLarge ? nil : Exact(sum, scale: scale)
    }

    static func * (left: Exact, right: Exact) -> Exact? {
        let (product, isTooLarge) = left.mantissa.multipliedReportingOverflow(by: right.mantissa)
        guard !isTooLarge else { return nil }
        let exact = Exact(product, scale: left.scale + right.scale)
        return exact.scale > places ? exact.rounded(to: places) : exact
    }

    /// Nil for nothing to divide by. Of a large quotient fewer decimal places are kept.
    static func / (left: Exact, right: Exact) -> Exact? {
        guard right.mantissa != 0 else { return nil }
        for scale in (0...places).reversed() {
            let shift = scale + right.scale - left.scale
            guard shift >= 0, shift < powers.count else { continue }
            let (numerator, isTooLarge) = left.mantissa.multipliedReportingOverflow(by: powers[shift])
            if !isTooLarge { return quotient(numerator, right.mantissa).map { Exact($0, scale: scale) } }
        }
        return nil
    }

    var negated: Exact? {
        let (negated, isTooLarge) = Int128(0).subtractingReportingOverflow(mantissa)
        return isTooLarge ? nil : Exact(negated, scale: scale)
    }

    var magnitude: Exact? { mantissa < 0 ? negated : self }

    /// With so many decimal places; of a negative number of them, whole tens, hundreds …
    func rounded(to places: Int) -> Exact? {
        guard places < scale else { return self }
        guard scale - places < Exact.powers.count, let kept = Exact.quotient(mantissa, Exact.powers[scale - places]) else {
            return Exact(0)
        }
        if places >= 0 { return Exact(kept, scale: places) }
        let (whole, isTooLarge) = kept.multipliedReportingOverflow(by: Exact.powers[-places])
        return isTooLarge ? nil : Exact(whole, scale: 0)
    }

    /// The count of smallest steps of a number with `digits` decimal places, rounded.
    public func units(digits: Int) -> Int64? {
        guard let rounded = rounded(to: digits), let (units, _, scale) = Exact.aligned(rounded, Exact(0, scale: digits)), scale == digits
        else { return nil }
        return Int64(exactly: units)
    }

    /// -1, 0 or 1; nil when they are too far apart to be written with the same places.
    static func order(_ left: Exact, _ right: Exact) -> Int? {
        guard let (one, other, _) = aligned(left, right) else { return nil }
        return one < other ? -1 : one > other ? 1 : 0
    }

    /// `-12.5`, without zeros at the end.
    var text: String {
        var (rest, places) = (mantissa, scale)
        while places > 0, rest % 10 == 0 { (rest, places) = (rest / 10, places - 1) }
        let digits = String(rest.magnitude).padded(places + 1)
        let fraction = places > 0 ? ".\(digits.suffix(places))" : ""
        return (rest < 0 ? "-" : "") + digits.dropLast(places) + fraction
    }

    private static func aligned(_ left: Exact, _ right: Exact) -> (Int128, Int128, scale: Int)? {
        if left.scale == right.scale { return (left.mantissa, right.mantissa, left.scale) }
        if left.scale > right.scale { return aligned(right, left).map { ($0.1, $0.0, $0.scale) } }
        guard right.scale - left.scale < powers.count else { return nil }
        let (raised, isTooLarge) = left.mantissa.multipliedReportingOverflow(by: powers[right.scale - left.scale])
        return isTooLarge ? nil : (raised, right.mantissa, right.scale)
    }

    /// Rounded to the nearest, halves away from zero.
    private static func quotient(_ dividend: Int128, _ divisor: Int128) -> Int128? {
        let (division, isTooLarge) = dividend.dividedReportingOverflow(by: divisor)
        guard !isTooLarge else { return nil }
        let rest = (dividend - division * divisor).magnitude
        guard rest >= divisor.magnitude - rest else { return division }
        let (away, overflows) = division.addingReportingOverflow((dividend < 0) == (divisor < 0) ? 1 : -1)
        return overflows ? nil : away
    }
}
