import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// In which order the cards of a column stand: what is to be done first, what is worth most, what has stood longest.
enum BoardOrder: String, CaseIterable {
    case closing = "expected_close"
    case nextStep = "next_step"
    case amount = "-amount"
    case age = "stage_since"

    var label: Label {
        switch self {
        case .closing: Label("By expected close", ru: "По дате закрытия")
        case .nextStep: Label("By next step", ru: "По следующему шагу")
        case .amount: Label("By amount", ru: "По сумме")
        case .age: Label("Longest here first", ru: "Сначала застоявшиеся")
        }
    }

    /// What is late or due today goes first, then what nobody has planned anything for, then what can wait.
    var spans: [String] {
        self == .nextStep ? ["next_step < tomorrow", "next_step is empty", "next_step >= tomorrow"] : [""]
    }
}

/// The deals of a board as cards.
struct BoardCards {
    struct Line {
        let id: Int64
        let version: Int64
        let title: String
        let company: String
        let amount: Money?
        let owner: (id: Int64, name: String)?
        let tags: FieldValue
        let nextStep: Instant?
        let stage: Int64?
        let since: Instant?
        /// Of the fields that the workspace wants on cards.
        let facts: [FieldValue]
    }

    private static let columns =
        [
            Deal.title.name, Deal.company.name, Deal.amount.name, Deal.owner.name, Deal.tags.name, Deal.nextStep.name, Deal.stage.name,
            Deal.stageSince.name,
        ]
    private let visit: PageVisit
    private let filter: Filter
    private let order: BoardOrder
    private let stages: [Int64: StageView]
    private let moveItems: [(String, String)]
    private let mayMove: Bool
    private let facts: [FieldDefinition]

    init(_ visit: PageVisit, filter: Filter, order: BoardOrder, stages: [StageView], moveItems: [(String, String)]) {
        self.visit = visit
        self.filter = filter
        self.order = order
        self.stages = Dictionary(stages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.moveItems = moveItems
        mayMove = visit.may(\.update, "deal")
        let object = visit.records.current(Deal.object)
        facts = object.cardFields.compactMap(object.field).filter { visit.principal.role.access("deal", $0.name) >= .read }
    }

    /// The first deals of a stage in the order of the board.
    func first(_ count: Int, in stage: Int64) throws -> [Line] {
        var found: [Line] = []
        for span in order.spans where found.count < count {
            found += try lines(filter & .equals(Deal.stage.name, stage) & (try Filter(span)), limit: count - found.count)
        }
        return found
    }

    /// The card of one deal, whatever its stage.
    func one(_ id: Int64) throws -> HTML { try html(try lines(.equals("id", id), limit: 1), try NextSteps([id], visit)) }

    private func lines(_ filter: Filter, limit: Int) throws -> [Line] {
        let query = Query(
            "deal", filter: filter, sort: Sort.parse(order.rawValue),
            columns: (BoardCards.columns + facts.map(\.name)).map { FieldPath($0) },
            withTitles: true, limit: limit)
        return try visit.records.list(query) { row in
            visit.titles.want(row.value(4), of: Deal.tags.definition)
            for (index, field) in facts.enumerated() { visit.titles.want(row.value(8 + index), of: field) }
            return Line(
                id: row.id, version: row.version, title: String(row.value(0)) ?? "", company: row.title(1) ?? "",
                amount: Money(row.value(2)),
                owner: row.int(3).flatMap { id in row.title(3).map { (id, $0) } }, tags: row.value(4),
                nextStep: Instant(row.value(5)),
                stage: row.int(6), since: Instant(row.value(7)), facts: facts.indices.map { row.value(8 + $0) })
        }.rows
    }

    func html(_ lines: [Line], _ steps: NextSteps) throws -> HTML {
        try lines.render { line in
            let url = visit.url(Deal.object, line.id)
            let move = moveItems.reduce(url / "move") { $0.query($1.0, $1.1) }
            let known = zip(facts, line.facts).filter { !$0.1.isEmpty }
            var card = BoardCard(
                id: "\(line.id)", version: line.version, url: url, move: mayMove ? move : nil, title: line.title,
                subtitle: line.company, amount: line.amount?.formatted(visit.ui.language, trimmingZeros: true) ?? "",
                nextStep: steps.step(line.id, due: line.nextStep), owner: line.owner?.name,
                tags: try visit.values.html(line.tags, Deal.tags.definition) ?? HTML())
            card.facts = try known.map { "\(visit.say($0.0.label)): \(try visit.values.text($0.1, $0.0))" }
            card.age = age(line)
            return visit.ui.boardCard(card)
        }
    }

    /// How long a deal stands here already, where that is too long.
    private func age(_ line: Line) -> String? {
        guard let since = line.since, let days = line.stage.flatMap({ stages[$0] })?.rotsAfter, days > 0 else { return nil }
        guard Int64(visit.context.today.number) - Int64(visit.context.zone.day(of: since).number) > days else { return nil }
        let length = visit.duration(from: since, to: visit.records.now)
        return visit.say(Label("\(length) here", ru: "Стоит \(length)"))
    }
}

/// What is planned next with deals: when, as it is kept with each, and what, from the open activities that the visitor may read.
struct NextSteps {
    private let visit: PageVisit
    private let subjects: [Int64: (due: Instant?, subject: String)]

    init(_ deals: [Int64], _ visit: PageVisit) throws {
        self.visit = visit
        guard !deals.isEmpty, let activity = visit.schema.object("activity"), visit.may(\.read, activity.name) else {
            subjects = [:]
            return
        }
        let about = Filter.compare(FieldPath("about"), .isIn, .list(deals.map { .call("deal", Int($0)) }))
        let query = Query(
            "activity", filter: about & (try Filter("done_at is empty")), sort: [Sort(FieldPath("due_at"))],
            columns: ["about", "due_at", activity.titleField].map { FieldPath($0) }, limit: 2_000)
        var found: [Int64: (due: Instant?, subject: String)] = [:]
        _ = try visit.records.list(query) { row in
            guard case .link(let link) = row.value(0) else { return }
            let due = Instant(row.value(1))
            // What has no date comes first, and yields to what has one.
            if found[link.id] == nil || found[link.id]?.due == nil && due != nil { found[link.id] = (due, String(row.value(2)) ?? "") }
        }
        subjects = found
    }

    static let nothing = Label("Nothing planned", ru: "Ничего не запланировано")

    func step(_ deal: Int64, due: Instant?) -> NextStep {
        let known = subjects[deal]
        guard let due else {
            return known.map { NextStep(.planned, "\(visit.due(nil).text): \($0.subject)") } ?? NextStep(.none, visit.say(NextSteps.nothing))
        }
        let when = visit.due(due)
        // What somebody else does first may not be for this visitor to read.
        guard let known, known.due == due else { return when }
        // A card is narrow: what to do comes first, the colour and a word tell how urgent it is.
        let text =
            when.urgency == .overdue
            ? visit.say(Label("Overdue: \(known.subject)", ru: "Просрочено: \(known.subject)"))
            : "\(shortDay(due) ?? when.text): \(known.subject)"
        return NextStep(when.urgency, text)
    }

    /// A day after tomorrow without its year: «24.11», "24 Nov". Nearer ones have words of their own.
    private func shortDay(_ due: Instant) -> String? {
        let day = visit.context.zone.day(of: due)
        guard day.number > visit.context.today.number + 1 else { return nil }
        return String(day.formatted(visit.ui.language).dropLast(5))
    }
}
