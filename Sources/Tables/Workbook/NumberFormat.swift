import Foundation
import Kit

/// What a number in a cell means, as far as the way it is shown tells.
struct NumberFormat: Hashable {
    enum Kind: Hashable { case number, percent, date, time, dateTime }

    var kind = Kind.number
    /// How many digits a code has at least: `00000`.
    var width = 0
    /// The currency that stands beside the number.
    var currency: String?

    static let general = NumberFormat()

    private init() {}

    /// The formats that every workbook has without listing them.
    init(builtIn id: Int) {
        switch id {
        case 9, 10: kind = .percent
        case 14...17, 27...31, 36, 50...54, 57, 58: kind = .date
        case 18...21, 32...35, 45...47, 55, 56: kind = .time
        case 22: kind = .dateTime
        default: break
        }
    }

    /// - Parameter code: `dd.mm.yyyy hh:mm`, `#,##0.00 [$₽-419]`.
    init(_ code: String) {
        guard code.folded != "general" else { return }
        let (marks, literals) = NumberFormat.parts(code)
        let small = marks.lowercased()
        let hasDay = small.contains("y") || small.contains("d"), hasHour = small.contains("h") || small.contains("s")
        if hasDay || hasHour || small.contains("m") {
            kind = hasHour ? (hasDay ? .dateTime : .time) : .date
            return
        }
        if small.contains("%") { kind = .percent }
        if !small.isEmpty, small.allSatisfy({ $0 == "0" }) { width = small.count }
        currency = literals.lazy.compactMap { $0.trimmed.isEmpty ? nil : Currency(named: $0.trimmed)?.code }.first
    }

    /// The signs of the first section that speak of the number, and the texts that stand beside it.
    private static func parts(_ code: String) -> (marks: String, literals: [String]) {
        var marks = ""
        var literals: [String] = []
        var rest = code.prefix(255)[...]
        while let sign = rest.popFirst(), sign != ";" {
            switch sign {
            case "\"":
                let text = rest.prefix { $0 != "\"" }
                literals.append(String(text))
                rest = rest.dropFirst(text.count + 1)
            case "[":
                let text = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(text.count + 1)
                if text.first == "$" {
                    literals.append(String(text.dropFirst().prefix { $0 != "-" }))
                } else if text.lowercased().allSatisfy({ "hms".contains($0) }) {
                    marks += text
                }
            case "\\", "_", "*": if let next = rest.popFirst(), sign == "\\" { literals.append(String(next)) }
            case "$", "€", "₽", "£", "¥": literals.append(String(sign))
            default: marks.append(sign)
            }
        }
        return (marks, literals)
    }
}

extension NumberFormat {
    /// The number of a cell as a text that says what a person sees: `2026-03-05`, `1234.5 RUB`.
    func text(_ raw: String, countsFrom1904: Bool) -> String {
        switch kind {
        case .date, .time, .dateTime: return moment(raw, countsFrom1904) ?? raw
        case .percent: return SheetNumber.plain(raw, shift: 2) ?? raw
        case .number:
            guard let plain = SheetNumber.plain(raw, shift: 0) else { return raw }
            if let currency { return "\(plain) \(currency)" }
            return plain.utf8.count < width && plain.utf8.allSatisfy { $0 != 45 && $0 != 46 } ? plain.padded(width) : plain
        }
    }

    private func moment(_ raw: String, _ countsFrom1904: Bool) -> String? {
        guard let serial = Double(raw), serial >= 0, serial < 2_958_466 else { return nil }
        var days = Int32(serial.rounded(.down))
        var milliseconds = Int64(((serial - serial.rounded(.down)) * 86_400_000).rounded())
        if milliseconds == 86_400_000 {
            milliseconds = 0
            days += 1
        }
        // Days of a length of time are hours.
        let hours = kind == .time && days < 1_000 ? Int64(days) * 86_400_000 : 0
        let clock = LocalTime(day: Day(number: 0), millisecondsOfDay: milliseconds + hours).clock(withSeconds: true)
        if kind == .time, days < 1_000 { return clock }
        let day = Day(number: SheetDay.number(serial: days, countsFrom1904))
        return kind == .date ? day.iso : "\(day.iso) \(clock)"
    }
}

/// Days as workbooks count them.
enum SheetDay {
    /// Days since 1970 of a day's number. In 1900 workbooks see a 29 February, which was not.
    static func number(serial: Int32, _ countsFrom1904: Bool) -> Int32 {
        countsFrom1904 ? serial - 24_107 : serial - 25_569 + (serial < 60 ? 1 : 0)
    }

    /// Nil before March 1900, where programs differ.
    static func serial(_ day: Day) -> Int64? { day.number >= -25_508 && day.number < 2_932_897 ? Int64(day.number) + 25_569 : nil }
}

/// Numbers as workbooks keep them: binary, with fifteen digits that mean something.
enum SheetNumber {
    /// Whether a plain decimal number keeps all its digits in a cell.
    static func isExact(_ number: String) -> Bool {
        number.utf8.count { (48...57).contains($0) } <= 15 && number.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 || $0 == 45 }
    }

    /// The number with all its digits and no exponent, moved by decimal places; nil for what is no number.
    static func plain(_ raw: String, shift: Int) -> String? {
        let isSimple = raw.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 || $0 == 45 }
        if isSimple, shift == 0, raw.utf8.count <= 16, Double(raw) != nil { return raw }
        guard let number = Double(raw), number.isFinite, abs(number) < 1e300 else { return nil }
        // -d.dddddddddddddde±xx
        let scientific = String(format: "%.14e", number)
        let halves = scientific.split(separator: "e")
        guard halves.count == 2, let exponent = Int(halves[1]) else { return nil }
        let isNegative = halves[0].first == "-"
        var digits = halves[0].filter(\.isNumber)
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        let point = exponent + 1 + shift
        guard abs(point) <= 40 else { return raw }
        if digits == "0" { return "0" }
        var text = ""
        if point <= 0 {
            text = "0." + String(repeating: "0", count: -point) + digits
        } else if point >= digits.count {
            text = digits + String(repeating: "0", count: point - digits.count)
        } else {
            text = "\(digits.prefix(point)).\(digits.dropFirst(point))"
        }
        return isNegative ? "-" + text : text
    }
}
