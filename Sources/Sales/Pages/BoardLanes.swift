import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The lanes of a board, one for each owner of open deals: how many there are and what they are worth, added up by the database, whatever
/// of them is loaded as cards.
struct BoardLanes {
    private struct Cell: Hashable {
        let owner: Int64?
        let stage: Int64
    }

    private let visit: PageVisit
    private let filter: Filter
    /// By name; the deals of nobody come last.
    private let owners: [(id: Int64?, name: String)]
    /// Nothing where there are too many deals to add up.
    private let figures: [Cell: (count: Int64, sum: Int64)]?

    /// - Parameters:
    ///   - isExact: whether there are few enough deals to add them up.
    ///   - moved: a deal whose lane is wanted even where it has left that.
    init(
        _ visit: PageVisit, _ stages: [StageView], filter: Filter, isExact: Bool, loaded: [BoardCards.Line], moved: Record? = nil
    ) throws {
        self.visit = visit
        self.filter = filter
        var names = Dictionary(loaded.compactMap(\.owner).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        var hasOrphans = loaded.contains { $0.owner == nil }
        figures = isExact && !stages.isEmpty ? try BoardLanes.figures(visit, stages, filter) : nil
        let known = Set((figures ?? [:]).keys.compactMap(\.owner) + [moved?[Deal.owner]?.id].compactMap(\.self))
        visit.titles.want("user", Array(known))
        for id in known { names[id] = try names[id] ?? visit.titles.title("user", id) ?? visit.number(of: id) }
        hasOrphans = hasOrphans || moved.map { $0[Deal.owner] == nil } ?? false || (figures ?? [:]).keys.contains { $0.owner == nil }
        owners =
            names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
            + (hasOrphans ? [(nil, visit.say(Label("Nobody’s", ru: "Ничьи")))] : [])
    }

    private static func figures(_ visit: PageVisit, _ stages: [StageView], _ filter: Filter) throws -> [Cell: (count: Int64, sum: Int64)] {
        let open = Filter.compare(FieldPath(Deal.stage.name), .isIn, .list(stages.map { .number("\($0.id)", currency: nil) }))
        let groups = [FieldPath(Deal.owner.name), FieldPath(Deal.stage.name)]
        let query = AggregateQuery(
            "deal", filter: open & filter, groups: groups, measures: [.count, Measure(.sum, FieldPath(Deal.amount.name))], limit: 10_000)
        let cells = try visit.records.aggregate(query).compactMap { row in
            Reference(row.groups[1]).map {
                (Cell(owner: Reference(row.groups[0])?.id, stage: $0.id), (count: row.measures[0] ?? 0, sum: row.measures[1] ?? 0))
            }
        }
        return Dictionary(cells, uniquingKeysWith: { first, _ in first })
    }

    /// The lanes with their cards; where a place has more than are loaded, the way to the rest.
    func lanes(_ stages: [StageView], _ lines: [[BoardCards.Line]], _ html: ([BoardCards.Line]) throws -> HTML) throws -> [BoardLane] {
        try owners.map { owner in
            var lane = lane(owner)
            lane.cards = try zip(stages, lines).map { stage, lines in
                let own = lines.filter { $0.owner?.id == owner.id }
                let rest = (figures?[Cell(owner: owner.id, stage: stage.id)]?.count ?? 0) - Int64(own.count)
                return try html(own) + (rest > 0 ? more(rest, owner.id, stage) : HTML())
            }
            return lane
        }
    }

    /// The head of a lane, for a move to replace.
    func head(_ owner: Int64?) -> HTML { owners.first { $0.id == owner }.map { visit.ui.laneHead(lane($0)) } ?? HTML() }

    private func lane(_ owner: (id: Int64?, name: String)) -> BoardLane {
        let own = figures.map { $0.filter { $0.key.owner == owner.id }.values }
        let (count, sum) = (own?.reduce(0) { $0 + $1.count }, own?.reduce(0) { $0 &+ $1.sum })
        return BoardLane(
            id: owner.id.map { "\($0)" } ?? "none", title: owner.name, count: count.map { visit.number($0) } ?? "…",
            sum: sum.map { visit.sum($0) } ?? "",
            cards: [])
    }

    private func more(_ count: Int64, _ owner: Int64?, _ stage: StageView) -> HTML {
        let whose = owner.map { Filter.equals(Deal.owner.name, $0) } ?? .compare(FieldPath(Deal.owner.name), .isEmpty, .none)
        let rows = URLPath("deals").query("filter", Filter.all(of: filter.parts + [.equals(Deal.stage.name, stage.id), whose]).text)
            .query("as_of", visit.asOf)
        let label = visit.say(Label("\(visit.number(count)) more", ru: "Ещё \(visit.number(count))"))
        return "<li><a class=\"board__more\" href=\"\(rows)\">\(label)</a></li>"
    }
}
