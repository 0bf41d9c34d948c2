import Bulk
import Definitions
public import Kit
import RecordEngine

/// What would become of one row, as somebody reads it before anything is written.
public struct ImportLine: Sendable {
    public enum Outcome: String, Sendable, Hashable, CaseIterable { case created, updated, unchanged, conflict, rejected, empty }

    /// One field of one record of the row.
    public struct Change: Sendable {
        public let object: String
        public let field: Label
        public let old: String
        public let new: String
    }

    public let outcome: Outcome
    /// The number of the row in its table, the heading being 1.
    public let row: Int
    public let title: String
    /// The record that the row is about, where it is here already.
    public let record: (object: String, id: Int64)?
    public let changes: [Change]
    /// What could not be used, and why.
    public let notes: [ImportReportLine]
    /// The records among which nobody can choose.
    public let candidates: [(object: String, id: Int64)]
}

/// What became of one part of a row.
struct ImportTrace {
    let object: ObjectDefinition
    let outcome: ImportCounts.Outcome
    var id: Int64?
    var changes: [String: (FieldValue, FieldValue)]
    var candidates: [Int64]

    init(
        _ object: ObjectDefinition, _ outcome: ImportCounts.Outcome, id: Int64? = nil, changes: [String: (FieldValue, FieldValue)] = [:],
        candidates: [Int64] = []
    ) {
        self.object = object
        self.outcome = outcome
        self.id = id
        self.changes = changes
        self.candidates = candidates
    }
}

/// Takes down what becomes of rows, as many of each outcome as somebody may want to read.
final class ImportLines {
    static let mostOfOne = 5_000

    private(set) var lines: [ImportLine] = []
    private var counts: [ImportLine.Outcome: Int]
    private let main: ObjectDefinition?
    /// By object, the last number that was given before the import began: what is behind it is not here yet.
    private let last: [String: Int64]
    private var titles: [RecordLink: String] = [:]

    /// - Parameter counts: how many of each outcome there are already.
    init(about main: ObjectDefinition?, counts: [ImportLine.Outcome: Int], last: [String: Int64]) {
        self.main = main
        self.counts = counts
        self.last = last
    }

    func note(
        _ row: Int, _ outcome: ImportLine.Outcome, _ traces: [ImportTrace], _ notes: [ImportNote], _ cells: [String], _ records: Records
    ) throws {
        counts[outcome, default: 0] += 1
        guard counts[outcome, default: 0] <= ImportLines.mostOfOne else { return }
        let own = traces.last { $0.object.name == main?.name }
        let known = own.flatMap { trace in trace.id.map { (trace.object.name, $0) } }
        var title = try known.flatMap { try self.title(RecordLink(object: $0.0, id: $0.1), records) } ?? ""
        if title.isEmpty { title = cells.map(\.trimmed).filter { !$0.isEmpty }.prefix(3).joined(separator: " · ") }
        lines.append(
            ImportLine(
                outcome: outcome, row: row, title: String(title.prefix(200)), record: known.flatMap { isHere($0.0, $0.1) ? $0 : nil },
                changes: try traces.flatMap { try changes($0, records) },
                notes: notes.map {
                    ImportReportLine(row: row, column: $0.column, value: String($0.value.prefix(200)), reason: $0.reason)
                },
                candidates: traces.flatMap { trace in
                    trace.candidates.filter { isHere(trace.object.name, $0) }.prefix(10).map { (trace.object.name, $0) }
                }
            ))
    }

    private func isHere(_ object: String, _ id: Int64) -> Bool { last[object].map { id <= $0 } ?? false }

    private func changes(_ trace: ImportTrace, _ records: Records) throws -> [ImportLine.Change] {
        let noun = trace.object.noun.singular
        return try trace.object.fields.compactMap { field in
            guard let (old, new) = trace.changes[field.name], old != new else { return nil }
            return ImportLine.Change(
                object: trace.object.name,
                field: trace.object.name == main?.name
                    ? field.label : Label("\(noun.en): \(field.label.en)", ru: "\(noun.ru): \(field.label.ru)"),
                old: try text(old, field, records), new: try text(new, field, records)
            )
        }
    }

    private func text(_ value: FieldValue, _ field: FieldDefinition, _ records: Records) throws -> String {
        let targets: [Int64] =
            switch value {
            case .reference(let id): [id]
            case .references(let ids): ids
            default: []
            }
        guard let target = field.type.target, !targets.isEmpty else {
            return value.isEmpty ? "" : String(field.type.format(value, try records.context()).prefix(300))
        }
        return try targets.prefix(20).compactMap { try title(RecordLink(object: target, id: $0), records) }.joined(separator: ", ")
    }

    private func title(_ link: RecordLink, _ records: Records) throws -> String? {
        if let known = titles[link] { return known }
        let title = try records.title(of: link)
        titles[link] = title
        return title
    }
}

extension ImportLine.Outcome {
    init(_ outcome: ImportCounts.Outcome) {
        switch outcome {
        case .created: self = .created
        case .updated: self = .updated
        case .unchanged: self = .unchanged
        case .empty: self = .empty
        case .rejected: self = .rejected
        }
    }
}
