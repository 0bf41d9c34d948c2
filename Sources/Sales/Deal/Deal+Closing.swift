import Definitions
import Kit
public import RecordEngine

extension Deal {
    private static let target = Field.reference("stage", Label("Stage", ru: "Стадия"), to: "stage", required: true)
    private static let reason = Field.text("lost_reason", Label("Why is it lost?", ru: "Почему проиграна?"), required: true)
    private static let optionalReason = Field.text("lost_reason", Label("Why is it lost?", ru: "Почему проиграна?"))

    /// `move`: to any stage; a lost one asks for the reason.
    public static let move = Verb(
        VerbDefinition("move", Label("Move", ru: "Переместить"), on: "deal", icon: "arrow-right", inputs: [target.definition, optionalReason.definition])
    ) { deal, input, records in
        try records.set(deal) { draft in
            draft[stage] = input[target]
            if let reason = input[optionalReason] { draft[lostReason] = reason }
        }
    }

    public static let win = Verb(
        VerbDefinition("win", Label("Win", ru: "Выиграть"), on: "deal", icon: "trophy")
    ) { deal, _, records in
        try requireOpen(deal)
        let won = try closingStage("won", of: deal, records)
        try records.set(deal) { $0[stage] = won }
    }

    public static let lose = Verb(
        VerbDefinition("lose", Label("Lose", ru: "Проиграть"), on: "deal", icon: "circle-x", inputs: [reason.definition])
    ) { deal, input, records in
        try requireOpen(deal)
        let lost = try closingStage("lost", of: deal, records)
        try records.set(deal) { draft in
            draft[stage] = lost
            draft[lostReason] = input[reason]
        }
    }

    /// `reopen`: back to the stage it was closed from, or the first one.
    public static let reopen = Verb(
        VerbDefinition("reopen", Label("Reopen", ru: "Открыть снова"), on: "deal", icon: "rotate-ccw")
    ) { deal, _, records in
        guard deal[status] != "open" else { throw Failure.conflict(Label("The deal is open.", ru: "Сделка и так открыта.")) }
        let last = try records.history(deal.object, deal.id, isShown: false).lazy.flatMap(\.changes)
            .first { $0.field.name == "stage" && Reference($0.new)?.id == deal[stage]?.id }
            .flatMap { Reference($0.old) }
        var stageBefore = last
        if let id = last?.id, (try? records.record("stage", id))?[Stage.kind] != "open" { stageBefore = nil }
        let target = try stageBefore ?? closingStage("open", of: deal, records)
        try records.set(deal) { $0[stage] = target }
    }

    private static func requireOpen(_ deal: Record) throws {
        guard deal[status] == "open" else { throw Failure.conflict(Label("The deal is already closed.", ru: "Сделка уже закрыта.")) }
    }

    private static func closingStage(_ kind: String, of deal: Record, _ records: Records) throws -> Reference {
        let filter = try Filter("kind = \(kind)") & .equals("pipeline", deal[pipeline]?.id ?? 0)
        let query = Query("stage", filter: filter, sort: [Sort(FieldPath("position"))], limit: 1)
        guard let id = try records.list(query, make: \.id).rows.first else {
            throw Failure.conflict(Label("The pipeline has no such stage.", ru: "В воронке нет такой стадии."))
        }
        return Reference(id)
    }
}
