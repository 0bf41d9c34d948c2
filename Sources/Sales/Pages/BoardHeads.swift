import Definitions
import Kit
import Pages
import RecordEngine

/// Count and sum of the open deals of a pipeline, stage by stage.
struct BoardHeads {
    let total: RecordCount
    private let figures: [Int64: (count: Int64, sum: Int64)]
    private let visit: PageVisit

    init(_ visit: PageVisit, pipeline: Int64, filter: Filter) throws {
        self.visit = visit
        let open = try Filter("status = open") & .equals(Deal.pipeline.name, pipeline) & filter
        total = try visit.records.count(Query("deal", filter: open), upTo: BoardPage.most)
        guard total.isExact else {
            figures = [:]
            return
        }
        let query = AggregateQuery(
            "deal", filter: open, groups: [FieldPath(Deal.stage.name)], measures: [.count, Measure(.sum, FieldPath(Deal.amount.name))])
        let rows = try visit.records.aggregate(query).compactMap { row in
            Reference(row.groups[0]).map { ($0.id, (count: row.measures[0] ?? 0, sum: row.measures[1] ?? 0)) }
        }
        figures = Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// The two figures of a stage as its head shows them.
    func head(_ stage: Int64) -> (String, String) {
        guard total.isExact else { return ("…", visit.say(Label("too many to add up", ru: "слишком много для подсчёта"))) }
        let figure = figures[stage] ?? (0, 0)
        return (visit.number(figure.count), visit.sum(figure.sum))
    }
}
