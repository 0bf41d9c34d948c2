import Bulk
import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// The way from chosen records to an order: what is to be done with them, and what that asks for.
struct BulkForm {
    let frame: PageFrame
    let object: ObjectDefinition
    let visit: PageVisit
    /// What was sent: the records, what is to be done, and the values of its fields.
    let sent: Form
    private var ui: Components { visit.ui }

    static func url(of object: ObjectDefinition) -> URLPath { URLPath(object.path) / "bulk" }

    // Which records.

    static func selection(_ sent: Form) throws(Failure) -> BulkOrder.Selection {
        let ids = sent.all("id").compactMap { Int64($0) }
        if !ids.isEmpty, sent.first("all") != "1" { return try BulkOrder.named(ids) }
        // Without rows that are chosen, only a list that asks for it means all of itself.
        guard let filter = sent.first("filter"), sent.first("all") == "1" else {
            throw .conflict(Label("Choose records first.", ru: "Сначала выберите записи."))
        }
        return .found(filter: filter, search: sent.first("q").flatMap { $0.isEmpty ? nil : $0 })
    }

    /// The list that shows the records.
    static func list(_ object: ObjectDefinition, _ selection: BulkOrder.Selection) -> ListState {
        switch selection {
        case .ids(let ids): return ListState(object, filter: "id in (\(ids.map { "\($0)" }.joined(separator: ", ")))")
        case .found(let filter, let search):
            var state = ListState(object, filter: filter)
            state.search = search ?? ""
            return state
        }
    }

    /// The selection as a form carries it.
    private static func hidden(_ selection: BulkOrder.Selection) -> HTML {
        let fields: [(String, String)] =
            switch selection {
            case .ids(let ids): ids.map { ("id", "\($0)") }
            case .found(let filter, let search): [("all", "1"), ("filter", filter), ("q", search ?? "")]
            }
        return fields.render { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
    }

    // What is done.

    /// Everything that can be done with the chosen rows of a list, for the bar below it. The buttons belong to the form `chosen`.
    static func bar(_ object: ObjectDefinition, _ filter: Filter, _ frame: PageFrame, _ visit: PageVisit) -> HTML {
        let (ui, form): (Components, HTML) = (visit.ui, " form=\"chosen\"")
        let deeds = BulkDeed.all(object, frame, visit).filter { deed in
            if case .verb(let verb) = deed.kind { frame.offer(verb.name, on: object.name)?.isListed(filter) ?? true } else { true }
        }
        func button(_ name: String, _ label: String, _ icon: Icon, _ style: ButtonStyle = .secondary, key: String? = nil) -> HTML {
            ui.button(label, style, icon: icon, attributes: " type=\"submit\"\(form) name=\"do\" value=\"\(name)\" data-bulk")
        }
        let all = Label("All found", ru: "Все найденные")
        var bar: HTML = """
            <label class="bulk-bar__all"><input type="checkbox" class="checkbox" name="all" value="1"\(form) data-all-found>\
            <span>\(visit.say(all))</span></label>
            """
        let (verbs, fields) = (deeds.filter(\.isVerb), deeds.filter { !$0.isVerb && $0.kind != .delete })
        if !fields.isEmpty {
            let label: HTML = "\(ui.icon(.pencil))<span>\(visit.say(Label("Change", ru: "Изменить")))</span>"
            bar += ui.popover(label, lines(fields, visit))
        }
        if !verbs.isEmpty {
            bar += ui.popover("\(ui.icon(.zap))<span>\(visit.say(Wording.actions))</span>", lines(verbs, visit))
        }
        if SegmentPages.mayAdd(object, visit) { bar += button("segment", visit.say(SegmentPages.label), .target) }
        if visit.principal.role.grant(object.name).export { bar += button("export", visit.say(Label("Export", ru: "Экспорт")), .download) }
        if deeds.contains(where: { $0.kind == .delete }) { bar += button("delete", visit.say(Wording.delete), .trash, .danger) }
        return bar
    }

    private static func lines(_ deeds: [BulkDeed], _ visit: PageVisit) -> HTML {
        let lines = deeds.render { deed in
            """
            <li><button class="menu__item" type="submit" form="chosen" name="do" value="\(deed.kind.name)" data-bulk>\
            \(visit.ui.icon(deed.icon))<span class="menu__label">\(visit.say(deed.label))</span></button></li>
            """
        }
        return "<ul class=\"menu__items\">\(lines)</ul>"
    }

    /// The form that the checkboxes and the buttons of a list belong to.
    static func chosen(_ object: ObjectDefinition, _ fields: HTML, _ visit: PageVisit) -> HTML {
        "<form id=\"chosen\" method=\"post\" action=\"\(url(of: object))\">\(visit.ui.csrfField)\(fields)</form>"
    }

    /// What is sent with those that are chosen in a list: where they were found.
    static func fields(_ state: ListState) -> HTML {
        [("filter", state.filter), ("q", state.search), ("_next", state.url.text)].render {
            "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
        }
    }

    /// What can be done, as a page.
    func choices() throws -> PageContent {
        let deeds = BulkDeed.all(object, frame, visit)
        guard !deeds.isEmpty else { throw FormPages.mayNotChange }
        let selection = try BulkForm.selection(sent)
        let title = try self.title(selection)
        let buttons = deeds.render { deed in
            ui.button(
                visit.say(deed.label), deed.kind == .delete ? .danger : .secondary, icon: deed.icon,
                attributes: " type=\"submit\" name=\"do\" value=\"\(deed.kind.name)\"")
        }
        let form = ui.form(
            BulkForm.url(of: object), class: "form form--single",
            "\(BulkForm.hidden(selection))\(wayBack)<div class=\"cluster\">\(buttons)</div>")
        return PageContent(title, object: object.name, Layout.pageHead(title) + form)
    }

    /// The list that the rows were chosen in.
    private var next: URLPath? { sent.first("_next").flatMap { URLPath(local: $0) } }
    private var wayBack: HTML { next.map { "<input type=\"hidden\" name=\"_next\" value=\"\($0)\">" } ?? HTML() }

    private func title(_ selection: BulkOrder.Selection) throws -> String {
        let count = try visit.records.count(BulkOrder(object.name, selection, .delete).query(), upTo: 1_000_000)
        let noun = object.noun.counted(count.value)
        return visit.say(Label("Change \(noun.en)", ru: "Изменить: \(noun.ru)"))
    }

    /// The form for what a deed asks.
    func ask(_ deed: BulkDeed, _ selection: BulkOrder.Selection, _ refusal: Failure? = nil) throws -> PageContent {
        var form = RecordForm(deed.asked.form, fields: deed.asked.fields)
        form.next = sent.first("_next")
        if let refusal {
            for field in form.fields { form.texts[field.name] = FieldTexts.sent(field, sent) }
            form.take(refusal)
        }
        let title = try "\(self.title(selection)) — \(visit.say(deed.label))"
        let carried: HTML = """
            \(BulkForm.hidden(selection))<input type="hidden" name="do" value="\(deed.kind.name)"><input type="hidden" name="_asked" value="1">
            """
        let html = try RecordFormView(form: form, visit: visit).html(
            action: BulkForm.url(of: object), submit: Label("Preview", ru: "Проверить"),
            cancel: next ?? BulkForm.list(object, selection).url, more: carried)
        return PageContent(title, object: object.name, status: form.status, Layout.pageHead(title) + html)
    }
}

extension BulkDeed {
    fileprivate var isVerb: Bool { if case .verb = kind { true } else { false } }
}
