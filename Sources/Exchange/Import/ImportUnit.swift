import Definitions
import Kit
import RecordEngine

/// Writes the rows of one chunk, in one unit. What is already here is asked for the whole chunk at once.
final class ImportUnit {
    let plan: ImportPlan
    let records: Records
    let lookups: ImportLookups
    private(set) var matches: [ImportMatches]
    private(set) var result = ImportResult()
    private let lines: ImportLines?

    /// - Parameter lines: notes what became of each row.
    init(_ plan: ImportPlan, _ records: Records, noting lines: ImportLines? = nil) {
        self.lines = lines
        self.plan = plan
        self.records = records
        lookups = ImportLookups(records)
        matches = plan.parts.map { ImportMatches($0, records) }
    }

    /// - Parameter places: the numbers of the rows in their table, the heading being 1.
    func run(_ rows: some Sequence<RowAhead>, _ reading: ImportReading, places: [Int]) throws -> ImportResult {
        let rows = rows.map(reading.row)
        var drafts = rows.map(\.drafts)
        try lookups.prepare(drafts.joined())
        for index in drafts.indices {
            for part in drafts[index].indices { resolve(&drafts[index][part]) }
        }
        for part in plan.parts.indices { try prefetch(part, drafts.compactMap { $0.isEmpty ? nil : $0[part] }) }
        try prepareChanges(drafts)
        for (index, (row, draft)) in zip(places, drafts).enumerated() {
            guard !draft.isEmpty else {
                result.counts.count(.empty)
                try lines?.note(row, .empty, [], [], rows[index].cells, records)
                continue
            }
            var writing = ImportRow(unit: self, drafts: draft)
            let outcome = try writing.write()
            result.counts.count(outcome)
            if writing.isConflict { result.counts.conflicts += 1 }
            try lines?.note(
                row, writing.isConflict ? .conflict : ImportLine.Outcome(outcome), writing.traces, writing.notes, rows[index].cells, records
            )
            result.note(writing.notes, row: row, isRejected: outcome == .rejected, cells: rows[index].cells)
        }
        return result
    }

    func count(_ outcome: ImportCounts.Outcome, of object: String) { result.counts.count(outcome, of: object) }

    /// A record that was made in this unit: later rows may mean it, and name it.
    func learn(_ record: Record, by part: Int?, clientKey: String? = nil, linked: [String: Int64] = [:]) {
        lookups.learn(record.object.name, record.id, title: record.title)
        for (index, match) in matches.enumerated() where match.part.object.name == record.object.name {
            let values = Dictionary(match.part.comparedFields.map { ($0, record[$0]) }, uniquingKeysWith: { first, _ in first })
            match.learn(KnownRecord(record.id, values), clientKey: index == part ? clientKey : nil, linked: index == part ? linked : [:])
        }
    }

    /// Reads the records that the rows will change, as far as can be said before the first of them is written.
    private func prepareChanges(_ drafts: [[PartDraft]]) throws {
        for (index, part) in plan.parts.enumerated() where part.existing != .keep && part.mode != .create {
            var ids: Set<Int64> = []
            for draft in drafts where !draft.isEmpty {
                guard case .one(let known) = matches[index].match(draft[index], linked: [:]) else { continue }
                let isChange = draft[index].values.contains { !$0.value.isEmpty && $0.value != known.values[$0.key] ?? .empty }
                if isChange { ids.insert(known.id) }
            }
            try records.prepareChanges(of: part.object, Array(ids))
        }
    }

    /// Puts the ids in the place of texts that name exactly one record; the rest is left for the row.
    private func resolve(_ draft: inout PartDraft) {
        draft.lookups.removeAll { lookup in
            guard let target = lookups.target(lookup.field) else { return true }
            var ids: [Int64] = []
            for text in lookup.texts {
                guard case .one(let id) = lookups.answer(text, target) else { return false }
                ids.append(id)
            }
            draft.values[lookup.field.definition.name] = lookup.field.definition.value(of: ids)
            return true
        }
    }
}

/// What became of a chunk.
struct ImportResult: Sendable {
    typealias Note = (row: Int, note: ImportNote, isRejection: Bool)

    var counts = ImportCounts()
    var notes: [Note] = []
    var rejected: [(row: Int, cells: [String])] = []

    mutating func note(_ notes: [ImportNote], row: Int, isRejected: Bool, cells: [String]) {
        if isRejected { rejected.append((row, cells)) } else { counts.warnings += notes.count }
        for note in notes { self.notes.append((row, note, isRejected)) }
    }

    static func += (left: inout ImportResult, right: ImportResult) {
        left.counts = left.counts + right.counts
        left.notes += right.notes
        left.rejected += right.rejected
    }
}

extension FieldDefinition {
    /// The value of a field that refers to records.
    func value(of ids: [Int64]) -> FieldValue {
        if case .references = type.input { References(ids).fieldValue } else { ids.first.map(FieldValue.reference) ?? .empty }
    }
}
