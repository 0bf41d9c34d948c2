public import Kit

/// Days from one to another, the last not included.
public struct Period: Sendable, Hashable {
    public let start: Day
    public let end: Day

    public init(_ start: Day, until end: Day) {
        self.start = start
        self.end = end
    }

    public static func day(_ day: Day) -> Period { Period(day, until: day.adding(days: 1)) }

    /// What a word of the filter means today: `today`, `this_week`, `last_quarter` … Nil for any other word.
    public static func named(_ word: String, _ context: ValueContext) -> Period? {
        let today = context.today
        switch word {
        case "today", "now": return .day(today)
        case "yesterday": return .day(today.adding(days: -1))
        case "tomorrow": return .day(today.adding(days: 1))
        default: break
        }
        let parts = word.split(separator: "_", omittingEmptySubsequences: false)
        let steps = ["last": -1, "this": 0, "next": 1]
        guard parts.count == 2, let step = steps[String(parts[0])] else { return nil }
        switch parts[1] {
        case "week": return week(today, context.zone.firstWeekday, step)
        case "month": return months(today, size: 1, step)
        case "quarter": return months(today, size: 3, step)
        case "year": return months(today, size: 12, step)
        default: return nil
        }
    }

    /// What a call of the filter means today: `days_ago(7)` and `in_days(3)` are one day each; `last_days(30)` ends with today,
    /// `next_days(7)` begins with it. Nil for any other name.
    public static func called(_ name: String, _ count: Int, _ context: ValueContext) throws(ValueProblem) -> Period? {
        guard ["days_ago", "in_days", "last_days", "next_days"].contains(name) else { return nil }
        guard (0...36_525).contains(count) else {
            throw ValueProblem(Label("Give a number of days from 0 to 36525.", ru: "Укажите число дней от 0 до 36525."))
        }
        let today = context.today
        switch name {
        case "days_ago": return .day(today.adding(days: -count))
        case "in_days": return .day(today.adding(days: count))
        case "last_days": return Period(today.adding(days: 1 - count), until: today.adding(days: 1))
        default: return Period(today, until: today.adding(days: count))
        }
    }

    private static func week(_ today: Day, _ firstWeekday: Int, _ step: Int) -> Period {
        let into = ((today.weekday - firstWeekday) % 7 + 7) % 7
        let start = today.adding(days: step * 7 - into)
        return Period(start, until: start.adding(days: 7))
    }

    private static func months(_ today: Day, size: Int, _ step: Int) -> Period {
        let (year, month, _) = today.parts
        let first = year * 12 + (month - 1) / size * size + step * size
        return Period(start(ofMonth: first) ?? today, until: start(ofMonth: first + size) ?? today)
    }

    private static func start(ofMonth index: Int) -> Day? { Day(year: index / 12, month: index % 12 + 1, day: 1) }
}
