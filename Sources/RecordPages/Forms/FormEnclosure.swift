import Kit
import Markup
import Pages
import RecordEngine

/// What a pasted text holds beyond the fields of a form: told before it is kept with the record. It can be left out, and the text put right.
struct FormEnclosure {
    let form: RecordForm
    let aid: FormAid?
    let visit: PageVisit

    func html() throws -> HTML {
        guard !form.enclosed.isEmpty, let enclosure = aid?.enclosure else { return HTML() }
        let ui = visit.ui
        let lines = try enclosure.found(form.enclosed, visit.records).render { "<li>\(visit.say($0.label)): \($0.text)</li>" }
        let text = visit.say(Label("Put the text right", ru: "Исправить текст"))
        return """
            <div class="field field--wide enclosure"><input type="hidden" name="_encloses" value="0">\
            \(ui.checkbox(FormField("_encloses", visit.say(enclosure.title)), isOn: form.encloses))<ul class="changes">\(lines)</ul>\
            <details class="quick__paste"\(" open", if: form.issue(of: "_enclosed") != nil)><summary>\(ui.icon(.pencil))<span>\(text)</span></summary>\
            <textarea class="input" name="_enclosed" rows="8" aria-label="\(text)">\n\(form.enclosed)</textarea></details></div>
            """
    }
}

extension RecordForm {
    /// Keeps with a record what was told of in its form. What is wrong with that comes back to the form.
    func keepEnclosed(by aid: FormAid?, with record: Record, _ records: Records) throws {
        guard encloses, !enclosed.trimmed.isEmpty, let enclosure = aid?.enclosure else { return }
        do {
            try enclosure.keep(enclosed, record, records)
        } catch Failure.invalid(let issues) {
            throw Failure.invalid(issues.map { FieldIssue("_enclosed", $0.message) })
        }
    }
}
