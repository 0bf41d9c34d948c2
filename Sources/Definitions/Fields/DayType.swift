public import Kit
public import Storage

/// A day of the calendar.
public struct DayType: FieldType {
    public init() {}

    public let kind = "day"
    public let columns = [StoredColumn("", .integer)]
    public let input = FieldInput.day
    public let operators = FilterOperator.ordered
    public let sortColumn: Int? = 0
    public let plainColumn: PlainColumn? = .day
    public let jsonSchema = JSON.object([("type", .string("string")), ("format", .string("date"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let text = json.string, let day = Day(iso: text) else { throw DayType.notADay }
        return .day(day)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let day = DayType.day(text, order: .dayFirst) ?? DayType.day(word: text, context) else { throw DayType.notADay }
        return .day(day)
    }

    /// Reads a cell of a file whose dates are written in a known order. A midnight behind the day is passed over.
    public static func day(_ text: String, order: DateOrder) -> Day? {
        if let day = Day(text: text, order: order) { return day }
        guard let local = LocalTime(text: text, order: order), local.millisecondsOfDay == 0 else { return nil }
        return local.day
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .day(let day) = value { [.int(Int64(day.number))] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue { row.isNull(column) ? .empty : .day(DayType.day(row, column)) }

    public func write(_ value: FieldValue, into json: inout JSONWriter) { json.optional(Day(value)?.iso) }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { Day(value)?.formatted(context.language) ?? "" }

    public func export(_ value: FieldValue, _ context: ValueContext) -> String {
        guard let day = Day(value) else { return "" }
        return context.language == .ru ? day.formatted(.ru) : day.iso
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, spanning: column(0)) { operand throws(ValueProblem) in
            let period = try DayType.period(operand, context)
            return Span(start: Int64(period.start.number), end: Int64(period.end.number))
        }
    }

    /// The days that an operand names.
    static func period(_ operand: Operand, _ context: ValueContext) throws(ValueProblem) -> Period {
        switch operand {
        case .word(let word): if let period = Period.named(word, context) { return period }
        case .call(let name, let count): if let period = try Period.called(name, count, context) { return period }
        case .string(let text):
            if let day = Day(text: text) { return .day(day) }
            if let period = Period.named(text, context) { return period }
        default: break
        }
        throw notADay
    }

    private static func day(_ row: any Row, _ column: Int) -> Day { Day(number: Int32(truncatingIfNeeded: row.int(column))) }

    private static func day(word: String, _ context: ValueContext) -> Day? {
        switch word.folded {
        case "today", "сегодня": context.today
        case "tomorrow", "завтра": context.today.adding(days: 1)
        case "yesterday", "вчера": context.today.adding(days: -1)
        default: nil
        }
    }

    static let notADay = ValueProblem(Label("Enter a day, such as 2026-11-22.", ru: "Введите день, например 22.11.2026."))
}
