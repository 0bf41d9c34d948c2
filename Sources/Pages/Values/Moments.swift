import Definitions
public import Kit
public import Markup
import RecordEngine

extension PageVisit {
    /// How urgent a moment is, and the words for it: "Today 15:00", «Просрочено: 12.11.2026».
    public func due(_ due: Instant?, isDone: Bool = false, hasTime: Bool = true) -> NextStep {
        guard let due else { return NextStep(.planned, say(Label("No date", ru: "Без срока"))) }
        let moment = DueMoment(due, isDone: isDone, hasTime: hasTime, context)
        var words: [UInt8] = []
        append(moment, to: &words)
        return NextStep(moment.urgency, String(decoding: words, as: UTF8.self))
    }

    /// The same as it is shown, at the end of a page.
    public func append(due: Instant, isDone: Bool = false, to html: inout HTML) {
        let moment = DueMoment(due, isDone: isDone, hasTime: true, context)
        html.append(nextStep: moment.urgency) { append(moment, to: &$0) }
    }

    private func append(_ moment: DueMoment, to words: inout [UInt8]) {
        if moment.urgency == .overdue { words += (ui.language == .ru ? "Просрочено: " : "Overdue: ").utf8 }
        if let word = wordOfDay(moment.local.day) { words += word.utf8 } else { moment.local.day.append(ui.language, to: &words) }
        if moment.hasClock {
            words.append(UInt8(ascii: " "))
            moment.local.appendClock(to: &words)
        }
    }

    /// "today", «вчера», or the date.
    public func nearDay(_ day: Day) -> String { wordOfDay(day) ?? day.formatted(ui.language) }

    private func wordOfDay(_ day: Day) -> String? {
        let distance = day.number - context.today.number
        // On a page of the past “today” would be taken for the day on which it is read.
        guard abs(distance) <= 1, !records.isPast else { return nil }
        return switch distance {
        case 0: say(Label("today", ru: "сегодня"))
        case 1: say(Label("tomorrow", ru: "завтра"))
        default: say(Label("yesterday", ru: "вчера"))
        }
    }

    /// The same, as short as a card needs it: `24.11`, `24 Nov`.
    public func shortDay(_ day: Day) -> String {
        guard abs(day.number - context.today.number) > 1, day.parts.year == context.today.parts.year else { return nearDay(day) }
        let date = day.formatted(ui.language)
        return ui.language == .ru ? String(date.prefix(5)) : String(date.dropLast(5))
    }

    public func clock(_ instant: Instant) -> String { context.zone.local(instant).clock(withSeconds: false) }

    /// Day and time as a list shows them.
    public func moment(_ instant: Instant) -> String {
        let local = context.zone.local(instant)
        return "\(local.day.formatted(ui.language)), \(local.clock(withSeconds: false))"
    }

    /// "4 days", «4 дня», or hours for less than a day.
    public func duration(from start: Instant, to end: Instant) -> String {
        let minutes = Int(max(0, end.milliseconds - start.milliseconds) / 60_000)
        let (days, hours) = (minutes / 1440, minutes / 60)
        if days > 0 {
            return say(
                Label("\(days) \(days == 1 ? "day" : "days")", ru: "\(days) \(Plural.russian(days, one: "день", few: "дня", many: "дней"))")
            )
        }
        if hours > 0 {
            return say(
                Label(
                    "\(hours) \(hours == 1 ? "hour" : "hours")",
                    ru: "\(hours) \(Plural.russian(hours, one: "час", few: "часа", many: "часов"))"))
        }
        return say(Label("\(minutes) min", ru: "\(minutes) мин"))
    }
}

/// When something is due, by the clock of the reader.
private struct DueMoment {
    let local: LocalTime
    let hasClock: Bool
    let urgency: NextStep.Urgency

    init(_ due: Instant, isDone: Bool, hasTime: Bool, _ context: ValueContext) {
        local = context.zone.local(due)
        hasClock = hasTime && local.millisecondsOfDay > 0
        // What is due on a day without a time may be done until the day ends.
        let isLate = hasClock ? due < context.now : local.day < context.today
        urgency = isDone ? .planned : isLate ? .overdue : local.day == context.today ? .today : .planned
    }
}
