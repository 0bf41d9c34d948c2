import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The deals of the day on the home page: a salesperson's own, a head's team, for others all they answer for. Every number opens the deals it
/// counts.
struct DealPanels {
    static let panel = HomePanel { visit in
        guard visit.may(\.read, "deal"), visit.may(\.read, "stage") else { return [:] }
        let panels = try DealPanels(visit)
        return [.figures: try panels.figures(), .side: try panels.byStage() + panels.numbers(), .main: try panels.team()]
    }

    private struct Sum {
        var count: Int64 = 0
        var amount: Int64 = 0

        static func + (left: Sum, right: Sum) -> Sum {
            Sum(count: left.count &+ right.count, amount: left.amount &+ right.amount)
        }
    }

    private static let measures = [Measure.count, Measure(.sum, FieldPath(Deal.amount.name))]
    private let visit: PageVisit
    private let seesOthers: Bool
    /// What every filter begins with.
    private let scope: String
    private let open: [(stage: StageView, sum: Sum)]
    /// Of this month and the one before, by how it ended.
    private let closed: [String: (now: Sum, before: Sum)]

    private init(_ visit: PageVisit) throws {
        self.visit = visit
        seesOthers = visit.principal.role.grant("deal").read != .rows("owner = me")
        scope = seesOthers ? "" : "owner = me and "
        open = try DealPanels.open(scope, visit)
        closed = try DealPanels.closed(scope, visit)
    }

    /// A deal is open while its stage is, and by its stage an index adds it up.
    private static func open(_ scope: String, _ visit: PageVisit) throws -> [(stage: StageView, sum: Sum)] {
        let stages = try openStages(visit)
        guard !stages.isEmpty else { return [] }
        let list = Filter.compare(FieldPath(Deal.stage.name), .isIn, .list(stages.map { .number("\($0.id)", currency: nil) }))
        let filter = scope.isEmpty ? list : try Filter(scope + "status = open")
        let rows = try visit.records.aggregate(
            AggregateQuery("deal", filter: filter, groups: [FieldPath(Deal.stage.name)], measures: measures))
        let sums = Dictionary(
            rows.compactMap { row in Reference(row.groups[0]).map { ($0.id, sum(row)) } }, uniquingKeysWith: { first, _ in first })
        return stages.compactMap { stage in sums[stage.id].map { (stage, $0) } }
    }

    /// One question for both months: day by day, so that the index of the days is followed.
    private static func closed(_ scope: String, _ visit: PageVisit) throws -> [String: (now: Sum, before: Sum)] {
        let today = visit.context.today
        let month = today.adding(days: 1 - today.parts.day)
        let filter = try Filter(scope + "(closed_on = this_month or closed_on = last_month)")
        let query = AggregateQuery(
            "deal", filter: filter, groups: [FieldPath(Deal.closed.name), FieldPath(Deal.status.name)], measures: measures)
        var closed: [String: (now: Sum, before: Sum)] = [:]
        for row in try visit.records.aggregate(query) {
            guard let day = Day(row.groups[0]), case .text(let status) = row.groups[1] else { continue }
            var known = closed[status] ?? (Sum(), Sum())
            if day < month { known.before = known.before + sum(row) } else { known.now = known.now + sum(row) }
            closed[status] = known
        }
        return closed
    }

    private static func sum(_ row: AggregateRow) -> Sum { Sum(count: row.measures[0] ?? 0, amount: row.measures[1] ?? 0) }

    private func rows(_ filter: String) -> URLPath { URLPath("deals").query("filter", scope + filter) }

    private func figures() throws -> HTML {
        let (open, won) =
            seesOthers
            ? (Label("Open deals", ru: "Открытые сделки"), Label("Won this month", ru: "Выиграно за месяц"))
            : (Label("My open deals", ru: "Мои открытые сделки"), Label("I won this month", ru: "Выиграно мной за месяц"))
        let closing = "status = open and expected_close = this_month"
        let row = try visit.records.aggregate(
            AggregateQuery("deal", filter: try Filter(scope + closing), measures: DealPanels.measures)
        ).first
        return figure(open, self.open.reduce(Sum()) { $0 + $1.sum }, "status = open")
            + figure(won, closed["won"]?.now ?? Sum(), "status = won and closed_on = this_month")
            + figure(Label("Closing this month", ru: "Закрытие в этом месяце"), row.map(DealPanels.sum) ?? Sum(), closing)
    }

    private func figure(_ label: Label, _ sum: Sum, _ filter: String) -> HTML {
        let noun = Deal.object.noun.counted(Int(clamping: sum.count))
        return visit.ui.figure(visit.say(label), visit.sum(sum.amount), detail: visit.say(noun), href: rows(filter))
    }

    private func byStage() throws -> HTML {
        let most = max(open.map(\.sum.amount).max() ?? 0, 1)
        let lines = open.map { stage, sum in
            BarLine(
                stage.title, value: visit.sum(sum.amount), detail: visit.number(sum.count),
                percent: Int(100 * Double(max(sum.amount, 0)) / Double(most)), hue: stage.hue,
                url: rows("status = open and stage = \(stage.id)"))
        }
        let content =
            lines.isEmpty
            ? visit.ui.emptyState(.handshake, visit.say(Label("No open deals", ru: "Открытых сделок нет")))
            : visit.ui.bars(lines)
        let title =
            seesOthers ? Label("Deals by stage", ru: "Сделки по стадиям") : Label("My deals by stage", ru: "Мои сделки по стадиям")
        return visit.ui.panel(visit.say(title), isCard: true, content)
    }

    /// This month beside the one before.
    private func numbers() -> HTML {
        let (won, lost) = (closed["won"] ?? (Sum(), Sum()), closed["lost"] ?? (Sum(), Sum()))
        func line(
            _ label: Label, _ status: String, _ now: Int64, _ before: Int64, _ text: (Int64) -> String
        ) -> (label: String, cells: [(text: String, url: URLPath?)]) {
            let months = ["this_month", "last_month"].map { rows("status = \(status) and closed_on = \($0)") }
            return (visit.say(label), [(text(now), months[0]), (text(before), months[1]), (change(now, before), nil)])
        }
        let number: (Int64) -> String = { visit.number($0) }
        let lines = [
            line(Label("Won", ru: "Выиграно"), "won", won.now.amount, won.before.amount) { visit.sum($0) },
            line(Label("Deals won", ru: "Выигранных сделок"), "won", won.now.count, won.before.count, number),
            line(Label("Deals lost", ru: "Проигранных сделок"), "lost", lost.now.count, lost.before.count, number),
        ]
        let heads = [
            Label("This month", ru: "Этот месяц"), Label("Last month", ru: "Прошлый"), Label("Change", ru: "Изменение"),
        ]
        let title = seesOthers ? Label("Our numbers", ru: "Наши показатели") : Label("My numbers", ru: "Мои показатели")
        return visit.ui.panel(visit.say(title), isCard: true, visit.ui.comparison(heads.map { visit.say($0) }, lines))
    }

    private func change(_ now: Int64, _ before: Int64) -> String {
        guard before > 0 else { return "—" }
        let percent = Int64(truncatingIfNeeded: (Int128(now) - Int128(before)) * 100 / Int128(before))
        return (percent > 0 ? "+" : "") + visit.number(percent) + (visit.ui.language == .ru ? "\u{A0}%" : "%")
    }

    /// Who has how much open, has won how much, and is late with how much.
    private func team() throws -> HTML {
        guard seesOthers, visit.may(\.read, "user") else { return HTML() }
        let open = try byOwner("deal", "status = open", [FieldPath(Deal.owner.name)])
        let won = try byOwner("deal", "status = won and closed_on = this_month", [FieldPath(Deal.closed.name), FieldPath(Deal.owner.name)])
        // Of a team only: over everything it is more than a page should ask.
        let isTeam =
            visit.principal.role.grant("deal").read != .all && visit.schema.object("activity") != nil && visit.may(\.read, "activity")
        let lateFilter = "done_at is empty and due_at < now"
        let late = isTeam ? try byOwner("activity", lateFilter, [FieldPath("owner")]) : [:]
        let owners = Set(open.keys).union(won.keys).union(late.keys).sorted {
            (won[$0]?.amount ?? 0, open[$0]?.amount ?? 0, $1) > (won[$1]?.amount ?? 0, open[$1]?.amount ?? 0, $0)
        }.prefix(12)
        guard owners.count > 1 else { return HTML() }
        let lines = try owners.map { owner -> (label: String, cells: [(text: String, url: URLPath?)]) in
            let own = "owner = \(owner) and "
            var cells: [(text: String, url: URLPath?)] = [
                (visit.sum(won[owner]?.amount ?? 0), rows(own + "status = won and closed_on = this_month")),
                (visit.sum(open[owner]?.amount ?? 0), rows(own + "status = open")),
                (visit.number(open[owner]?.count ?? 0), rows(own + "status = open")),
            ]
            if isTeam { cells.append((visit.number(late[owner]?.count ?? 0), URLPath("activities").query("filter", own + lateFilter))) }
            return (label: try visit.titles.title("user", owner) ?? visit.number(of: owner), cells: cells)
        }
        var heads = [Label("Won this month", ru: "Выиграно за месяц"), Label("Open", ru: "В работе"), Label("Deals", ru: "Сделок")]
        if isTeam { heads.append(Label("Overdue", ru: "Просрочено дел")) }
        let title = isTeam ? Label("My team", ru: "Моя команда") : Label("The team", ru: "Команда")
        return visit.ui.panel(visit.say(title), isCard: true, visit.ui.comparison(heads.map { visit.say($0) }, lines))
    }

    /// - Parameter groups: the last of them is the owner.
    private func byOwner(_ object: String, _ filter: String, _ groups: [FieldPath]) throws -> [Int64: Sum] {
        let measures = object == "deal" ? DealPanels.measures : [.count]
        let rows = try visit.records.aggregate(
            AggregateQuery(object, filter: try Filter(filter), groups: groups, measures: measures, limit: 20_000))
        var sums: [Int64: Sum] = [:]
        for row in rows {
            guard let owner = row.groups.last.flatMap(Reference.init)?.id else { continue }
            sums[owner] = (sums[owner] ?? Sum()) + Sum(count: row.measures[0] ?? 0, amount: measures.count > 1 ? row.measures[1] ?? 0 : 0)
        }
        return sums
    }

    /// The open stages, pipeline by pipeline in their order.
    private static func openStages(_ visit: PageVisit) throws -> [StageView] {
        let columns = [Stage.title.name, Stage.kind.name, Stage.hue.name].map { FieldPath($0) }
        let query = Query(
            "stage", filter: try Filter("kind = open"),
            sort: [Sort(FieldPath(Stage.pipeline.name)), Sort(FieldPath(Stage.position.name))], columns: columns, limit: 500)
        return try visit.records.list(query) { row in
            StageView(
                id: row.id, title: String(row.value(0)) ?? "", kind: String(row.value(1)) ?? "open",
                hue: String(row.value(2)).flatMap(Hue.init) ?? .blue)
        }.rows
    }
}
