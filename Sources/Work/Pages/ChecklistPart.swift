import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The steps of an activity on its page, each ticked off by a press.
enum ChecklistPart {
    static let part = RecordPart(.facts, on: "activity") { view in
        let (visit, list) = (view.visit, Checklist(view.record[Activity.checklist] ?? ""))
        guard !list.steps.isEmpty else { return HTML() }
        let mayCheck = view.mayUpdate && !visit.records.isPast
        let steps = list.steps.enumerated().map { index, step -> HTML in
            let mark = visit.ui.icon(step.isDone ? .circleCheck : .circle)
            let text: HTML = "\(mark)<span>\(step.text)</span>"
            let button: HTML =
                "<button class=\"checklist__step\" type=\"submit\" role=\"checkbox\" aria-checked=\"\(step.isDone ? "true" : "false")\">\(text)</button>"
            let fields: HTML = """
                <input type="hidden" name="line" value="\(index + 1)"><input type="hidden" name="_version" value="\(view.record.version)">\
                <input type="hidden" name="_next" value="\(view.url.text)">
                """
            let line =
                mayCheck
                ? visit.ui.form(view.url / "check", class: "form-inline", fields + button)
                : "<span class=\"checklist__step\">\(text)</span>"
            return "<li\(" class=\"checklist__done\"", if: step.isDone)>\(line)</li>"
        }
        return visit.ui.panel(
            visit.say(Activity.checklist.definition.label), count: "\(list.doneCount)/\(list.steps.count)",
            "<ul class=\"checklist\">\(steps.joined())</ul>")
    }
}
