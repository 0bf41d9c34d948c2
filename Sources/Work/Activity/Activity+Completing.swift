import Definitions
import Kit
public import RecordEngine

extension Activity {
    private static let nextSubject = Field.text("next_subject", Label("What is next?", ru: "Что дальше?"))
    private static let nextKind = Field.choice("next_kind", Label("Kind of the next", ru: "Вид следующего"), choices: kinds)
    private static let nextDue = Field.instant("next_due_at", Label("When is the next?", ru: "Когда следующее?"))

    /// `complete`: done now, with what is next if that is said.
    public static let complete = Verb(
        VerbDefinition(
            "complete", Label("Mark as done", ru: "Сделано"), on: "activity", icon: "check",
            inputs: [callResult.definition, nextSubject.definition, nextKind.definition, nextDue.definition])
    ) { activity, input, records in
        guard activity[done] == nil else { throw Failure.conflict(Label("This is already done.", ru: "Это уже сделано.")) }
        try records.set(activity) { draft in
            draft[done] = records.now
            if let result = input[callResult] { draft[callResult] = result }
        }
        try plan(after: activity, input, records)
    }

    /// What follows is about the same, and is called the same unless it is said otherwise.
    private static func plan(after activity: Record, _ input: Draft, _ records: Records) throws {
        guard input[nextSubject] != nil || input[nextKind] != nil || input[nextDue] != nil else { return }
        var draft = Draft(records.current(object))
        draft[subject] = input[nextSubject] ?? activity[subject]
        draft[kind] = input[nextKind] ?? activity[kind]
        draft[about] = activity[about]
        draft[due] = input[nextDue]
        draft[owner] = activity[owner]
        do {
            try records.create(draft)
        } catch Failure.invalid(let issues) {
            let names = [subject.name: nextSubject.name, kind.name: nextKind.name, due.name: nextDue.name]
            throw Failure.invalid(issues.map { FieldIssue(names[$0.field] ?? nextSubject.name, $0.message) })
        }
    }

    private static let delay = Field.choice("to", Label("Until", ru: "На когда"), choices: Delay.allCases.map(\.choice), required: true)

    /// `postpone`: to another day at the same time of the day.
    public static let postpone = Verb(
        VerbDefinition("postpone", Label("Put off", ru: "Отложить"), on: "activity", icon: "clock", inputs: [delay.definition])
    ) { activity, input, records in
        guard activity[done] == nil else { throw Failure.conflict(Label("This is already done.", ru: "Это уже сделано.")) }
        let zone = records.engine.settings.zone
        let day = (input[delay].flatMap(Delay.init) ?? .tomorrow).day(after: zone.day(of: records.now))
        let time = activity[due].map { zone.local($0).millisecondsOfDay } ?? Delay.morning
        try records.set(activity) { $0[due] = zone.instant(LocalTime(day: day, millisecondsOfDay: time)) }
    }
}

/// The usual days for what is not done today.
enum Delay: String, CaseIterable {
    case tomorrow
    case threeDays = "in_3_days"
    case nextWeek = "next_week"

    /// Ten o'clock.
    static let morning: Int64 = 10 * 3_600_000

    var label: Label {
        switch self {
        case .tomorrow: Label("Tomorrow", ru: "Завтра")
        case .threeDays: Label("In 3 days", ru: "Через 3 дня")
        case .nextWeek: Label("Next week", ru: "На следующей неделе")
        }
    }

    var choice: Choice { Choice(rawValue, label) }

    /// Next week begins with its Monday.
    func day(after today: Day) -> Day {
        switch self {
        case .tomorrow: today.adding(days: 1)
        case .threeDays: today.adding(days: 3)
        case .nextWeek: today.adding(days: 8 - today.weekday)
        }
    }
}

/// `assign`: gives any record that belongs to somebody to somebody else.
public enum Assigning {
    static let owner = Field.user("owner", Label("Owner", ru: "Ответственный"), required: true)

    public static let assign = Verb(
        VerbDefinition("assign", Label("Assign", ru: "Передать"), on: nil, icon: "user-plus", inputs: [owner.definition])
    ) { record, input, records in
        guard let field = record.object.ownerField else {
            throw Failure.conflict(Label("This belongs to nobody in particular.", ru: "У этой записи не бывает ответственного."))
        }
        try records.set(record) { $0[field] = input["owner"] }
    }
}
