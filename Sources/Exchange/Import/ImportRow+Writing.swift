import Definitions
import Duplicates
import Kit
import RecordEngine

extension ImportRow {
    /// Brings one part in line with its draft: makes its record, or changes the one that is meant.
    mutating func write(_ draft: PartDraft, _ index: Int) throws -> (ImportCounts.Outcome, Int64?) {
        let part = unit.plan.parts[index]
        let linked = linked(index)
        switch unit.matches[index].match(draft, linked: linked) {
        case .none where part.mode == .update:
            say(
                draft.notes + [
                    whole(part, Label("There is no such record to bring up to date.", ru: "Нет такой записи, чтобы её обновить."))
                ])
        case .one where part.mode == .create:
            say(draft.notes + [whole(part, Label("Such a record is here already.", ru: "Такая запись уже есть."))])
        case .none: return try create(draft, index, linked)
        case .one(let known): return (try change(known, draft, part, unit.matches[index], linked), known.id)
        case .several(let ids):
            trace(ImportTrace(part.object, .rejected, candidates: ids))
            say(
                draft.notes + [
                    whole(
                        part,
                        Label(
                            "\(ids.count) records fit; which one is meant is not clear.",
                            ru: "Подходит записей: \(ids.count); непонятно, какая имеется в виду."
                        ), unit.matches[index].named(ids))
                ])
        case .gone:
            say(draft.notes + [whole(part, Label("This record was deleted in Krug.", ru: "Эта запись удалена в Круге."))])
        }
        return (.rejected, nil)
    }

    private mutating func create(_ draft: PartDraft, _ index: Int, _ linked: [String: Int64]) throws -> (ImportCounts.Outcome, Int64?) {
        let part = unit.plan.parts[index]
        var attempt = Attempt(draft, part)
        while true {
            do {
                let record = try unit.records.create(Draft(part.object, attempt.values), clientKey: draft.clientKey)
                unit.learn(record, by: index, clientKey: draft.clientKey, linked: linked)
                trace(ImportTrace(part.object, .created, id: record.id, changes: attempt.values.mapValues { (.empty, $0) }))
                say(attempt.notes)
                return (.created, record.id)
            } catch let failure as Failure {
                guard try !attempt.learn(from: failure) else { continue }
                say(attempt.notes)
                return (.rejected, nil)
            }
        }
    }

    private mutating func change(
        _ known: KnownRecord, _ draft: PartDraft, _ part: ImportPlan.Part, _ matches: ImportMatches, _ linked: [String: Int64]
    ) throws -> ImportCounts.Outcome {
        var merged = draft
        merged.values = [:]
        for field in part.fields {
            let name = field.definition.name
            guard let new = draft.values[name], !new.isEmpty else { continue }
            let merge = Merge(part.existing, field, old: known.values[name] ?? .empty, new: new)
            if let value = merge.value { merged.values[name] = value }
            if merge.isKept, let note = kept(field, known.values[name] ?? .empty, new) { merged.notes.append(note) }
        }
        guard !merged.values.isEmpty else {
            trace(ImportTrace(part.object, .unchanged, id: known.id))
            say(merged.notes)
            return .unchanged
        }
        var attempt = Attempt(merged, part)
        while !attempt.values.isEmpty {
            do {
                try unit.records.update(known.id, Draft(part.object, attempt.values))
                let changes = Dictionary(uniqueKeysWithValues: attempt.values.map { ($0, (known.values[$0] ?? .empty, $1)) })
                trace(ImportTrace(part.object, .updated, id: known.id, changes: changes))
                known.values.merge(attempt.values) { _, new in new }
                matches.learn(known, linked: linked)
                say(attempt.notes)
                return .updated
            } catch let failure as Failure {
                guard try !attempt.learn(from: failure) else { continue }
                say(attempt.notes)
                return .rejected
            }
        }
        say(attempt.notes)
        return .unchanged
    }

    private func kept(_ field: ImportPlan.Field, _ old: FieldValue, _ new: FieldValue) -> ImportNote? {
        guard let context = try? unit.records.context() else { return nil }
        let type = field.definition.type
        // A reference shows a bare number here, which says nothing.
        guard type.target == nil else { return nil }
        let (old, new) = (type.format(old, context), type.format(new, context))
        guard SpelledName.key(old) != SpelledName.key(new) else { return nil }
        return ImportNote(
            column: field.column, value: "\(new) ≠ \(old.prefix(80))",
            reason: Label(
                "The record has another value already; it stays.", ru: "В записи уже есть другое значение, оно оставлено."
            ), field: field.definition.name)
    }

    private func whole(_ part: ImportPlan.Part, _ reason: Label, _ records: String = "") -> ImportNote {
        ImportNote(column: part.fields.first { !$0.column.isEmpty }?.column ?? "", value: records, reason: reason)
    }
}

/// What becomes of one field of a record that is already here.
private struct Merge {
    /// The value to write; nil when nothing changes.
    var value: FieldValue?
    /// The file says something else than what stays.
    var isKept = false

    init(_ policy: ImportMapping.Existing, _ field: ImportPlan.Field, old: FieldValue, new: FieldValue) {
        guard policy != .keep, old != new else { return }
        let isPart = if case .part = field.origin { true } else { false }
        if policy == .update, !isPart || old.isEmpty {
            value = new
            return
        }
        switch (old, new) {
        case (.empty, _): value = new
        case (.list(let before), .list(let more)):
            let added = more.filter { !before.contains($0) }
            if !added.isEmpty { value = .list(before + added) }
        case (.references(let before), .references(let more)):
            let added = more.filter { !before.contains($0) }
            if !added.isEmpty { value = .references(before + added) }
        case (.text(let before), .text(let more)) where field.definition.type.input == .longText:
            if !before.contains(more) { value = .text(before + "\n" + more) }
        default: isKept = true
        }
    }
}

/// Values on their way into a record, less those that are found not to do.
private struct Attempt {
    private(set) var values: [String: FieldValue]
    private(set) var notes: [ImportNote]
    private let part: ImportPlan.Part
    private var tries = 0

    init(_ draft: PartDraft, _ part: ImportPlan.Part) {
        values = draft.values
        notes = draft.notes
        self.part = part
    }

    /// Takes out what a failure names. - Returns: whether to try again.
    mutating func learn(from failure: Failure) throws -> Bool {
        tries += 1
        switch failure {
        case .invalid(let issues):
            var isHopeless = tries > 3
            for issue in issues {
                let isOptional = part.object.field(issue.field).map { !$0.isRequired } ?? false
                if isOptional, let value = values.removeValue(forKey: issue.field), !value.isEmpty {
                    note(issue.field, issue.message)
                } else {
                    isHopeless = true
                    // The cell has been found wrong before; what it is missing for says less.
                    if !notes.contains(where: { $0.field == issue.field }) { note(issue.field, issue.message) }
                }
            }
            return !isHopeless
        case .forbidden(let message), .conflict(let message), .malformed(let message): note("", message)
        case .notFound: note("", Label("There is no such record.", ru: "Такой записи нет."))
        default: throw failure
        }
        return false
    }

    private mutating func note(_ field: String, _ reason: Label) {
        let column = part.field(field)?.column ?? ""
        let label = part.object.field(field)?.label
        let named = column.isEmpty && label != nil
        notes.append(
            ImportNote(
                column: column, value: "",
                reason: named ? Label("\(label?.en ?? ""): \(reason.en)", ru: "\(label?.ru ?? ""): \(reason.ru)") : reason, field: field
            ))
    }
}
