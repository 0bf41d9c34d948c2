import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The place in a form where a text is pasted that fills it. It comes with a button, so that it works without scripts.
struct FormFilling {
    static let order = "_fill"
    static let pasted = "_pasted"

    let aid: FormAid
    /// What was pasted, and nothing could be made of.
    let text: String
    let visit: PageVisit

    func html() -> HTML {
        let (ui, id) = (visit.ui, "field-\(FormFilling.pasted)")
        let watches: HTML? = aid.watches.map { " data-watches=\"\($0)\"" }
        let button = ui.button(
            visit.say(Label("Fill in", ru: "Заполнить")), .secondary,
            attributes: " type=\"submit\" name=\"\(FormFilling.order)\" value=\"1\" formnovalidate")
        // Enter in a field presses the first button of a form, which must not be this one.
        return """
            <button class="form-aid__first" type="submit" tabindex="-1" aria-hidden="true"></button>\
            <form-aid class="form-aid field--wide"\(watches)><details\(" open", if: !text.isEmpty)><summary>\(ui.icon(.receipt))\(visit.say(aid.title))</summary>\
            <div class="form-aid__body"><textarea class="input input--area" id="\(id)" name="\(FormFilling.pasted)" rows="6" \
            aria-label="\(visit.say(aid.title))" placeholder="\(visit.say(aid.help))">\n\(text)</textarea>\(button)</div></details></form-aid>
            """
    }
}

extension RecordForm {
    /// Puts what a department makes of a pasted text, and of what stands there already, into the fields that are empty.
    mutating func fill(by aid: FormAid, _ visit: PageVisit) throws {
        let typed = texts.compactMapValues { $0.first { !$0.isEmpty } }
        let found = try aid.fill(pasted, typed, visit.records)
        if found.isEmpty, !pasted.trimmed.isEmpty {
            issues.append(FieldIssue(FormFilling.pasted, aid.nothing))
            return
        }
        pasted = ""
        for field in fields {
            guard let text = found[field.name], isFree(field, typed[field.name]) else { continue }
            let value = try? field.type.parse(text: text, visit.context)
            texts[field.name] = value.map { FieldTexts.texts($0, field, visit.context) } ?? [text]
        }
    }

    /// What nobody has typed: nothing, or a choice that stands as it stood at first.
    private func isFree(_ field: FieldDefinition, _ text: String?) -> Bool {
        guard let text, case .choice = field.type.input, case .value(let standard)? = field.standard else { return text == nil }
        return version == nil && standard == .text(text)
    }
}
