import Definitions
import Kit
import Pages
import RecordEngine

/// Count and sum of the open deals of a pipeline, stage by stage.
struct BoardHeads {
    let total: RecordCount
    private let figures: [Int64: (count: Int64, sum: Int64)]
    private let visit: PageVisit

    /// - Parameter stages: the open ones of the pipeline. A deal is open while its stage is, and by its stage an index adds it up.
    init(_ visit: PageVisit, _ stages: [StageView], filter: Filter) throws {
        self.visit = visit
        let open = Filter.compare(FieldPath(Deal.stage.name), .isIn, .list(stages.map { .number("\($0.id)", currency: nil) }))
        let query = AggregateQuery(
            "deal", filter: open & filter, groups: [FieldPath(Deal.stage.name)],
            measures: [.count, Measure(.sum, FieldPath(Deal.amount.name))], most: BoardPage.most + 1)
        let rows = try stages.isEmpty ? [] : visit.records.aggregate(query)
        let count = rows.reduce(0) { $0 + Int($1.measures[0] ?? 0) }
        total = RecordCount(value: min(count, BoardPage.most), isExact: count <= BoardPage.most)
        let known = rows.compactMap { row in
            Reference(row.groups[0]).map { ($0.id, (count: row.measures[0] ?? 0, sum: row.measures[1] ?? 0)) }
        }
        figures = Dictionary(known, uniquingKeysWith: { first, _ in first })
    }

    /// The two figures of a stage as its head shows them.
    func head(_ stage: Int64) -> (String, String) {
        guard total.isExact else { return ("…", visit.say(Label("too many to add up", ru: "слишком много для подсчёта"))) }
        let figure = figures[stage] ?? (0, 0)
        return (visit.number(figure.count), visit.sum(figure.sum))
    }
}
