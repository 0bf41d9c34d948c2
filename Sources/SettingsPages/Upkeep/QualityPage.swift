import Definitions
import Duplicates
import Kit
import Markup
import Pages
import RecordEngine
import RecordPages
import Storage
import Upkeep
import Web

/// What is missing, wrong, stale, doubled and nobody's: each number opens its rows, and most can be mended in one go.
struct QualityPage {
    let frame: PageFrame
    let visit: PageVisit
    private var ui: Components { visit.ui }

    static let url = URLPath("quality")

    static func routes(_ frame: PageFrame) -> [Route] {
        [
            Route(.get, "/quality", .signedIn, for: .people) { visit in
                try await frame.respond(visit) { try QualityPage(frame: frame, visit: $0).content() }
            },
            Route(.post, "/quality/assign", .signedIn, for: .people, handler: assign),
        ]
    }

    private var objects: [ObjectDefinition] { visit.schema.objects.filter { $0.isInNavigation && visit.may(\.read, $0.name) } }

    func content() throws -> PageContent {
        let title = visit.say(Wording.dataQuality)
        guard let object = objects.first(where: { $0.name == visit.item("object") }) ?? objects.first else {
            let text = visit.say(Label("There is nothing here that you may see.", ru: "Здесь нет ничего, что вам можно видеть."))
            return PageContent(title, Layout.pageHead(title) + ui.emptyState(.sparkles, title, text))
        }
        let tabs = objects.map { Tab(visit.say($0.noun.plural), QualityPage.url.query("object", $0.name), isCurrent: $0 === object) }
        let quality = try Quality(object, visit.records)
        var html = Layout.pageHead(title, below: ui.tabs(tabs, label: visit.say(Label("Objects", ru: "Объекты"))))
        html += "<div class=\"stack\">\(try table(quality))\(try doubles(object))</div>"
        return PageContent(title, html)
    }

    private func table(_ quality: Quality) throws -> HTML {
        let all = visit.say(Label("Records: \(visit.number(Int64(quality.all)))", ru: "Записей: \(visit.number(Int64(quality.all)))"))
        guard !quality.findings.isEmpty else {
            return ui.emptyState(.circleCheck, visit.say(Label("Nothing to mend", ru: "Всё в порядке")), all)
        }
        let heads = [
            Label("What", ru: "Что"), Label("How many", ru: "Сколько"), Label("Of all", ru: "Доля"), Label("Mend", ru: "Исправить"),
        ].map(visit.say)
        let users = try self.users()
        let rows = quality.findings.render { finding in
            // What may be wrong is seen and put right in the list itself.
            let wrong = finding.kind == .invalid ? (try? Filter(finding.filter)).map { shown($0, quality.object) } : nil
            let list = ListState(quality.object, filter: finding.filter, columns: wrong).url
            let share = finding.count * 100 / max(quality.all, 1)
            let cells = [
                "<a href=\"\(list)\">\(visit.number(Int64(finding.count)))</a>" as HTML,
                HTML(text: (share == 0 ? "<1" : "\(share)") + visit.say(Label("%", ru: "\u{A0}%"))),
                mend(finding, quality.object, list, users),
            ]
            return ui.row(
                "<td class=\"table__title\">\(visit.say(finding.label))</td>"
                    + zip(heads.dropFirst(), cells).map { ui.cell($1, label: $0, isNumeric: $0 != heads[3]) }.joined())
        }
        let columns = heads.enumerated().map { TableColumn($0.element, isNumeric: $0.offset == 1 || $0.offset == 2) }
        return "<p class=\"muted\">\(all)</p>" + ui.table(columns, caption: visit.say(Wording.dataQuality), rows: rows)
    }

    /// What the list shows, with the fields that a condition looks at.
    private func shown(_ filter: Filter, _ object: ObjectDefinition) -> [String] {
        object.listColumns + filter.subjects.sorted().filter { object.field($0) != nil && !object.listColumns.contains($0) }
    }

    private func mend(_ finding: Quality.Finding, _ object: ObjectDefinition, _ list: URLPath, _ users: [Option]) -> HTML {
        guard finding.kind == .unowned, visit.may(\.update, object.name) else { return ways(finding, object, list) }
        let label = visit.say(Label("Give to", ru: "Назначить"))
        return ui.form(
            QualityPage.url / "assign", class: "cluster",
            """
            <input type="hidden" name="object" value="\(object.name)"><input type="hidden" name="filter" value="\(finding.filter)">\
            <select class="input input--select" name="owner" aria-label="\(label)">\(ui.options(users, selected: visit.principal.user.map { "\($0)" }))</select>\
            \(ui.button(label, icon: .userPlus))
            """)
    }

    /// What fits the finding, for all its records at once; where nothing may be done, the records.
    private func ways(_ finding: Quality.Finding, _ object: ObjectDefinition, _ list: URLPath) -> HTML {
        let here = QualityPage.url.query("object", object.name)
        func way(_ deed: String?, _ label: Label, _ icon: Icon) -> HTML? {
            BulkWay.url(deed, object, filter: finding.filter, next: here, frame, visit).map {
                ui.linkButton(visit.say(label), $0, .plain, icon: icon)
            }
        }
        let change = way(nil, Label("Change all", ru: "Изменить все"), .pencil)
        let fitting: [HTML?] =
            switch finding.kind {
            case .missing: [finding.field.flatMap { way("set:\($0)", Label("Fill for all", ru: "Заполнить у всех"), .pencil) }]
            case .stale:
                [
                    way("verb:assign", Label("Assign", ru: "Передать"), .userPlus),
                    way("verb:plan", Label("Make tasks", ru: "Поставить задачи"), .task), change,
                ]
            case .invalid, .unowned: [change]
            }
        let one = finding.kind == .invalid ? Label("Correct one by one", ru: "Исправить по одной") : Label("Open", ru: "Открыть")
        return
            "<div class=\"cluster\">\(fitting.compactMap(\.self).joined())\(ui.linkButton(visit.say(one), list, .plain, icon: .list))</div>"
    }

    private func users() throws -> [Option] {
        guard visit.may(\.read, "user") else { return [] }
        let query = Query(
            "user", filter: try Filter("is_active = true"), sort: [Sort(FieldPath("name"))], columns: [FieldPath("name")], limit: 500)
        return try visit.records.list(query) { Option("\($0.id)", String($0.value(0)) ?? "") }.rows
    }

    /// Doubles have a page of their own, which merges them in bulk.
    private func doubles(_ object: ObjectDefinition) throws -> HTML {
        guard !object.matching.isEmpty else { return HTML() }
        let (sets, next) = try visit.records.duplicateSets(object, limit: 50)
        guard !sets.isEmpty else { return HTML() }
        let count = "\(sets.count)" + (next == nil ? "" : "+")
        let line = ui.relatedLine(
            visit.say(Wording.duplicates), href: URLPath(object.path) / "duplicates",
            detail: visit.say(Label("Sets: \(count)", ru: "Наборов: \(count)")))
        return ui.panel(visit.say(Label("Kept twice", ru: "Записаны дважды")), isCard: true, ui.relatedList(line))
    }

    /// Gives all records of a finding to somebody, behind the scenes.
    @Sendable private static func assign(_ visit: Visit) async throws -> WebResponse {
        let (name, text) = (visit.form.first("object") ?? "", visit.form.first("filter") ?? "")
        // Without a condition it would be everything there is.
        guard !text.isEmpty else { throw Failure.conflict(Label("Say which records.", ru: "Укажите, какие записи.")) }
        let number = try await visit.transact { tx, caller in
            let records = try visit.workspace.records(tx, caller.principal)
            let object = try records.object(name)
            guard object.ownerField != nil, records.principal.role.grant(name).update != .none else {
                throw Failure.forbidden(Label("You may not change these records.", ru: "Менять эти записи вам нельзя."))
            }
            guard let owner = visit.form.first("owner").flatMap({ Int64($0) }),
                try records.record("user", owner)["is_active"] == .boolean(true)
            else {
                throw Failure.conflict(Label("Choose somebody who works here.", ru: "Выберите работающего пользователя."))
            }
            let count = try records.count(Query(name, filter: try Filter(text)), upTo: 1_000_000)
            let work = Reassignment([.init(name, filter: text, to: [owner])], total: Int64(count.value))
            return try work.order(visit.workspace.jobs, by: caller.principal.user, in: tx)
        }
        return .see((URLPath("reassignments") / number).text)
    }
}
