public import Kit
public import Storage

/// How long something takes, in whole seconds.
public struct DurationType: IntegerKept {
    /// About thirty years.
    public static let longest: Int64 = 999_999_999

    public init() {}

    public let kind = "duration"
    public let input = FieldInput.duration
    public let jsonSchema = JSON.object([
        ("type", .string("integer")), ("minimum", .number("0")), ("maximum", .number("\(DurationType.longest)")),
        ("description", .words("Seconds.", ru: "Секунды.")),
    ])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let seconds = json.int, (0...DurationType.longest).contains(seconds) else { throw DurationType.notADuration }
        return .integer(seconds)
    }

    /// `1:30` and `1:30:15`, `2 h 15 min`, «1,5 ч»; a bare number is minutes.
    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let seconds = DurationType.clock(text) ?? DurationType.words(text), (0...DurationType.longest).contains(seconds) else {
            throw DurationType.notADuration
        }
        return .integer(seconds)
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        guard let total = Int64(value) else { return "" }
        let units = context.language == .ru ? ["ч", "мин", "с"] : ["h", "min", "s"]
        let parts = zip([total / 3600, total / 60 % 60, total % 60], units).filter { $0.0 > 0 }
        return parts.isEmpty ? "0\u{A0}\(units[1])" : parts.map { "\($0.0)\u{A0}\($0.1)" }.joined(separator: " ")
    }

    /// As a spreadsheet writes it: `1:30:00`.
    public func export(_ value: FieldValue, _ context: ValueContext) -> String {
        guard let total = Int64(value) else { return "" }
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(total / 3600):\(two(total / 60 % 60)):\(two(total % 60))"
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, column(0)) { operand throws(ValueProblem) in
            switch operand {
            case .number(let digits, nil): if let seconds = Int64(digits) { return .int(seconds) }
            case .string(let text): if case .integer(let seconds) = try parse(text: text, context) { return .int(seconds) }
            default: break
            }
            throw DurationType.notADuration
        }
    }

    private static func clock(_ text: String) -> Int64? {
        let parts = text.trimmed.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ (1...6).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int64($0) }
        guard numbers.count == parts.count, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    }

    private static func words(_ text: String) -> Int64? {
        var rest = text.folded[...]
        var (total, isFirst): (Int64, Bool) = (0, true)
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "," || $0 == "." }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let word = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(word.count).drop { $0 == " " || $0 == "." }
            guard let hundredths = try? DecimalText.parse(String(digits).replacing(",", with: "."), digits: 2, commaGroups: true),
                hundredths < longest * 100, let unit = unit(word, isAlone: isFirst && rest.isEmpty)
            else { return nil }
            total += hundredths * unit / 100
            guard total <= longest else { return nil }
            isFirst = false
        }
        return isFirst ? nil : total
    }

    private static func unit(_ word: Substring, isAlone: Bool) -> Int64? {
        switch word {
        case "d", "day", "days", "д", "дн", "день", "дня", "дней": 86_400
        case "h", "hr", "hrs", "hour", "hours", "ч", "час", "часа", "часов": 3600
        case "m", "min", "mins", "minute", "minutes", "м", "мин", "минута", "минуты", "минут": 60
        case "s", "sec", "second", "seconds", "с", "сек", "секунда", "секунды", "секунд": 1
        case "": isAlone ? 60 : nil
        default: nil
        }
    }

    private static let notADuration = ValueProblem(
        Label("Enter a duration, such as 1:30 or 2 h 15 min.", ru: "Введите длительность, например 1:30 или 2 ч 15 мин."))
}
