public import Definitions
public import Kit
import RecordEngine

/// Something to do or done about a record: a task, a call, a meeting, a note.
public enum Activity {
    public static let kinds = [
        Choice("task", Label("Task", ru: "Задача"), hue: .blue), Choice("call", Label("Call", ru: "Звонок"), hue: .green),
        Choice("meeting", Label("Meeting", ru: "Встреча"), hue: .violet), Choice("note", Label("Note", ru: "Заметка"), hue: .amber),
    ]

    public static let subject = Field.text("subject", Label("Subject", ru: "Тема"), required: true, searched: true)
    public static let kind = Field.choice("kind", Label("Kind", ru: "Вид"), choices: kinds, required: true, standard: .value(.text("task")))
    public static let body = Field.longText("body", Label("Text", ru: "Текст"))
    public static let about = Field.link("about", Label("About", ru: "О чём"), indexed: true)
    public static let due = Field.instant("due_at", Label("Due", ru: "Срок"))
    public static let done = Field.instant("done_at", Label("Done", ru: "Сделано"))
    public static let owner = Field.user("owner", Label("Owner", ru: "Ответственный"), standard: .me)

    public static let results = [
        Choice("reached", Label("Talked", ru: "Поговорили"), hue: .green),
        Choice("no_answer", Label("No answer", ru: "Не ответили"), hue: .amber),
        Choice("busy", Label("Call back later", ru: "Просили перезвонить"), hue: .blue),
        Choice("wrong_number", Label("Wrong number", ru: "Не тот номер"), hue: .red),
    ]

    public static let callResult = Field.choice("call_result", Label("Result of the call", ru: "Итог звонка"), choices: results)
    public static let remind = Field.instant("remind_at", Label("Remind", ru: "Напомнить"))
    public static let participants = Field.references("participants", Label("Participants", ru: "Участники"), to: "person")
    public static let colleagues = Field.references("colleagues", Label("Colleagues", ru: "Участники от нас"), to: "user")
    public static let checklist = Field.longText(
        "checklist", Label("Checklist", ru: "Чек-лист"),
        help: Label("A step on each line; [x] marks what is done.", ru: "По шагу в строке; [x] отмечает сделанное."))

    public static let object = ObjectDefinition(
        "activity", path: "activities",
        Noun(en: ("activity", "activities"), ru: .neuter("дело", "дела", "дел", genitive: "дела")),
        icon: "square-check", title: "subject", owner: "owner", list: ["subject", "kind", "about", "due_at", "done_at", "owner"],
        sort: ("due_at", true), indexes: [["due_at"], ["owner", "done_at", "due_at"]], pastIndexes: [["due_at"]]
    ) {
        subject
        kind
        body
        about
        due
        remind
        done
        callResult
        owner
        participants
        colleagues
        checklist
    }

    /// A note is done when it is written; what has no subject takes it from its first line; only a call has a result.
    static let preparation = Preparation("activity") { draft, original, records in
        if draft[subject] == nil, original?[subject] == nil, let body = draft[body] {
            draft[subject] = String(body.split(whereSeparator: \.isNewline).first?.prefix(120) ?? "")
        }
        if original == nil, draft[kind] == "note", draft[done] == nil { draft[done] = records.now }
        if let text = draft[checklist] { draft[checklist] = Checklist(text).checked(&draft)?.text }
        if draft[callResult] != nil, (draft[kind] ?? original?[kind]) != "call" {
            draft.issue(callResult.name, Label("Only a call has a result.", ru: "Итог бывает только у звонка."))
        }
    }
}
