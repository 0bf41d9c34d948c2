import Composing
import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The box under a record in which a note, a task or a call about it is written.
enum ActivityComposer {
    /// One of the kinds that are written here.
    private struct Kind {
        let name: String
        let label: Label
        let icon: Icon
        let key: String?
        let field: String
        let asks: Label
        var isDue: Bool { name != "note" }
    }

    private static let kinds = [
        Kind(
            name: "note", label: Label("Note", ru: "Заметка"), icon: .note, key: "n", field: "body",
            asks: Label("Write a note", ru: "Напишите заметку")),
        Kind(
            name: "task", label: Label("Task", ru: "Задача"), icon: .task, key: "t", field: "subject",
            asks: Label("What is to be done?", ru: "Что нужно сделать?")),
        Kind(
            name: "call", label: Label("Call", ru: "Звонок"), icon: .phone, key: nil, field: "subject",
            asks: Label("Whom to call and what about?", ru: "Кому позвонить и о чём?")),
        Kind(
            name: "meeting", label: Label("Meeting", ru: "Встреча"), icon: .users, key: nil, field: "subject",
            asks: Label("Whom to meet and what about?", ru: "С кем встреча и о чём?")),
    ]

    static let part = RecordPart(.composer, on: nil) { view in
        guard view.record.object.takesActivities, view.visit.principal.role.grant("activity").create, let user = view.visit.principal.user
        else { return HTML() }
        let (say, place) = (view.visit.say, view.link.text)
        // What was begun, here or on another device, stands there again; a template that was chosen goes into the note.
        var drafts = try Drafts.list(at: [place], of: user, in: view.visit.records.connection)
            .filter { draft in kinds.contains { $0.name == draft.form } }
        var notice = HTML()
        if let asked = view.visit.item("template") {
            if let text = try TemplateChoice(view.visit).text(of: asked, about: view.record) {
                let begun = drafts.first { $0.form == "note" }?.fields["text"].map { $0 + "\n" } ?? ""
                drafts.insert((place, "note", ["text": begun + text]), at: 0)
            } else {
                notice = view.ui.notice(.warning, HTML(text: say(gone)))
            }
        }
        let forms = kinds.map { kind in
            ComposerKind(
                id: kind.name, label: say(kind.label), icon: kind.icon, key: kind.key,
                form: form(kind, view, place, drafts.first { $0.form == kind.name }?.fields ?? [:]))
        }
        return notice + view.ui.composer(forms, label: say(Label("Add to the history", ru: "Добавить в историю")), current: drafts.first?.form)
    }

    private static let gone = Label(
        "This template is gone, or closed to you. Choose another one, or write the text yourself.",
        ru: "Этого шаблона больше нет, или он вам закрыт. Выберите другой или напишите текст сами.")

    private static func form(_ kind: Kind, _ view: RecordView, _ place: String, _ draft: [String: String]) -> HTML {
        let (say, ui) = (view.visit.say, view.ui)
        let text = say(kind.asks)
        let due: HTML = """
            <input class="input" type="datetime-local" name="\(Activity.due.name)" aria-label="\(say(Activity.due.definition.label))" \
            value="\(draft["due"] ?? tomorrow(view))" data-draft-field="due">
            """
        let choose = URLPath("templates", "choose").query("about", place)
        let link: HTML = """
            <a class="menu__item" href="\(choose)" data-fetch><span class="menu__label">\(say(Label("Choose a template", ru: "Выбрать шаблон")))</span></a>
            """
        let templates = ui.popover(ui.icon(.copy), class: "icon-button", title: say(TextTemplate.object.noun.plural), link)
        return ui.form(
            URLPath("activities", "new"), class: "composer__form", attributes: DraftForm.attributes(view.visit, kind.name, at: place),
            """
            <input type="hidden" name="kind" value="\(kind.name)"><input type="hidden" name="about" value="\(place)">\
            <input type="hidden" name="_draft" value="\(kind.name)"><input type="hidden" name="_next" value="\(view.url.text)">\
            <textarea class="composer__text" dir="auto" name="\(kind.field)" required aria-label="\(text)" placeholder="\(text)" data-draft-field="text">\
            \(draft["text"] ?? "")</textarea>\
            <div class="composer__foot">\(due, if: kind.isDue)\(templates)\(DraftForm.status)\
            \(ui.button(say(kind.isDue ? Wording.add : Wording.save), .primary))</div>
            """)
    }

    /// The usual date: tomorrow at ten, or on Monday when tomorrow is a day off.
    private static func tomorrow(_ view: RecordView) -> String {
        var day = view.visit.context.today.adding(days: 1)
        while day.weekday > 5 { day = day.adding(days: 1) }
        return "\(day.iso)T10:00"
    }
}
