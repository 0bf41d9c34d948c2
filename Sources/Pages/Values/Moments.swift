import Definitions
public import Kit
import RecordEngine

extension PageVisit {
    /// How urgent a moment is, and the words for it: "Today 15:00", «Просрочено: 12.11.2026».
    public func due(_ due: Instant?, isDone: Bool = false, hasTime: Bool = true) -> NextStep {
        guard let due else { return NextStep(.planned, say(Label("No date", ru: "Без срока"))) }
        let local = context.zone.local(due)
        let clock = hasTime && local.millisecondsOfDay > 0 ? " " + local.clock(withSeconds: false) : ""
        let day = nearDay(local.day) + clock
        if isDone { return NextStep(.planned, day) }
        // What is due on a day without a time may be done until the day ends.
        let isLate = clock.isEmpty ? local.day < context.today : due < context.now
        if isLate { return NextStep(.overdue, say(Label("Overdue: \(day)", ru: "Просрочено: \(day)"))) }
        return NextStep(local.day == context.today ? .today : .planned, day)
    }

    /// "today", «вчера», or the date.
    public func nearDay(_ day: Day) -> String {
        // On a page of the past “today” would be taken for the day on which it is read.
        if records.isPast { return day.formatted(ui.language) }
        return switch day.number - context.today.number {
        case 0: say(Label("today", ru: "сегодня"))
        case 1: say(Label("tomorrow", ru: "завтра"))
        case -1: say(Label("yesterday", ru: "вчера"))
        default: day.formatted(ui.language)
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
