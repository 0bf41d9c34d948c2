import Definitions
import Duplicates
import Exchange
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Web

/// The records that seem to be one, over the whole base: the surest first, each set with its reason and what can be done about it.
struct DuplicateSetsPage {
    private static let shown = 20
    let object: ObjectDefinition
    let visit: PageVisit
    private var ui: Components { visit.ui }
    private var url: URLPath { URLPath(object.path) / "duplicates" }

    func content() throws -> PageContent {
        let title = visit.say(Label("Duplicates: \(object.noun.english.many)", ru: "Дубли: \(object.noun.russian.many)"))
        let isDismissed = visit.item("dismissed") != nil
        let back = ui.backLink(Tab(visit.say(object.noun.plural), URLPath(object.path)))
        let html = isDismissed ? try dismissed() : try sets()
        return PageContent(title, object: object.name, Layout.pageHead(title, above: back, below: tabs(isDismissed)) + html)
    }

    private func tabs(_ isDismissed: Bool) -> HTML {
        let others = visit.schema.objects.filter { !$0.matching.isEmpty && visit.may(\.read, $0.name) }.map { each in
            Tab(
                visit.say(each.noun.plural), URLPath(each.path) / "duplicates", isCurrent: each.name == object.name && !isDismissed,
                icon: Icon(named: each.icon))
        }
        let kept = Tab(visit.say(Label("Not duplicates", ru: "Не дубли")), url.query("dismissed", "1"), isCurrent: isDismissed)
        return ui.tabs(others + [kept], label: visit.say(Wording.duplicates))
    }

    // What seems to be one.

    private func sets() throws -> HTML {
        let place = try visit.item("after").map { text throws(Failure) in try DuplicatePlace(text) } ?? .start
        let (sets, next) = try visit.records.duplicateSets(object, after: place, limit: DuplicateSetsPage.shown)
        guard !sets.isEmpty else {
            return ui.emptyState(
                .circleCheck, visit.say(Label("No duplicates here", ru: "Дублей не видно")),
                visit.say(Label("Records with the same number, address or name will appear here.",
                    ru: "Здесь появятся записи с одинаковым номером, адресом или названием.")))
        }
        for record in sets.flatMap(\.records) { for field in fields { visit.titles.want(record[field.name], of: field) } }
        let mayMerge = visit.mayMerge(object)
        let shown = visit.say(Label("Shown: \(visit.number(Int64(sets.count)))", ru: "Показано: \(visit.number(Int64(sets.count)))"))
        return (mayMerge ? bulk(sets) : HTML())
            + "<div class=\"duplicate-sets\">\(try sets.render { try card($0, mayMerge: mayMerge) })</div>"
            + ui.pagination(summary: shown, previous: visit.item("after") == nil ? nil : url, next: next.map { url.query("after", $0.text) })
    }

    /// Merging many at once: those that are ticked, or all that are certain.
    private func bulk(_ sets: [DuplicateSet]) -> HTML {
        let action = url / "merge"
        let chosen = ui.button(visit.say(Label("Merge the chosen", ru: "Объединить выбранные")), icon: .merge)
        let ask = visit.say(Label(
            "Merge the chosen sets? In each, the record that knows most stays. It can be undone.",
            ru: "Объединить выбранные наборы? В каждом останется самая полная запись. Это можно отменить."
        ))
        let form = ui.form(action, class: "form-inline", attributes: " id=\"merge-sets\" data-confirm=\"\(ask)\"", chosen)
        let certain = sets.filter { $0.certainty == .certain }
        guard certain.count > 1 else { return "<div class=\"duplicate-bulk\">\(form)</div>" }
        let number = visit.number(Int64(certain.count))
        let all = ui.postButton(
            visit.say(Label("Merge all certain on this page: \(number)", ru: "Объединить все точные на странице: \(number)")), action, .plain,
            confirm: ask, fields: certain.map { ("set", ids($0.records)) })
        return "<div class=\"duplicate-bulk\">\(form)\(all)</div>"
    }

    private func ids(_ records: [Record]) -> String { records.map { "\($0.id)" }.joined(separator: " ") }

    private func card(_ set: DuplicateSet, mayMerge: Bool) throws -> HTML {
        let why = DuplicateHints.reasons(set.matches, visit)
        let label = visit.say(Label("Choose this set: \(set.records[0].title)", ru: "Выбрать набор: \(set.records[0].title)"))
        let check: HTML = "<input type=\"checkbox\" class=\"checkbox\" name=\"set\" value=\"\(ids(set.records))\" form=\"merge-sets\" aria-label=\"\(label)\">"
        let compare = set.records.reduce(URLPath(object.path) / "merge") { $0.query("id", "\($1.id)") }
        let merge = ui.linkButton(visit.say(Label("Compare and merge", ru: "Сравнить и объединить")), compare, .secondary, icon: .merge)
        let dismiss = ui.postButton(
            visit.say(Label("Not duplicates", ru: "Это не дубли")), url / "dismiss", .plain, fields: [("ids", ids(set.records)), ("_next", visit.here.text)])
        return """
            <section class="panel panel--card duplicate-set"><header class="duplicate-set__head">\(check, if: mayMerge)\
            \(ui.badge(visit.say(set.certainty.label), set.certainty.hue))<span class="duplicate-set__why">\(why.capitalizedFirst)</span>\
            <span class="duplicate-set__actions">\(merge, if: mayMerge)\(dismiss, if: visit.may(\.update, object.name))</span></header>\
            \(try table(set))</section>
            """
    }

    /// What tells the records of a set apart.
    private var fields: [FieldDefinition] {
        let names = object.matchPositions.map { object.fields[$0].name }.filter { $0 != object.titleField }
        return (names + [object.ownerField, "created_at"].compactMap(\.self)).compactMap(object.field).filter {
            visit.principal.role.access(object.name, $0.name) >= .read
        }
    }

    private func table(_ set: DuplicateSet) throws -> HTML {
        let shown = fields.filter { field in set.records.contains { !$0[field.name].isEmpty } }
        let heads = [TableColumn(visit.say(object.noun.singular))] + shown.map { TableColumn(visit.say($0.label)) }
        let rows = try set.records.render { record in
            let own = URLPath(object.path) / record.id
            let cells = try shown.render { ui.cell(try visit.values.html(record[$0.name], $0) ?? HTML(), label: visit.say($0.label)) }
            return ui.row(href: own, ui.titleCell(record.title, href: own) + cells)
        }
        return ui.table(heads, caption: set.records[0].title, rows: rows)
    }

    // What was found not to be.

    private func dismissed() throws -> HTML {
        let after = try visit.item("after").map { text throws(Failure) in try DismissedPair.place(text) } ?? (0, 0)
        let (pairs, next) = try visit.records.dismissals(object, after: after)
        guard !pairs.isEmpty else {
            return ui.emptyState(.circleCheck, visit.say(Label("Nothing was found not to be a duplicate", ru: "Ничего не отмечено как «не дубль»")))
        }
        visit.titles.want(object.name, pairs.flatMap { [$0.record, $0.other] })
        visit.titles.want("user", pairs.compactMap(\.author))
        let rows = try pairs.render { pair in
            let links = try [pair.record, pair.other].map { id -> HTML in
                let title = try visit.titles.title(object.name, id) ?? ""
                return "<a href=\"\(URLPath(object.path) / id)\">\(title)</a> <span class=\"muted\">\(visit.number(of: id))</span>"
            }
            let who = try pair.author.flatMap { try visit.titles.title("user", $0) } ?? visit.say(Wording.system)
            let recall = ui.postButton(
                visit.say(Label("Consider again", ru: "Снова считать дублями")), url / "recall", .plain,
                fields: [("ids", "\(pair.record) \(pair.other)"), ("_next", visit.here.text)])
            return ui.row(
                ui.cell("\(links[0]) — \(links[1])", label: visit.say(object.noun.plural))
                    + ui.cell("\(who), \(visit.moment(pair.at))", label: visit.say(Label("Found by", ru: "Кто отметил")))
                    + ui.cell(visit.may(\.update, object.name) ? recall : HTML(), label: ""))
        }
        let heads = [visit.say(object.noun.plural), visit.say(Label("Found by", ru: "Кто отметил")), ""].map { TableColumn($0) }
        let table = ui.table(heads, caption: visit.say(Label("Not duplicates", ru: "Не дубли")), rows: rows)
        if visit.item("after") == nil, next == nil { return table }
        return table
            + ui.pagination(
                summary: "", previous: visit.item("after") == nil ? nil : url.query("dismissed", "1"),
                next: next.map { url.query("dismissed", "1").query("after", "\($0.record).\($0.other)") })
    }
}
