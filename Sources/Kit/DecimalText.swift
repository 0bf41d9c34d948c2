/// Decimal numbers as text, exact: a number with `digits` decimal places is a 64-bit count of its smallest steps.
public enum DecimalText {
    /// Why a text is no number.
    public enum Problem: Error, Sendable, Equatable {
        case notANumber
        /// More decimal places than are kept.
        case tooPrecise
        case tooLarge
    }

    /// Reads the spelling of JSON and of filters: `-12.5`, `1e3`.
    public static func parse(plain text: String, digits: Int) throws(Problem) -> Int64 {
        var scan = NumberScan(digits: digits)
        return try scan.plain(Array(text.utf8))
    }

    /// Reads what a person typed: `1 234,56`, `1,234.56`, `1.234,56`, `1'234.50`, `−5`.
    /// - Parameter commaGroups: whether `1,234` is a thousand and more, as in English, rather than one and a fraction.
    public static func parse(_ text: String, digits: Int, commaGroups: Bool) throws(Problem) -> Int64 {
        var bytes: [UInt8] = []
        var seen = Separators()
        for scalar in text.trimmed.unicodeScalars {
            switch scalar {
            case "0"..."9": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            case "-", "\u{2212}", "+":
                guard bytes.isEmpty else { throw .notANumber }
                bytes.append(scalar == "+" ? 43 : 45)
            case ",", ".":
                seen.note(scalar == ",", at: bytes.count)
                bytes.append(scalar == "," ? 44 : 46)
            case " ", "\u{A0}", "\u{202F}", "\u{2009}", "'", "\u{2019}": bytes.append(32)
            default: throw .notANumber
            }
        }
        let point = seen.decimalPoint(of: bytes, commaGroups: commaGroups)
        var scan = NumberScan(digits: digits)
        return try scan.grouped(bytes, point: point)
    }

    /// The number with its decimal places, all or without zeros at the end: `-1234.50`.
    public static func plain(_ units: Int64, digits: Int, point: StaticString = ".") -> String {
        format(units, digits: digits, group: "", point: point)
    }

    /// The number with groups of three: `1 234 567,89`.
    public static func format(
        _ units: Int64, digits: Int, group: StaticString, point: StaticString, minus: StaticString = "-"
    ) -> String {
        var out: [UInt8] = []
        append(units, digits: digits, group: group, point: point, minus: minus, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// The same as UTF-8 at the end of something longer.
    static func append(
        _ units: Int64, digits: Int, group: StaticString, point: StaticString, minus: StaticString, to out: inout [UInt8]
    ) {
        let places = max(digits, 0)
        // From its end on: at most twenty digits or the places and one, and something behind each.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(20, places + 1) * 4 + 8) { text in
            var start = text.count
            func put(_ mark: StaticString) {
                mark.withUTF8Buffer { mark in
                    start -= mark.count
                    for index in mark.indices { text[start + index] = mark[index] }
                }
            }
            var rest = units.magnitude
            var count = 0
            repeat {
                if count == places, count > 0 { put(point) } else if count > places, (count - places) % 3 == 0 { put(group) }
                start -= 1
                text[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
                count += 1
            } while rest > 0 || count <= places
            if units < 0 { put(minus) }
            out.append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[start...]))
        }
    }

    /// Where commas and points stood.
    private struct Separators {
        var commas = 0, points = 0
        var lastComma: Int?, lastPoint: Int?

        mutating func note(_ isComma: Bool, at index: Int) {
            if isComma {
                commas += 1
                lastComma = index
            } else {
                points += 1
                lastPoint = index
            }
        }

        /// The index of the separator that begins the fraction, or nil.
        func decimalPoint(of bytes: [UInt8], commaGroups: Bool) -> Int? {
            switch (lastComma, lastPoint) {
            case (nil, nil): return nil
            case (let comma?, let point?): return max(comma, point)
            case (nil, let point?): return points == 1 ? point : nil
            case (let comma?, nil):
                guard commas == 1 else { return nil }
                let looksGrouped = bytes.count - comma == 4 && (1...4).contains(comma)
                return commaGroups && looksGrouped ? nil : comma
            }
        }
    }
}

/// Gathers digits into a scaled number, every step checked.
private struct NumberScan {
    let digits: Int
    private var value: UInt64 = 0

    init(digits: Int) { self.digits = min(max(digits, 0), 18) }

    mutating func plain(_ bytes: [UInt8]) throws(DecimalText.Problem) -> Int64 {
        var index = 0
        let isNegative = bytes.first == 45
        if isNegative { index = 1 }
        var mantissa: [UInt8] = []
        var fraction = 0
        var hasPoint = false
        while index < bytes.count, bytes[index] != 101, bytes[index] != 69 {
            switch bytes[index] {
            case 48...57:
                mantissa.append(bytes[index])
                if hasPoint { fraction += 1 }
            case 46 where !hasPoint && !mantissa.isEmpty: hasPoint = true
            default: throw .notANumber
            }
            index += 1
        }
        guard !mantissa.isEmpty, !hasPoint || fraction > 0 else { throw .notANumber }
        let exponent = index < bytes.count ? try NumberScan.exponent(bytes[(index + 1)...]) : 0
        try take(mantissa, shift: exponent - fraction)
        return try signed(isNegative)
    }

    mutating func grouped(_ bytes: [UInt8], point: Int?) throws(DecimalText.Problem) -> Int64 {
        let hasSign = bytes.first == 45 || bytes.first == 43
        let whole = bytes[(hasSign ? 1 : 0)..<(point ?? bytes.count)].drop { $0 == 32 }
        let fraction = point.map { bytes[($0 + 1)...] } ?? []
        guard fraction.allSatisfy({ $0 >= 48 }), point == nil || !fraction.isEmpty else { throw .notANumber }
        var groups = whole.split(omittingEmptySubsequences: false) { $0 < 48 }
        guard !groups.removeFirst().isEmpty, groups.allSatisfy({ $0.count == 3 }) else { throw .notANumber }
        // One text has one kind of group mark.
        guard Set(whole.filter { $0 < 48 }).count <= 1, point == nil || !whole.contains(bytes[point ?? 0]) else { throw .notANumber }
        try take(whole.filter { $0 >= 48 } + fraction, shift: -fraction.count)
        return try signed(bytes.first == 45)
    }

    /// The exponent behind `e`, kept within ±1000, beyond which every number but 0 is too large or too precise.
    private static func exponent(_ bytes: ArraySlice<UInt8>) throws(DecimalText.Problem) -> Int {
        let isNegative = bytes.first == 45
        let digits = isNegative || bytes.first == 43 ? bytes.dropFirst() : bytes
        guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else { throw .notANumber }
        let size = digits.reduce(0) { min($0 * 10 + Int($1 - 48), 1000) }
        return isNegative ? -size : size
    }

    /// Takes digits that count steps of 10^shift.
    private mutating func take(_ mantissa: [UInt8], shift: Int) throws(DecimalText.Problem) {
        var zeros = shift + digits
        var kept = mantissa[...].drop { $0 == 48 }
        guard !kept.isEmpty else { return }
        while zeros < 0 {
            guard kept.last == 48 else { throw .tooPrecise }
            kept.removeLast()
            zeros += 1
        }
        guard kept.count <= 19, zeros <= 19 else { throw .tooLarge }
        for digit in kept { try push(UInt64(digit - 48)) }
        for _ in 0..<zeros { try push(0) }
    }

    private mutating func push(_ digit: UInt64) throws(DecimalText.Problem) {
        let (product, high) = value.multipliedReportingOverflow(by: 10)
        let (sum, over) = product.addingReportingOverflow(digit)
        guard !high, !over else { throw .tooLarge }
        value = sum
    }

    /// The smallest number of all is refused with the rest of its size, so that every number has its opposite.
    private func signed(_ isNegative: Bool) throws(DecimalText.Problem) -> Int64 {
        guard let number = Int64(exactly: value) else { throw .tooLarge }
        return isNegative ? -number : number
    }
}
