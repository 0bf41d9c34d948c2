import Definitions
import Duplicates
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// Records side by side: which of them stays, and whose value of each field.
struct MergePage {
    private let object: ObjectDefinition
    private let visit: PageVisit
    private let view: MergeView
    private let sent: Form
    private let problem: HTML
    private let status: Int
    private var ui: Components { visit.ui }
    private var survivor: Int64 { view.records.first?.id ?? 0 }

    /// - Throws: `Failure.notFound` when one of the records is not there.
    init(object: ObjectDefinition, ids: [Int64], visit: PageVisit, sent: Form = .empty, failure: Failure? = nil) throws {
        (self.object, self.visit, self.sent) = (object, visit, sent)
        _ = try visit.records.object(object.name)
        var seen: Set<Int64> = []
        let known = try ids.filter { seen.insert($0).inserted }.prefix(Records.mostTogether).map { try visit.records.record(object.name, $0) }
        let chosen = sent.first("survivor").flatMap { Int64($0) }.flatMap { id in known.first { $0.id == id } }
        let first = chosen ?? MergeView.survivor(of: known)
        view = MergeView((first.map { [$0] } ?? []) + known.filter { $0.id != first?.id })
        switch failure {
        case nil: (problem, status) = (HTML(), 200)
        case .invalid(let issues):
            let lines = issues.map { issue in
                let name = object.field(issue.field).map { visit.say($0.label) + ": " } ?? ""
                return "<p>\(name)\(visit.say(issue.message))</p>" as HTML
            }
            (problem, status) = (visit.ui.notice(.bad, lines.joined()), 422)
        case .conflict(let reason), .forbidden(let reason):
            (problem, status) = (visit.ui.notice(.bad, HTML(text: visit.say(reason))), failure.map { Problem($0).status } ?? 409)
        case .stale:
            let text = Label(
                "Somebody changed a record in the meantime. This is how it stands now.", ru: "Запись тем временем кто-то изменил. Ниже она такая, какая сейчас.")
            (problem, status) = (visit.ui.notice(.bad, HTML(text: visit.say(text))), 409)
        case let other?: throw other
        }
    }

    func content() throws -> PageContent {
        let title = visit.say(Label("Merge \(object.noun.english.many)", ru: "Объединение: \(object.noun.russian.many)"))
        let isReady = view.records.count > 1 && view.records.count <= Records.mostTogether
        let list = Tab(visit.say(object.noun.plural), URLPath(object.path))
        let place = object.matching.isEmpty ? list : Tab(visit.say(Wording.duplicates), URLPath(object.path) / "duplicates")
        let html = problem + (isReady ? try comparison() : try beginning()) + adding()
        return PageContent(title, object: object.name, status: status, Layout.pageHead(title, above: ui.backLink(place)) + html)
    }

    /// With one record: what it may be merged with.
    private func beginning() throws -> HTML {
        guard let record = view.records.first else { return HTML() }
        let lines = try visit.records.duplicates(of: record).render { duplicate in
            let url = (URLPath(object.path) / "merge").query("id", "\(record.id)").query("id", "\(duplicate.record.id)")
            let why = DuplicateHints.reasons(duplicate.matches, visit).capitalizedFirst
            return ui.relatedLine(
                duplicate.record.title, href: url, detail: why, trailing: ui.badge(visit.say(duplicate.certainty.label), duplicate.certainty.hue))
        }
        let text = Label("“\(record.title)” with which other one?", ru: "С чем объединить «\(record.title)»?")
        let none = "<p class=\"muted\">\(visit.say(Label("Nothing looks like it; name one below.", ru: "Похожих не видно; укажите запись ниже.")))</p>" as HTML
        return ui.panel(visit.say(text), isCard: true, lines.isEmpty ? none : ui.relatedList(lines))
    }

    /// A way to take in one more record.
    private func adding() -> HTML {
        let kept = view.records.render { "<input type=\"hidden\" name=\"id\" value=\"\($0.id)\">" }
        let field = FormField("id", visit.say(Label("One more record", ru: "Ещё одна запись")))
        return """
            <form class="merge__adding" action="\(URLPath(object.path) / "merge")">\(kept)\
            \(ui.recordPicker(field, search: URLPath("search").query("object", object.name), selected: []))\
            \(ui.button(visit.say(Wording.add), icon: .plus))</form>
            """
    }

    // Side by side.

    private func comparison() throws -> HTML {
        for record in view.records { for (field, value) in zip(object.fields, record.values) { visit.titles.want(value, of: field) } }
        let readable = object.fields.filter { !$0.isReadOnly && visit.principal.role.access(object.name, $0.name) >= .read }
        let filled = readable.filter { field in view.records.contains { !$0[field.name].isEmpty } }
        let differing = filled.filter { field in Set(view.records.map { $0[field.name] }).count > 1 }
        let hasAll = differing.contains { view.usual($0) == .all }
        let rows = try differing.render { try choice($0, hasAll: hasAll) }
            + filled.filter { field in !differing.contains { $0.name == field.name } }.render { try same($0, hasAll: hasAll) }
        let hidden = view.records.render {
            "<input type=\"hidden\" name=\"ids\" value=\"\($0.id)\"><input type=\"hidden\" name=\"version_\($0.id)\" value=\"\($0.version)\">"
        }
        let heads = view.records.render(head)
        let all: HTML = hasAll ? "<th class=\"merge__head\" scope=\"col\">\(visit.say(Label("All together", ru: "Всё вместе")))</th>" : HTML()
        let submit = visit.mayMerge(object)
            ? ui.button(visit.say(Label("Merge", ru: "Объединить")), .primary, icon: .merge)
            : ui.notice(.info, HTML(text: visit.say(Label(
                "To merge them one must be allowed to change and delete them.", ru: "Чтобы объединить записи, нужно право менять и удалять их."))))
        let note = visit.say(Label(
            "What refers to the others will refer to the one that stays, and their old addresses lead to it. It can be undone.",
            ru: "Всё, что связано с остальными, перейдёт к оставшейся записи, их старые адреса приведут к ней. Это можно отменить."
        ))
        let table: HTML = """
            <div class="merge__frame" role="region" tabindex="0" aria-label="\(visit.say(Label("Values", ru: "Значения")))"><table class="merge">\
            <thead><tr><th class="merge__label" scope="col"><span class="sr-only">\(visit.say(Label("Field", ru: "Поле")))</span></th>\
            \(heads)\(all)</tr></thead>\
            <tbody>\(rows)\(try hanging(hasAll: hasAll))</tbody></table></div>
            """
        let cancel = ui.linkButton(visit.say(Wording.cancel), URLPath(object.path) / survivor, .plain)
        let foot: HTML = "<p class=\"muted\">\(note)</p><div class=\"form__actions\">\(submit)\(cancel)</div>"
        return ui.form(URLPath(object.path) / "merge", class: "merge-form", hidden + table + foot)
    }

    private func head(_ record: Record) -> HTML {
        """
        <th class="merge__head" scope="col"><a href="\(URLPath(object.path) / record.id)">\(record.title)</a>\
        <span class="merge__number">\(visit.number(of: record.id))</span>\
        <label class="check"><input type="radio" name="survivor" value="\(record.id)"\(" checked", if: record.id == survivor)>\
        <span>\(visit.say(Label("Stays", ru: "Остаётся")))</span></label></th>
        """
    }

    /// Records that are one often have one name too.
    private func name(_ record: Record) -> String { "\(record.title) \(visit.number(of: record.id))" }

    /// A field in which they differ: one value for each record, and all together where a field can hold that.
    private func choice(_ field: FieldDefinition, hasAll: Bool) throws -> HTML {
        let isOpen = visit.principal.role.access(object.name, field.name) == .write
        let usual = view.usual(field)
        let wanted = sent.first("choice_\(field.name)").flatMap { $0 == "all" ? .all : Int64($0).map(MergeOrder.Choice.record) } ?? usual
        let label = visit.say(field.label)
        func option(_ choice: MergeOrder.Choice, _ name: String, _ place: String) throws -> HTML {
            let text = try shown(view.value(field, choice), field)
            let isChosen = choice == wanted
            guard isOpen else { return "<td class=\"merge__cell\" data-label=\"\(place)\">\(text)</td>" }
            return """
                <td class="merge__cell" data-label="\(place)"><label class="check merge__choice"><input type="radio" name="choice_\(field.name)" \
                value="\(name)" aria-label="\(label): \(place)"\(" checked", if: isChosen)><span>\(text)</span></label></td>
                """
        }
        let cells = try view.records.render { try option(.record($0.id), "\($0.id)", name($0)) }
        let together = visit.say(Label("All together", ru: "Всё вместе"))
        let all = !hasAll ? HTML() : usual == .all ? try option(.all, "all", together) : "<td class=\"merge__cell merge__cell--none\"></td>"
        return "<tr><th class=\"merge__label\" scope=\"row\">\(label)</th>\(cells)\(all)</tr>"
    }

    private func same(_ field: FieldDefinition, hasAll: Bool) throws -> HTML {
        let width = view.records.count + (hasAll ? 1 : 0)
        let value = try shown(view.records.first?[field.name] ?? .empty, field)
        return """
            <tr class="merge__same"><th class="merge__label" scope="row">\(visit.say(field.label))</th>\
            <td class="merge__cell" colspan="\(width)">\(value)</td></tr>
            """
    }

    private func shown(_ value: FieldValue, _ field: FieldDefinition) throws -> HTML {
        let text = try visit.values.text(value, field)
        return text.isEmpty ? "<span class=\"muted\">—</span>" : HTML(text: text.shortened(400))
    }

    /// When they were made, and what hangs on each of them and will hang on the one that stays.
    private func hanging(hasAll: Bool) throws -> HTML {
        let none: HTML = hasAll ? "<td class=\"merge__cell merge__cell--none\"></td>" : HTML()
        let cells = try view.records.render { record in
            "<td class=\"merge__cell\" data-label=\"\(name(record))\">\(try counts(record))</td>"
        }
        let made = try ["created_at", "updated_at"].compactMap(object.field).render { field in
            let cells = try view.records.render { "<td class=\"merge__cell\" data-label=\"\(name($0))\">\(try shown($0[field.name], field))</td>" }
            return "<tr class=\"merge__same\"><th class=\"merge__label\" scope=\"row\">\(visit.say(field.label))</th>\(cells)\(none)</tr>"
        }
        let label = visit.say(Label("Linked records", ru: "Связанные записи"))
        return made + "<tr class=\"merge__same\"><th class=\"merge__label\" scope=\"row\">\(label)</th>\(cells)\(none)</tr>"
    }

    private func counts(_ record: Record) throws -> HTML {
        var lines: [HTML] = []
        for other in visit.schema.objects where visit.may(\.read, other.name) {
            var count: Int64 = 0
            for field in other.fields where !field.isReadOnly && visit.principal.role.access(other.name, field.name) >= .read {
                if field.type.target == object.name {
                    count += Int64(try visit.records.count(Query(other.name, filter: .equals(field.name, record.id)), upTo: 1_000).value)
                } else if field.type.input == .link, let id = Int(exactly: record.id) {
                    let filter = Filter.compare(FieldPath(field.name), .equals, .call(object.name, id))
                    count += Int64(try visit.records.count(Query(other.name, filter: filter), upTo: 1_000).value)
                }
            }
            if count > 0 { lines.append("<span>\(visit.say(other.noun.counted(Int(count))))</span>") }
        }
        return lines.isEmpty ? "<span class=\"muted\">—</span>" : "<span class=\"merge__counts\">\(lines.joined(separator: ""))</span>"
    }
}
