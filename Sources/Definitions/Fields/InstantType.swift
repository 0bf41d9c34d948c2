public import Kit
public import Storage

/// A moment. People see it by the workspace's clock.
public struct InstantType: FieldType {
    public init() {}

    public let kind = "instant"
    public let columns = [StoredColumn("", .integer)]
    public let input = FieldInput.instant
    public let operators = FilterOperator.ordered
    public let sortColumn: Int? = 0
    public let jsonSchema = JSON.object([("type", .string("string")), ("format", .string("date-time"))])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let text = json.string, let instant = Instant(iso: text) else { throw InstantType.notAnInstant }
        return .instant(instant)
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        if let local = LocalTime(text: text) { return .instant(context.zone.instant(local)) }
        guard let day = Day(text: text) else { throw InstantType.notAnInstant }
        return .instant(context.zone.start(of: day))
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .instant(let instant) = value { [.int(instant.milliseconds)] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue {
        row.isNull(column) ? .empty : .instant(Instant(milliseconds: row.int(column)))
    }

    public func write(_ row: any Row, at column: Int, into json: inout JSONWriter) {
        if row.isNull(column) { json.null() } else { json.string(Instant(milliseconds: row.int(column)).iso) }
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) { json.optional(Instant(value)?.iso) }

    /// `22.11.2026 11:00`, `22 Nov 2026, 11:00`.
    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        guard let instant = Instant(value) else { return "" }
        let local = context.zone.local(instant)
        return "\(local.day.formatted(context.language))\(context.language == .en ? "," : "") \(local.clock(withSeconds: false))"
    }

    /// As a spreadsheet reads it, or with the offset when the hour comes twice that night.
    public func export(_ value: FieldValue, _ context: ValueContext) -> String {
        guard let instant = Instant(value) else { return "" }
        let local = context.zone.local(instant)
        guard context.zone.instant(local) == instant else { return instant.iso(secondsFromUTC: context.zone.secondsFromUTC(at: instant)) }
        return "\(context.language == .ru ? local.day.formatted(.ru) : local.day.iso) \(local.clock(withSeconds: true))"
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, spanning: column(0)) { operand throws(ValueProblem) in
            if let instant = InstantType.instant(operand, context) {
                return Span(start: instant.milliseconds, end: instant.milliseconds + 1)
            }
            let period = try DayType.period(operand, context)
            return Span(
                start: context.zone.start(of: period.start).milliseconds, end: context.zone.start(of: period.end).milliseconds)
        }
    }

    private static func instant(_ operand: Operand, _ context: ValueContext) -> Instant? {
        switch operand {
        case .word("now"): context.now
        case .string(let text): LocalTime(text: text).map { context.zone.instant($0) }
        default: nil
        }
    }

    private static let notAnInstant = ValueProblem(
        Label("Enter a day and a time, such as 2026-11-22 11:00.", ru: "Введите день и время, например 22.11.2026 11:00."))
}
