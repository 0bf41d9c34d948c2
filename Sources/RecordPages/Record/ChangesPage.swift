import Definitions
import Kit
import Markup
import Pages
import RecordEngine
import Web

/// What changed between two days: what was added, moved, grew, shrank and was lost, with counts and sums. Each line opens its record.
struct ChangesPage {
    private static let shown = 20
    /// How many of one group alone.
    private static let shownOfOne = 100
    private let object: ObjectDefinition
    private let visit: PageVisit
    private let filter: String
    private var ui: Components { visit.ui }

    /// One group of changes.
    private enum Group: String, CaseIterable {
        case added, moved, grown, shrunk, changed, lost

        var label: Label {
            switch self {
            case .added: Label("Added", ru: "Добавлены")
            case .moved: Label("Moved", ru: "Перешли на другую стадию")
            case .grown: Label("Grown", ru: "Выросли")
            case .shrunk: Label("Shrunk", ru: "Уменьшились")
            case .changed: Label("Otherwise changed", ru: "Изменились иначе")
            case .lost: Label("Gone", ru: "Ушли")
            }
        }

        var way: RecordChange.Way? { RecordChange.Way(rawValue: rawValue) }

        func takes(_ change: RecordChange) -> Bool {
            if let way { return change.ways.contains(way) }
            return change.kind.rawValue == rawValue && change.ways.isEmpty
        }
    }

    private struct Part {
        var changes: [RecordChange] = []
        var count = 0
        var sum: Int64 = 0
    }

    init(object: ObjectDefinition, visit: PageVisit) {
        self.object = visit.records.current(object)
        self.visit = visit
        filter = visit.item("filter") ?? ""
    }

    func content() throws -> PageContent {
        _ = try visit.records.object(object.name)
        let title = visit.say(Label("What changed: \(object.noun.english.many)", ru: "Что изменилось: \(object.noun.russian.many)"))
        let (from, to) = (visit.item("from") ?? visit.context.today.adding(days: -7).iso, visit.item("to"))
        var html = Layout.pageHead(title, actions: toList) + dates(from, to)
        do {
            let (earlier, later) = (try visit.records.asOf(from), try visit.records.asOf(to))
            guard earlier.now <= later.now else { throw Failure.malformed(Label("The first day is the later one.", ru: "Первый день позже второго.")) }
            if let group = visit.item("kind").flatMap(Group.init) {
                return PageContent(title, object: object.name, html + (try alone(group, earlier, later)))
            }
            var parts: [Group: Part] = [:]
            let isExact = try later.eachChange(ChangeQuery(object.name, filter: try Filter(filter)), since: earlier) { note($0, &parts) }
            if !isExact {
                html += ui.notice(.warning, HTML(text: visit.say(
                    Label("So much has changed that not all is counted; choose fewer days.", ru: "Изменений так много, что учтены не все; выберите меньше дней.")
                )))
            }
            let groups = Group.allCases.compactMap { group in parts[group].map { (group, $0) } }
            html += groups.isEmpty ? nothing : "<div class=\"figures\">\(groups.render { figure($0.0, $0.1) })</div>"
            html += try groups.render { try section($0.0, $0.1, earlier) }
            return PageContent(title, object: object.name, html)
        } catch Failure.malformed(let problem) {
            return PageContent(title, object: object.name, status: 400, html + ui.notice(.bad, HTML(text: visit.say(problem))))
        }
    }

    private func note(_ change: RecordChange, _ parts: inout [Group: Part]) {
        for group in Group.allCases where group.takes(change) {
            parts[group, default: Part()].count += 1
            parts[group, default: Part()].sum &+= change.weight(group.way)
            guard parts[group, default: Part()].changes.count < ChangesPage.shown else { continue }
            parts[group, default: Part()].changes.append(change)
            want(change)
        }
    }

    private func want(_ change: RecordChange) {
        for field in change.fields {
            for record in [change.was, change.now].compactMap(\.self) { visit.titles.want(record[field.name], of: field) }
        }
    }

    private func figure(_ group: Group, _ part: Part) -> HTML {
        ui.figure(visit.say(group.label), visit.number(Int64(part.count)), detail: sum(group, part.sum), href: visit.here.fragment(group.rawValue))
    }

    private func sum(_ group: Group, _ sum: Int64) -> String { sum == 0 ? "" : (group == .grown ? "+" : "") + visit.sum(sum) }

    /// All of one group, page by page.
    private func alone(_ group: Group, _ earlier: Records, _ later: Records) throws -> HTML {
        let query = ChangeQuery(
            object.name, filter: try Filter(filter), kind: group.way == nil ? RecordChange.Kind(rawValue: group.rawValue) : .changed, way: group.way,
            limit: ChangesPage.shownOfOne, after: visit.item("after").flatMap { Int64($0) } ?? 0)
        let (changes, next) = try later.changes(query, since: earlier)
        changes.forEach(want)
        let here = visit.items.filter { $0.name != "after" }.reduce(visit.path) { $0.query($1.name, $1.value) }
        let shown = visit.number(Int64(changes.count))
        return try panel(group, changes.filter(group.takes), earlier, count: nil)
            + ui.pagination(
                summary: visit.say(Label("Shown: \(shown)", ru: "Показано: \(shown)")), previous: visit.item("after") == nil ? nil : here,
                next: next.map { here.query("after", $0) })
    }

    private var toList: HTML { ui.linkButton(visit.say(object.noun.plural), ListState(object, filter: filter).url, .plain, icon: .list) }

    private var nothing: HTML { ui.emptyState(.history, visit.say(Label("Nothing changed in these days", ru: "За эти дни ничего не изменилось"))) }

    private func dates(_ from: String, _ to: String?) -> HTML {
        let today = visit.context.today.iso
        // A date field shows days only.
        let days = [from, to ?? today].map { text in Day(iso: text)?.iso ?? Instant(iso: text).map { visit.context.zone.day(of: $0).iso } ?? "" }
        let hidden: HTML = filter.isEmpty ? HTML() : "<input type=\"hidden\" name=\"filter\" value=\"\(filter)\">"
        let max: HTML = " max=\"\(today)\""
        let first = FormField("from", visit.say(Label("From the end of", ru: "С конца дня")))
        let last = FormField("to", visit.say(Label("To the end of", ru: "По конец дня")))
        return """
            <form class="changes__dates" action="\(visit.path)">\(hidden)\(ui.input(first, .date, value: days[0], attributes: max))\
            \(ui.input(last, .date, value: days[1], attributes: max))\(ui.button(visit.say(Label("Compare", ru: "Сравнить")), .primary))</form>
            """
    }

    private func section(_ group: Group, _ part: Part, _ earlier: Records) throws -> HTML {
        var html = try panel(group, part.changes, earlier, count: part.count)
        if part.count > part.changes.count {
            let all = visit.say(Label("All \(visit.number(Int64(part.count)))", ru: "Все: \(visit.number(Int64(part.count)))"))
            html += "<p><a href=\"\(visit.here.query("kind", group.rawValue))\">\(all)</a></p>"
        }
        return "<div class=\"changes__group\" id=\"\(group.rawValue)\">\(html)</div>"
    }

    private func panel(_ group: Group, _ changes: [RecordChange], _ earlier: Records, count: Int?) throws -> HTML {
        let rows = try changes.render { try row($0, earlier) }
        let heads = [TableColumn(visit.say(object.noun.singular)), TableColumn(visit.say(Label("What changed", ru: "Что изменилось")))]
        let table = ui.table(heads, caption: visit.say(group.label), rows: rows)
        return ui.panel(visit.say(group.label), count: count.map { visit.number(Int64($0)) }, isCard: true, table)
    }

    private func row(_ change: RecordChange, _ earlier: Records) throws -> HTML {
        // What is deleted opens as it was.
        let url = change.now == nil ? (URLPath(object.path) / change.id).query("as_of", earlier.now.iso) : URLPath(object.path) / change.id
        let label = visit.say(Label("What changed", ru: "Что изменилось"))
        return ui.row(href: url, ui.titleCell(change.title, href: url) + ui.cell(try what(change), label: label))
    }

    private func what(_ change: RecordChange) throws -> HTML {
        guard change.now != nil else { return HTML(text: visit.say(Label("Deleted", ru: "Удалено"))) }
        let shown = change.was == nil
            ? object.listColumns.compactMap(object.field).filter { field in change.fields.contains { $0.name == field.name } && field.name != object.titleField }
            : change.fields
        let lines = try shown.prefix(8).map { field -> HTML in
            let old = try change.was.map { try visit.values.text($0[field.name], field) } ?? ""
            let new = try change.now.map { try visit.values.text($0[field.name], field) } ?? ""
            let before: HTML = "<span class=\"change__old\">\(old.shortened(80))</span>\(ui.icon(.arrowRight))"
            let after = new.isEmpty ? visit.say(Wording.notSet) : new.shortened(80)
            return "<li class=\"change\"><span>\(visit.say(field.label)):</span>\(before, if: !old.isEmpty)<span>\(after)</span></li>"
        }
        return "<ul class=\"changes__what\">\(lines.joined(separator: ""))</ul>"
    }
}
