import Definitions
import Kit
import RecordEngine

extension Deal {
    /// What follows from a deal's stage: its pipeline, whether it is open, when it closed, and that a lost one says why.
    static let preparation = Preparation("deal") { draft, original, records in
        try chooseFirstStage(&draft, original, records)
        // The day of closing hangs on the stage too.
        let stageID = draft[stage]?.id ?? (draft["closed_on"] == nil ? nil : original?[stage]?.id)
        guard let stageID, let stage = try? records.record("stage", stageID) else { return }
        draft[pipeline] = stage[Stage.pipeline]
        if stageID != original?[Deal.stage]?.id { draft[stageSince] = records.now }
        let kind = stage[Stage.kind] ?? "open"
        draft[status] = kind
        if kind == "open" {
            draft[closed] = nil
            draft[lostReason] = nil
        } else {
            let known = draft["closed_on"] == nil && original?[status] == kind ? original?[closed] : draft[closed]
            draft[closed] = known ?? records.engine.settings.zone.day(of: records.now)
        }
        if kind == "lost", draft[lostReason] == nil, original?[lostReason] == nil {
            // An import writes what a file holds; people are asked.
            if records.principal.via.kind == .importing {
                draft[lostReason] = Label("not given", ru: "не указана")[records.principal.language]
            } else {
                draft.issue("lost_reason", Label("Say why the deal is lost.", ru: "Укажите, почему сделка проиграна."))
            }
        }
    }

    /// A new deal without a stage begins at the first one of its pipeline; a deal moved to another pipeline too.
    private static func chooseFirstStage(_ draft: inout Draft, _ original: Record?, _ records: Records) throws {
        let isMoved = draft[pipeline] != nil && original != nil && draft[pipeline] != original?[pipeline]
        guard draft[stage] == nil, original == nil || isMoved else { return }
        var filter = try Filter("kind = open")
        if let pipeline = draft[pipeline] { filter = filter & .equals("pipeline", pipeline.id) }
        let query = Query("stage", filter: filter, sort: [Sort(FieldPath("pipeline")), Sort(FieldPath("position"))], limit: 1)
        draft[stage] = try records.list(query, make: { Reference($0.id) }).rows.first
    }
}
