import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The place in a form where a text is pasted that fills it. It comes with a button, so that it works without scripts.
struct FormFilling {
    let form: RecordForm
    /// What a department knows to put into the form; nil for what is known of everybody: a signature, a visiting card.
    let aid: FormAid?
    let ui: Components

    func html() -> HTML {
        let known = form.object.fields.contains { $0.type is PhonesType || $0.type is EmailsType || $0.type is INNType }
        guard known || aid != nil else { return HTML() }
        let title = ui.say(aid?.title ?? Label("Fill from a text", ru: "Заполнить из текста"))
        let hint = ui.say(aid?.help ?? Label("A signature, a vCard or a tax number (INN)", ru: "Подпись из письма, vCard или ИНН"))
        let place: HTML = """
            <details class="quick__paste"\(" open", if: !form.pastedText.isEmpty)><summary>\(ui.icon(.copy))<span>\(title)</span></summary>\
            <textarea class="input" name="_paste" rows="5" aria-label="\(title)" placeholder="\(hint)" maxlength="\(PastedContact.limit)">\
            \n\(form.pastedText)</textarea>\
            \(ui.button(ui.say(Label("Fill", ru: "Заполнить")), attributes: " type=\"submit\" name=\"_fill\" value=\"1\" formnovalidate"))</details>
            """
        guard let aid else { return place }
        let watches: HTML? = aid.watches.map { " data-watches=\"\($0)\"" }
        return "<form-aid class=\"field--wide\"\(watches)>\(place)</form-aid>"
    }
}

extension RecordForm {
    /// Puts into empty fields what a pasted text says, and what follows from what stands there already.
    mutating func fill(by aid: FormAid?, _ visit: PageVisit) throws {
        let typed = texts.compactMapValues { $0.first { !$0.isEmpty } }
        var found = try aid?.fill(pastedText, typed, visit.records) ?? [:]
        let hasMore = try aid?.enclosure.map { try !$0.found(pastedText, visit.records).isEmpty } ?? false
        let hasOwn = !found.isEmpty || hasMore
        for (name, text) in PastedContact(pastedText, country: visit.context.country).texts(for: object) where found[name] == nil {
            // What a department has understood is no comment.
            if hasOwn, object.field(name)?.type.input == .longText { continue }
            found[name] = text
        }
        guard hasOwn || !found.isEmpty || pastedText.trimmed.isEmpty else {
            return issues.append(FieldIssue("_paste", aid?.nothing ?? Label("Nothing was recognised.", ru: "Ничего не распознано.")))
        }
        if hasMore { (enclosed, encloses) = (pastedText, true) }
        pastedText = ""
        for field in fields {
            guard let text = found[field.name], isFree(field, typed[field.name]) else { continue }
            let value = try? field.type.parse(text: text, visit.context)
            texts[field.name] = value.map { FieldTexts.texts($0, field, visit.context) } ?? [text]
            pasted.insert(field.name)
        }
    }

    /// What nobody has typed: nothing, or a choice that stands as it stood at first.
    private func isFree(_ field: FieldDefinition, _ text: String?) -> Bool {
        guard let text, case .choice = field.type.input, case .value(let standard)? = field.standard else { return text == nil }
        return version == nil && standard == .text(text)
    }
}
