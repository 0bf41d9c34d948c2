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

    public static let object = ObjectDefinition(
        "activity", path: "activities",
        Noun(en: ("activity", "activities"), ru: .neuter("дело", "дела", "дел", genitive: "дела")),
        icon: "square-check", title: "subject", owner: "owner", list: ["subject", "kind", "about", "due_at", "done_at", "owner"],
        sort: ("due_at", true), indexes: [["due_at"], ["owner", "done_at", "due_at"]]
    ) {
        subject
        kind
        body
        about
        due
        done
        owner
    }

    /// A note is done when it is written; what has no subject takes it from its first line.
    static let preparation = Preparation("activity") { draft, original, records in
        if draft[subject] == nil, original?[subject] == nil, let body = draft[body] {
            draft[subject] = String(body.split(whereSeparator: \.isNewline).first?.prefix(120) ?? "")
        }
        if original == nil, draft[kind] == "note", draft[done] == nil { draft[done] = records.now }
    }
}
