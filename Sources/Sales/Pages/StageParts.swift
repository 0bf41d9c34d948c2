import Definitions
import Kit
import Markup
import Pages
import RecordEngine

/// A stage of a pipeline as pages need it.
struct StageView {
    let id: Int64
    let title: String
    let kind: String
    let hue: Hue
    /// In percent; nil where nobody has said.
    var probability: Int64?
    /// After how many days a deal has stood here too long.
    var rotsAfter: Int64?
    /// How many deals should stand here at most.
    var limit: Int64?
    var isOpen: Bool { kind == "open" }

    /// Which deals have stood here too long.
    var aged: Filter? {
        guard isOpen, let days = rotsAfter.flatMap({ Int(exactly: $0) }), (1...36_525).contains(days) else { return nil }
        return .equals(Deal.stage.name, id) & .compare(FieldPath(Deal.stageSince.name), .less, .call("days_ago", days))
    }

    /// The stages of a pipeline in their order.
    static func all(of pipeline: Int64, _ records: Records) throws -> [StageView] {
        let columns = [Stage.title, Stage.kind, Stage.hue].map(\.name) + [Stage.probability, Stage.rotsAfter, Stage.limit].map(\.name)
        let query = Query(
            "stage", filter: .equals(Stage.pipeline.name, pipeline), sort: [Sort(FieldPath(Stage.position.name))],
            columns: columns.map { FieldPath($0) }, limit: 100)
        return try records.list(query) { row in
            StageView(
                id: row.id, title: String(row.value(0)) ?? "", kind: String(row.value(1)) ?? "open",
                hue: String(row.value(2)).flatMap(Hue.init) ?? .blue, probability: Int64(row.value(3)), rotsAfter: Int64(row.value(4)),
                limit: Int64(row.value(5)))
        }.rows
    }
}

/// Where a deal stands, on its page.
enum StageParts {
    static let bar = RecordPart(.head, on: "deal") { view in
        guard let pipeline = view.record[Deal.pipeline]?.id, let current = view.record[Deal.stage]?.id, view.visit.may(\.read, "stage")
        else { return HTML() }
        let stages = try StageView.all(of: pipeline, view.visit.records)
        let isOpen = view.record[Deal.status] == "open"
        // A closed deal shows how it ended; an open one where it can go.
        let shown = stages.filter { $0.kind == "open" || $0.id == current }
        let position = shown.firstIndex { $0.id == current } ?? 0
        let steps = shown.enumerated().map { index, stage in
            StageStep(
                id: "\(stage.id)", title: stage.title, hue: isOpen ? stage.hue : shown[position].hue,
                state: stage.id == current ? .current : index < position ? .done : .ahead)
        }
        let bar = view.ui.stageBar(action: view.url / "move", version: view.record.version, steps)
        return view.mayUpdate ? bar : "<fieldset class=\"stage-bar__off\" disabled>\(bar)</fieldset>"
    }

    /// How long the deal has been in each stage, from its history.
    static let times = RecordPart(.related, on: "deal") { view in
        let visit = view.visit
        var spans: [(stage: Int64, seconds: Int64)] = []
        var (stage, since): (Int64?, Instant?) = (nil, nil)
        for entry in view.history.reversed() {
            guard let change = entry.changes.first(where: { $0.field.name == Deal.stage.name }) else { continue }
            if let stage, let since { spans.append((stage, entry.batch.at.milliseconds - since.milliseconds)) }
            (stage, since) = (Reference(change.new)?.id, entry.batch.at)
        }
        if let stage, let since { spans.append((stage, visit.records.now.milliseconds - since.milliseconds)) }
        guard !spans.isEmpty else { return HTML() }
        var order: [Int64] = []
        var total: [Int64: Int64] = [:]
        for span in spans {
            if total[span.stage] == nil { order.append(span.stage) }
            total[span.stage, default: 0] += span.seconds
        }
        let facts = try order.map { id in
            let length = visit.duration(from: Instant(milliseconds: 0), to: Instant(milliseconds: total[id] ?? 0))
            return Fact(try visit.titles.title("stage", id) ?? visit.number(of: id), HTML(text: length))
        }
        return view.ui.panel(visit.say(Label("Time in stages", ru: "Время на стадиях")), view.ui.facts(facts))
    }
}
