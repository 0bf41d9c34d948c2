import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The box under a record in which a note, a task or a call about it is written.
enum ActivityComposer {
    static let part = RecordPart(.composer, on: nil) { view in
        guard view.record.object.takesActivities, view.visit.principal.role.grant("activity").create
        else { return HTML() }
        let say = view.visit.say
        let kinds = [
            ComposerKind(
                id: "note", label: say(Label("Note", ru: "Заметка")), icon: .note, key: "n",
                form: form("note", view, textArea("body", Label("Write a note", ru: "Напишите заметку"), view), isDue: false)),
            ComposerKind(
                id: "task", label: say(Label("Task", ru: "Задача")), icon: .task, key: "t",
                form: form("task", view, textArea("subject", Label("What is to be done?", ru: "Что нужно сделать?"), view), isDue: true)),
            ComposerKind(
                id: "call", label: say(Label("Call", ru: "Звонок")), icon: .phone,
                form: form(
                    "call", view, textArea("subject", Label("Whom to call and what about?", ru: "Кому позвонить и о чём?"), view),
                    isDue: true)),
            ComposerKind(
                id: "meeting", label: say(Label("Meeting", ru: "Встреча")), icon: .users,
                form: form(
                    "meeting", view, textArea("subject", Label("Whom to meet and what about?", ru: "С кем встреча и о чём?"), view),
                    isDue: true)),
        ]
        return view.ui.composer(kinds, label: say(Label("Add to the history", ru: "Добавить в историю")))
    }

    private static func textArea(_ name: String, _ label: Label, _ view: RecordView) -> HTML {
        let text = view.visit.say(label)
        return "<textarea class=\"composer__text\" name=\"\(name)\" required aria-label=\"\(text)\" placeholder=\"\(text)\"></textarea>"
    }

    private static func form(_ kind: String, _ view: RecordView, _ text: HTML, isDue: Bool) -> HTML {
        let dueLabel = view.visit.say(Activity.due.definition.label)
        let due: HTML =
            "<input class=\"input\" type=\"datetime-local\" name=\"\(Activity.due.name)\" aria-label=\"\(dueLabel)\" value=\"\(tomorrow(view))\">"
        return view.ui.form(
            URLPath("activities", "new"), class: "composer__form",
            """
            <input type="hidden" name="kind" value="\(kind)"><input type="hidden" name="about" value="\(view.record.object.name):\(view.record.id)">\
            <input type="hidden" name="_next" value="\(view.url.text)">\(text)<div class="composer__foot">\(due, if: isDue)\
            \(view.ui.button(view.visit.say(isDue ? Wording.add : Wording.save), .primary))</div>
            """
        )
    }

    /// The usual date: tomorrow at ten, or on Monday when tomorrow is a day off.
    private static func tomorrow(_ view: RecordView) -> String {
        var day = view.visit.context.today.adding(days: 1)
        while day.weekday > 5 { day = day.adding(days: 1) }
        return "\(day.iso)T10:00"
    }
}
