import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// The deals of a board as cards.
struct BoardCards {
    struct Line {
        let id: Int64
        let version: Int64
        let title: String
        let company: String
        let amount: Money?
        let owner: String
        let tags: FieldValue
        /// Of the fields that the workspace wants on cards.
        let facts: [FieldValue]
    }

    private static let columns = [Deal.title.name, Deal.company.name, Deal.amount.name, Deal.owner.name, Deal.tags.name]
    private let visit: PageVisit
    private let filter: Filter
    private let moveItems: [(String, String)]
    private let mayMove: Bool
    private let facts: [FieldDefinition]

    init(_ visit: PageVisit, filter: Filter, moveItems: [(String, String)]) {
        self.visit = visit
        self.filter = filter
        self.moveItems = moveItems
        mayMove = visit.may(\.update, "deal")
        let object = visit.records.current(Deal.object)
        facts = object.cardFields.compactMap(object.field).filter { visit.principal.role.access("deal", $0.name) >= .read }
    }

    /// The deals of a stage that close first.
    func first(_ count: Int, in stage: Int64) throws -> [Line] {
        try lines(filter & .equals(Deal.stage.name, stage), limit: count)
    }

    /// The card of one deal, whatever its stage.
    func one(_ id: Int64) throws -> HTML { try html(try lines(.equals("id", id), limit: 1)) }

    private func lines(_ filter: Filter, limit: Int) throws -> [Line] {
        let query = Query(
            "deal", filter: filter, sort: [Sort(FieldPath(Deal.expectedClose.name))], columns: (BoardCards.columns + facts.map(\.name)).map { FieldPath($0) },
            withTitles: true, limit: limit)
        return try visit.records.list(query) { row in
            visit.titles.want(row.value(4), of: Deal.tags.definition)
            for (index, field) in facts.enumerated() { visit.titles.want(row.value(5 + index), of: field) }
            return Line(
                id: row.id, version: row.version, title: String(row.value(0)) ?? "", company: row.title(1) ?? "",
                amount: Money(row.value(2)),
                owner: row.title(3) ?? "", tags: row.value(4), facts: facts.indices.map { row.value(5 + $0) })
        }.rows
    }

    func html(_ lines: [Line]) throws -> HTML {
        let steps = try NextSteps.load(lines.map(\.id), visit)
        return try lines.render { line in
            let url = visit.url(Deal.object, line.id)
            let move = moveItems.reduce(url / "move") { $0.query($1.0, $1.1) }
            let known = zip(facts, line.facts).filter { !$0.1.isEmpty }
            var card = BoardCard(
                id: "\(line.id)", version: line.version, url: url, move: mayMove ? move : nil, title: line.title,
                subtitle: line.company,
                amount: line.amount?.formatted(visit.ui.language, trimmingZeros: true) ?? "",
                nextStep: steps[line.id] ?? NextSteps.none(visit),
                owner: line.owner.isEmpty ? nil : line.owner, tags: try visit.values.html(line.tags, Deal.tags.definition) ?? HTML())
            card.facts = try known.map { "\(visit.say($0.0.label)): \(try visit.values.text($0.1, $0.0))" }
            return visit.ui.boardCard(card)
        }
    }
}

/// What is planned next with each deal, from the open activities about it.
enum NextSteps {
    static func none(_ visit: PageVisit) -> NextStep { NextStep(.none, visit.say(Label("Nothing planned", ru: "Ничего не запланировано"))) }

    static func load(_ deals: [Int64], _ visit: PageVisit) throws -> [Int64: NextStep] {
        guard !deals.isEmpty, let activity = visit.schema.object("activity"), visit.may(\.read, activity.name) else { return [:] }
        let about = Filter.compare(FieldPath("about"), .isIn, .list(deals.map { .call("deal", Int($0)) }))
        let columns = ["about", "due_at", activity.titleField].map { FieldPath($0) }
        let query = Query(
            "activity", filter: about & (try Filter("done_at is empty")), sort: [Sort(FieldPath("due_at"))], columns: columns, limit: 2_000)
        var steps: [Int64: NextStep] = [:]
        var undated: [Int64: NextStep] = [:]
        _ = try visit.records.list(query) { row in
            guard case .link(let link) = row.value(0), steps[link.id] == nil else { return }
            let due = Instant(row.value(1))
            let when = visit.due(due)
            // A card is narrow: what to do comes first, the colour and a word tell how urgent it is.
            let subject = String(row.value(2)) ?? ""
            let text =
                when.urgency == .overdue
                ? visit.say(Label("Overdue: \(subject)", ru: "Просрочено: \(subject)")) : "\(shortDay(due, visit) ?? when.text): \(subject)"
            let step = NextStep(when.urgency, text)
            if due == nil { undated[link.id] = step } else { steps[link.id] = step }
        }
        return steps.merging(undated) { dated, _ in dated }
    }

    /// A day after tomorrow without its year: «24.11», "24 Nov". Nearer ones have words of their own.
    private static func shortDay(_ due: Instant?, _ visit: PageVisit) -> String? {
        guard let due else { return nil }
        let day = visit.context.zone.day(of: due)
        guard day.number > visit.context.today.number + 1 else { return nil }
        return String(day.formatted(visit.ui.language).dropLast(5))
    }
}
