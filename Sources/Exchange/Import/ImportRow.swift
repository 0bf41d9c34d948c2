import Definitions
import Kit
import RecordEngine

/// One row on its way into records, part by part.
struct ImportRow {
    let unit: ImportUnit
    let drafts: [PartDraft]
    private(set) var notes: [ImportNote] = []
    /// What became of its parts.
    private(set) var traces: [ImportTrace] = []
    /// Whether nobody can say which record the row is about.
    private(set) var isConflict = false
    private var ids: [Int64?] = []

    init(unit: ImportUnit, drafts: [PartDraft]) {
        self.unit = unit
        self.drafts = drafts
    }

    mutating func write() throws -> ImportCounts.Outcome {
        var main = ImportCounts.Outcome.rejected
        for index in unit.plan.parts.indices {
            let part = unit.plan.parts[index]
            var draft = drafts[index]
            guard isThere(part, draft) else {
                ids.append(nil)
                notes += draft.notes
                if index == unit.plan.main {
                    notes.append(nothing(for: part))
                    return .rejected
                }
                continue
            }
            link(part, &draft)
            try find(part, &draft)
            let (outcome, id) = try write(draft, index)
            ids.append(id)
            unit.count(outcome, of: part.object.name)
            if index == unit.plan.main {
                if outcome == .rejected {
                    isConflict = traces.last.map { !$0.candidates.isEmpty } ?? false
                    return .rejected
                }
                main = outcome
            }
        }
        return main
    }

    private func isThere(_ part: ImportPlan.Part, _ draft: PartDraft) -> Bool {
        guard part.isLink else { return draft.isFilled }
        return part.fields.allSatisfy { field in
            guard case .part(let target) = field.origin, field.definition.isRequired else { return true }
            return ids[target] != nil
        }
    }

    private func nothing(for part: ImportPlan.Part) -> ImportNote {
        ImportNote(
            column: part.fields.first?.column ?? "", value: "",
            reason: Label(
                "The row has no \(part.object.noun.english.one).", ru: "В строке нет данных: \(part.object.noun.russian.one)."
            ))
    }

    /// Points at the other records of the row.
    private func link(_ part: ImportPlan.Part, _ draft: inout PartDraft) {
        for field in part.fields {
            guard case .part(let target) = field.origin, let id = ids[target] else { continue }
            draft.values[field.definition.name] = field.definition.value(of: [id])
        }
    }

    /// Finds what cells name among records that this very import made, makes what is missing, or says what may have been meant.
    private mutating func find(_ part: ImportPlan.Part, _ draft: inout PartDraft) throws {
        for lookup in draft.lookups {
            guard let target = unit.lookups.target(lookup.field) else { continue }
            var ids: [Int64] = []
            for text in lookup.texts {
                switch unit.lookups.answer(text, target) {
                case .one(let id): ids.append(id)
                case .several(let count):
                    draft.notes.append(
                        note(
                            lookup.field, text,
                            Label(
                                "\(count) records are called “\(text)”.", ru: "Записей с названием «\(text)»: \(count)."
                            )))
                case .none:
                    let mayMake = try lookup.field.source.createsMissing && !unit.lookups.isMisspelt(text, target)
                    if mayMake, let id = try make(text, target, lookup.field, &draft) {
                        ids.append(id)
                    } else if !draft.notes.contains(where: { $0.field == lookup.field.definition.name && $0.value == text }) {
                        draft.notes.append(note(lookup.field, text, try unknown(text, target)))
                    }
                }
            }
            if !ids.isEmpty { draft.values[lookup.field.definition.name] = lookup.field.definition.value(of: ids) }
        }
    }

    private func note(_ field: ImportPlan.Field, _ value: String, _ reason: Label) -> ImportNote {
        ImportNote(column: field.column, value: value, reason: reason, field: field.definition.name)
    }

    private func unknown(_ text: String, _ target: ImportLookups.Target) throws -> Label {
        let text = text.prefix(80)
        if let meant = try unit.lookups.suggestion(String(text), target) {
            return Label("“\(text)” is not known; “\(meant)” is.", ru: "«\(text)» не найдено; есть похожее: «\(meant)».")
        }
        return Label("“\(text)” is not known.", ru: "«\(text)» не найдено.")
    }

    /// Makes a record that a cell names, of nothing but its title.
    private func make(_ text: String, _ target: ImportLookups.Target, _ field: ImportPlan.Field, _ draft: inout PartDraft) throws -> Int64?
    {
        guard let object = unit.records.schema.object(target.object), unit.records.principal.role.grant(object.name).create else {
            return nil
        }
        do {
            let record = try unit.records.create(Draft(object, [object.titleField: .text(String(text.prefix(200)))]))
            unit.learn(record, by: nil)
            unit.count(.created, of: object.name)
            return record.id
        } catch Failure.invalid(let issues) {
            draft.notes.append(note(field, text, issues.first?.message ?? Label("This can't be made.", ru: "Такую запись не создать.")))
            return nil
        }
    }

    mutating func trace(_ trace: ImportTrace) { traces.append(trace) }

    mutating func say(_ more: [ImportNote]) { notes += more }

    /// The records that the row's other parts mean, by the part that ties this one to them.
    func linked(_ index: Int) -> [String: Int64] {
        var linked: [String: Int64] = [:]
        for within in Set(unit.plan.parts[index].keys.compactMap(\.within)) {
            if let tie = unit.tie(of: index, through: within), let id = ids[tie.anchorPart] { linked[within] = id }
        }
        return linked
    }
}
