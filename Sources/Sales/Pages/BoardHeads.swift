import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// What stands in the heads of a board: count, sum and weighted sum of the open deals of a pipeline stage by stage, and how many have stood
/// there too long.
struct BoardHeads {
    let total: RecordCount
    private let figures: [Int64: (count: Int64, sum: Int64)]
    private let aged: [Int64: Int64]
    private let filter: Filter
    private let visit: PageVisit

    /// - Parameter stages: the open ones of the pipeline. A deal is open while its stage is, and by its stage an index adds it up.
    init(_ visit: PageVisit, _ stages: [StageView], filter: Filter) throws {
        self.visit = visit
        self.filter = filter
        let open = Filter.compare(FieldPath(Deal.stage.name), .isIn, .list(stages.map { .number("\($0.id)", currency: nil) }))
        let rows = try stages.isEmpty ? [] : BoardHeads.rows(open & filter, [.count, Measure(.sum, FieldPath(Deal.amount.name))], visit)
        let count = rows.reduce(0) { $0 + Int($1.value[0]) }
        total = RecordCount(value: min(count, BoardPage.most), isExact: count <= BoardPage.most)
        figures = Dictionary(rows.map { ($0.stage, (count: $0.value[0], sum: $0.value[1])) }, uniquingKeysWith: { first, _ in first })
        let old = stages.compactMap(\.aged)
        let agedRows = try old.isEmpty || !total.isExact ? [] : BoardHeads.rows(.or(old) & filter, [.count], visit)
        aged = Dictionary(agedRows.map { ($0.stage, $0.value[0]) }, uniquingKeysWith: { first, _ in first })
    }

    private static func rows(_ filter: Filter, _ measures: [Measure], _ visit: PageVisit) throws -> [(stage: Int64, value: [Int64])] {
        let query = AggregateQuery(
            "deal", filter: filter, groups: [FieldPath(Deal.stage.name)], measures: measures, most: BoardPage.most + 1)
        return try visit.records.aggregate(query).compactMap { row in Reference(row.groups[0]).map { ($0.id, row.measures.map { $0 ?? 0 }) }
        }
    }

    /// Fills the head of a column.
    func fill(_ column: inout BoardColumn, of stage: StageView) {
        guard total.isExact else {
            (column.count, column.sum) = ("…", visit.say(Label("too many to add up", ru: "слишком много для подсчёта")))
            return
        }
        let figure = figures[stage.id] ?? (0, 0)
        (column.count, column.sum) = (visit.number(figure.count), visit.sum(figure.sum))
        if let limit = stage.limit, limit > 0 {
            column.count += " / \(visit.number(limit))"
            let over = figure.count - limit
            if over > 0 { column.warning = visit.say(Label("Over the limit by \(over)", ru: "Больше предела на \(over)")) }
        }
        if let share = stage.probability, figure.sum != 0 {
            let weighted = Int64(truncatingIfNeeded: Int128(figure.sum) * Int128(min(max(share, 0), 100)) / 100)
            column.weighted = visit.say(Label("weighted \(visit.sum(weighted))", ru: "с вероятностью \(visit.sum(weighted))"))
        }
        if let count = aged[stage.id], count > 0, let old = stage.aged {
            let number = visit.number(count)
            let text = Label("\(number) too long here", ru: "застоялось: \(number)")
            let rows = URLPath("deals").query("filter", (filter & old).text).query("as_of", visit.asOf)
            column.aged = Tab(visit.say(text), rows)
        }
    }
}
