import Definitions
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// A new record over the page that one is on: its few most telling fields, filled from a pasted text where there is one.
struct QuickForm {
    let frame: PageFrame
    let object: ObjectDefinition
    let visit: PageVisit
    private var ui: Components { visit.ui }

    private static let most = 5

    /// The fields that a short form asks for: by what people call it, what it can't be without, what its list shows, and what is filled.
    func names(_ form: RecordForm) -> [String] {
        let usual = [object.titleField] + form.fields.filter(\.isRequired).map(\.name) + visit.records.current(object).listColumns
        let omitted = frame.omitted(object, isNew: true)
        var names: [String] = []
        for name in usual where !names.contains(name) && !omitted.contains(name) && (names.count < QuickForm.most || form.isRequired(name))
        {
            guard let field = form.fields.first(where: { $0.name == name }), name != object.ownerField || field.isRequired,
                !field.isManyReferences
            else { continue }
            names.append(name)
        }
        return names
            + form.fields.map(\.name).filter { name in
                !names.contains(name) && (form.issue(of: name) != nil || form.isPasted(name))
            }
    }

    /// The window's content: what it is, other things to make, the form.
    func html(_ form: RecordForm, list: URLPath, more: HTML) throws -> HTML {
        let short = form.only(names(form)).without([])
        let kinds = frame.creatable(visit).render { kind -> HTML in
            let current: HTML = " aria-current=\"page\""
            let label: HTML = "\(ui.icon(Icon(named: kind.icon)))<span>\(visit.say(kind.noun.singular).capitalizedFirst)</span>"
            let url = URLPath(kind.path) / "new"
            return "<a class=\"tabs__tab\" href=\"\(url)\" data-quick\(current, if: kind.name == object.name)>\(label)</a>"
        }
        let whole: HTML = """
            <button class="button button--plain quick__whole" type="submit" name="_whole" value="1" formnovalidate>\(visit.say(Wording.allFields))</button>
            """
        let filling = FormFilling(form: form, aid: nil, ui: ui).html()
        let view = RecordFormView(form: short, visit: visit, hints: DuplicateHints(form: form, original: nil, visit: visit))
        return """
            <div class="dialog__head"><h2 class="dialog__title">\(visit.say(object.noun.new))</h2>\
            \(ui.iconButton(.x, visit.say(Wording.close), attributes: " type=\"button\" data-closes"))</div>\
            <nav class="tabs quick__kinds" aria-label="\(visit.say(Wording.create))">\(kinds)</nav><div class="dialog__body">\
            \(try view.html(action: list / "new", submit: Wording.create, cancel: list, more: more, behind: filling + whole))</div>
            """
    }

    /// What was made, for a script: it stays on its page.
    func made(_ record: Record) throws -> HTML {
        guard let id = visit.records.batch else { return HTML() }
        var toast = try frame.toast(try visit.records.batch(id), visit, next: nil)
        let url = URLPath(object.path) / record.id
        toast.more += "<a class=\"button button--plain\" href=\"\(url)\">\(visit.say(Label("Open", ru: "Открыть")))</a>"
        return ui.toast(toast)
    }
}

extension RecordForm {
    func isRequired(_ name: String) -> Bool { fields.contains { $0.name == name && $0.isRequired } }
    func isPasted(_ name: String) -> Bool { pasted.contains(name) }
}
