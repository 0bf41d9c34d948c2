import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// A person's own deals on the home page. Every number opens the deals it counts.
enum DealPanels {
    private static let mine = "owner = me and status = open"

    static let figures = HomePanel(.figures) { visit in
        guard visit.may(\.read, "deal") else { return HTML() }
        return try figure(Label("My open deals", ru: "Мои открытые сделки"), mine, visit)
            + figure(
                Label("I won this month", ru: "Выиграно мной за месяц"), "owner = me and status = won and closed_on = this_month", visit)
            + figure(Label("Closing this month", ru: "Закрытие в этом месяце"), mine + " and expected_close = this_month", visit)
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
        let query = AggregateQuery(
            "deal", filter: try Filter(mine), groups: [FieldPath(Deal.stage.name)],
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
                hue: stage.hue, url: URLPath("deals").query("filter", "\(mine) and stage = \(stage.id)"))
        }
        let content =
            lines.isEmpty
            ? visit.ui.emptyState(.handshake, visit.say(Label("No open deals of yours", ru: "У вас нет открытых сделок")))
            : visit.ui.bars(lines)
        return visit.ui.panel(visit.say(Label("My deals by stage", ru: "Мои сделки по стадиям")), isCard: true, content)
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
