import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The deals of the day on the home page: a salesperson's own, for others all they answer for. Every number opens the deals it counts.
enum DealPanels {
    private static func seesOthers(_ visit: PageVisit) -> Bool { visit.principal.role.grant("deal").read != .rows("owner = me") }

    private static func scope(_ visit: PageVisit) -> String { seesOthers(visit) ? "" : "owner = me and " }

    static let figures = HomePanel(.figures) { visit in
        guard visit.may(\.read, "deal") else { return HTML() }
        let scope = scope(visit)
        let (open, won) = seesOthers(visit)
            ? (Label("Open deals", ru: "Открытые сделки"), Label("Won this month", ru: "Выиграно за месяц"))
            : (Label("My open deals", ru: "Мои открытые сделки"), Label("I won this month", ru: "Выиграно мной за месяц"))
        return try figure(open, scope + "status = open", visit)
            + figure(won, scope + "status = won and closed_on = this_month", visit)
            + figure(Label("Closing this month", ru: "Закрытие в этом месяце"), scope + "status = open and expected_close = this_month", visit)
    }

    private static func figure(_ label: Label, _ filter: String, _ visit: PageVisit) throws -> HTML {
        let row = try visit.records.aggregate(
            AggregateQuery("deal", filter: try Filter(filter), measures: [.count, Measure(.sum, FieldPath(Deal.amount.name))])
        ).first
        let (count, sum) = (row?.measures[0] ?? 0, row?.measures[1] ?? 0)
        let noun = Deal.object.noun.counted(Int(count))
        return visit.ui.figure(visit.say(label), visit.sum(sum), detail: visit.say(noun), href: URLPath("deals").query("filter", filter))
    }

    static let byStage = HomePanel(.side) { visit in
        guard visit.may(\.read, "deal") else { return HTML() }
        let open = scope(visit) + "status = open"
        let query = AggregateQuery(
            "deal", filter: try Filter(open), groups: [FieldPath(Deal.stage.name)],
            measures: [.count, Measure(.sum, FieldPath(Deal.amount.name))])
        let rows = try visit.records.aggregate(query).compactMap { row in
            Reference(row.groups[0]).map { (stage: $0.id, count: row.measures[0] ?? 0, sum: row.measures[1] ?? 0) }
        }
        let stages = try order(rows.map(\.stage), visit)
        let most = max(rows.map(\.sum).max() ?? 0, 1)
        let lines = stages.compactMap { stage in rows.first { $0.stage == stage.id }.map { (stage, $0) } }.map { stage, row in
            BarLine(
                stage.title, value: visit.sum(row.sum), detail: visit.number(row.count),
                percent: Int(100 * Double(max(row.sum, 0)) / Double(most)),
                hue: stage.hue, url: URLPath("deals").query("filter", "\(open) and stage = \(stage.id)"))
        }
        let content =
            lines.isEmpty
            ? visit.ui.emptyState(.handshake, visit.say(Label("No open deals", ru: "Открытых сделок нет")))
            : visit.ui.bars(lines)
        let title = seesOthers(visit) ? Label("Deals by stage", ru: "Сделки по стадиям") : Label("My deals by stage", ru: "Мои сделки по стадиям")
        return visit.ui.panel(visit.say(title), isCard: true, content)
    }

    /// The stages with these numbers, pipeline by pipeline in their order.
    private static func order(_ ids: [Int64], _ visit: PageVisit) throws -> [StageView] {
        guard !ids.isEmpty else { return [] }
        let filter = Filter.compare(FieldPath("id"), .isIn, .list(ids.map { .number("\($0)", currency: nil) }))
        let columns = [Stage.title.name, Stage.kind.name, Stage.hue.name].map { FieldPath($0) }
        let query = Query(
            "stage", filter: filter, sort: [Sort(FieldPath(Stage.pipeline.name)), Sort(FieldPath(Stage.position.name))], columns: columns,
            limit: ids.count)
        return try visit.records.list(query) { row in
            StageView(
                id: row.id, title: String(row.value(0)) ?? "", kind: String(row.value(1)) ?? "open",
                hue: String(row.value(2)).flatMap(Hue.init) ?? .blue)
        }.rows
    }
}
