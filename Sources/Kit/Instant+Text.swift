extension Instant {
    /// `2026-11-22T08:00:00Z`, with a fraction only where there is one.
    public var iso: String { iso(secondsFromUTC: 0, suffix: "Z") }

    /// The local time at an offset with the offset behind it: `2026-11-22T11:00:00+03:00`.
    public func iso(secondsFromUTC offset: Int64) -> String {
        guard offset != 0 else { return iso }
        let minutes = Int(offset.magnitude / 60)
        let zone = "\(offset < 0 ? "-" : "+")\(String(minutes / 60).padded(2)):\(String(minutes % 60).padded(2))"
        return iso(secondsFromUTC: offset, suffix: zone)
    }

    /// Reads RFC 3339: a date, a time, an offset. Seconds may be left out; a fraction is cut after milliseconds.
    public init?(iso text: String) {
        guard let local = LocalTime(iso: text), let offset = local.secondsFromUTC else { return nil }
        self.init(milliseconds: local.milliseconds - offset * 1000)
    }

    private func iso(secondsFromUTC offset: Int64, suffix: String) -> String {
        let local = LocalTime(milliseconds: milliseconds &+ offset &* 1000)
        return "\(local.day.iso)T\(local.clock(withSeconds: true))\(suffix)"
    }
}

/// A reading of the calendar and the clock somewhere, perhaps with the offset that was written with it.
public struct LocalTime: Sendable, Hashable {
    public let day: Day
    /// Since the day began by the clock.
    public let millisecondsOfDay: Int64
    /// The offset written with it, in seconds east of UTC.
    public let secondsFromUTC: Int64?

    public init(day: Day, millisecondsOfDay: Int64, secondsFromUTC: Int64? = nil) {
        self.day = day
        self.millisecondsOfDay = millisecondsOfDay
        self.secondsFromUTC = secondsFromUTC
    }

    /// The reading as milliseconds since 1970-01-01 00:00 by the same clock.
    public init(milliseconds: Int64) {
        var number = milliseconds / 86_400_000
        var rest = milliseconds % 86_400_000
        if rest < 0 {
            rest += 86_400_000
            number -= 1
        }
        self.init(day: Day(number: Int32(truncatingIfNeeded: number)), millisecondsOfDay: rest)
    }

    public var milliseconds: Int64 { Int64(day.number) * 86_400_000 + millisecondsOfDay }

    /// Reads `2026-11-22T11:00`, with seconds, a fraction and an offset or without; a space may stand for the T.
    public init?(iso text: String) {
        let bytes = Array(text.utf8)
        guard (16...40).contains(bytes.count), [84, 116, 32].contains(bytes[10]),
            let day = Day(iso: String(decoding: bytes[..<10], as: UTF8.self))
        else { return nil }
        self.init(day: day, clock: bytes[11...])
    }

    /// Reads a day in any spelling and a time behind it: `22.11.2026 11:00`, `22 Nov 2026, 11:00`.
    public init?(text: String, order: DateOrder = .dayFirst) {
        if let iso = LocalTime(iso: text.trimmed) {
            self = iso
            return
        }
        guard text.utf8.count <= 60 else { return nil }
        let words = text.split { " ,\u{A0}\u{202F}".contains($0) }
        guard let clock = words.last, clock.contains(":") else { return nil }
        let date = words.dropLast().joined(separator: " ")
        guard let day = Day(text: date, order: order) else { return nil }
        let bytes = Array(clock.utf8)
        // "9:05" lacks a zero.
        self.init(day: day, clock: (bytes.count > 1 && bytes[1] == 58 ? [48] + bytes : bytes)[...])
    }

    /// `11:00`, or `11:00:05.250` where seconds are wanted.
    public func clock(withSeconds: Bool) -> String {
        let seconds = Int(millisecondsOfDay / 1000), fraction = Int(millisecondsOfDay % 1000)
        var text: [UInt8] = []
        appendClock(to: &text)
        let minutes = String(decoding: text, as: UTF8.self)
        guard withSeconds else { return minutes }
        let whole = "\(minutes):\((seconds % 60).padded(2))"
        return fraction == 0 ? whole : "\(whole).\(fraction.padded(3))"
    }

    /// `15:00`, as UTF-8 at the end of something longer.
    public func appendClock(to text: inout [UInt8]) {
        let minutes = Int(millisecondsOfDay / 60_000)
        text.appendDigits(minutes / 60, width: 2)
        text.append(UInt8(ascii: ":"))
        text.appendDigits(minutes % 60, width: 2)
    }

    private init?(day: Day, clock bytes: ArraySlice<UInt8>) {
        var rest = bytes
        guard let hour = rest.two(), hour < 24, rest.take(58), let minute = rest.two(), minute < 60 else { return nil }
        var time = (Int64(hour) * 60 + Int64(minute)) * 60_000
        if rest.take(58) {
            guard let second = rest.two(), second < 60 else { return nil }
            time += Int64(second) * 1000
            if rest.take(46) {
                let digits = rest.prefix { (48...57).contains($0) }
                guard (1...9).contains(digits.count) else { return nil }
                var fraction = 0
                for index in 0..<3 { fraction = fraction * 10 + (index < digits.count ? Int(digits[digits.startIndex + index] - 48) : 0) }
                time += Int64(fraction)
                rest = rest.dropFirst(digits.count)
            }
        }
        guard let offset = LocalTime.offset(rest) else { return nil }
        self.init(day: day, millisecondsOfDay: time, secondsFromUTC: offset.seconds)
    }

    /// The offset at the end: none, `Z`, `+03:00`, `+0300`.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> (seconds: Int64?, Void)? {
        guard let first = bytes.first else { return (nil, ()) }
        if first == 90 || first == 122 { return bytes.count == 1 ? (0, ()) : nil }
        var rest = bytes.dropFirst()
        guard first == 43 || first == 45, let hours = rest.two(), hours < 24 else { return nil }
        _ = rest.take(58)
        guard let minutes = rest.two(), minutes < 60, rest.isEmpty else { return nil }
        let seconds = Int64(hours * 3600 + minutes * 60)
        return (first == 45 ? -seconds : seconds, ())
    }
}

extension ArraySlice<UInt8> {
    /// Takes two digits off the front.
    fileprivate mutating func two() -> Int? {
        guard count >= 2, let number = Int(digits: prefix(2)) else { return nil }
        removeFirst(2)
        return number
    }

    fileprivate mutating func take(_ byte: UInt8) -> Bool {
        guard first == byte else { return false }
        removeFirst()
        return true
    }
}
