/// A calendar day, as days since 1970-01-01 in the proleptic Gregorian calendar. Not an instant.
public struct Day: Sendable, Hashable, Comparable {
    public let number: Int32

    public init(number: Int32) { self.number = number }

    /// Nil unless the three name a real day in the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...Day.length(ofMonth: month, year: year)).contains(day) else { return nil }
        // Days from civil, by Howard Hinnant's published arithmetic: years begin in March.
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    public func adding(days: Int) -> Day { Day(number: number &+ Int32(truncatingIfNeeded: days)) }

    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// 1 is Monday, 7 is Sunday.
    public var weekday: Int { (Int(number) % 7 + 7 + 3) % 7 + 1 }

    /// `2026-11-22`.
    public var iso: String {
        let (year, month, day) = parts
        return String(unsafeUninitializedCapacity: 10) { out in
            out.put(year, at: 0, width: 4)
            out.put(month, at: 5, width: 2)
            out.put(day, at: 8, width: 2)
            (out[4], out[7]) = (UInt8(ascii: "-"), UInt8(ascii: "-"))
            return 10
        }
    }

    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension String {
    /// The text with zeros in front, up to a width.
    public func padded(_ width: Int) -> String {
        let count = utf8.count
        return count >= width ? self : String(repeating: "0", count: width - count) + self
    }
}

extension Int {
    /// The last digits of a number that is not negative, two to four of them: texts so short need no memory of their own.
    func padded(_ width: Int) -> String {
        String(unsafeUninitializedCapacity: width) { out in
            out.put(self, at: 0, width: width)
            return width
        }
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// The last digits of a number, without its sign.
    func put(_ number: Int, at start: Int, width: Int) {
        var rest = number.magnitude
        for place in (start..<(start + width)).reversed() {
            self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
