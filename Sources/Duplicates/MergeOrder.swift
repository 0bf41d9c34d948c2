public import Definitions
import Kit
public import RecordEngine

/// What is to become of records that are one: which of them stays, and whose values it takes.
public struct MergeOrder: Sendable {
    /// Whose value of a field stands.
    public enum Choice: Sendable, Hashable {
        case record(Int64)
        /// What all of them hold: every number, every tag, each text once.
        case all
    }

    public struct Member: Sendable, Hashable {
        public let id: Int64
        /// The version that was seen; nil for any.
        public let version: Int64?

        public init(_ id: Int64, version: Int64? = nil) {
            self.id = id
            self.version = version
        }
    }

    public let survivor: Member
    public let others: [Member]
    /// By field; for the fields that are not named the usual choice is made.
    public let choices: [String: Choice]

    public init(_ survivor: Member, with others: [Member], choices: [String: Choice] = [:]) {
        self.survivor = survivor
        self.others = others
        self.choices = choices
    }
}

/// Records side by side, the one that stays first.
public struct MergeView: Sendable {
    public let records: [Record]

    /// References of the records to one another are left out: nothing is part of itself.
    public init(_ records: [Record]) {
        let ids = Set(records.map(\.id))
        self.records = records.map { record in
            record.holding(
                zip(record.object.fields, record.values).map { field, value in
                    field.type.target == record.object.name ? MergeView.without(ids, value) : value
                })
        }
    }

    /// The record that best stays: the one that knows most, of equals the oldest.
    public static func survivor(of records: [Record]) -> Record? {
        records.min { (-$0.filled, $0.id) < (-$1.filled, $1.id) }
    }

    /// What is usually chosen: all of lists and of long texts; else what stands in the record that stays; where that is empty, what was
    /// changed last.
    public func usual(_ field: FieldDefinition) -> MergeOrder.Choice? {
        let filled = records.filter { !$0[field.name].isEmpty }
        guard let first = filled.first else { return nil }
        if MergeView.isUnited(field), Set(filled.map { $0[field.name] }).count > 1 { return .all }
        if first.id == records.first?.id { return .record(first.id) }
        return filled.max { ($0.changed, $0.id) < ($1.changed, $1.id) }.map { .record($0.id) }
    }

    /// Whether a field can hold what several records hold.
    public static func isUnited(_ field: FieldDefinition) -> Bool {
        switch field.type.input {
        case .phone, .email, .list, .references, .longText: true
        default: false
        }
    }

    /// The value that a choice gives.
    public func value(_ field: FieldDefinition, _ choice: MergeOrder.Choice?) -> FieldValue {
        switch choice {
        case nil: return .empty
        case .record(let id): return records.first { $0.id == id }?[field.name] ?? .empty
        case .all: return records.map { $0[field.name] }.reduce(.empty, MergeView.united)
        }
    }

    private static func without(_ ids: Set<Int64>, _ value: FieldValue) -> FieldValue {
        switch value {
        case .reference(let id) where ids.contains(id): .empty
        case .references(let all): References(all.filter { !ids.contains($0) }).fieldValue
        default: value
        }
    }

    private static func united(_ one: FieldValue, _ other: FieldValue) -> FieldValue {
        switch (one, other) {
        case (.empty, let value), (let value, .empty): value
        case (.list(let some), .list(let more)): .list(some + more.filter { !some.contains($0) })
        case (.references(let some), .references(let more)): .references(some + more.filter { !some.contains($0) })
        case (.text(let some), .text(let more)): some.contains(more) ? one : more.contains(some) ? other : .text(some + "\n\n" + more)
        default: one
        }
    }
}

extension Record {
    /// How many of the fields that people fill hold something.
    fileprivate var filled: Int { zip(object.fields, values).count { !$0.isReadOnly && !$1.isEmpty } }

    fileprivate var changed: Int64 { if case .instant(let at) = self["updated_at"] { at.milliseconds } else { 0 } }
}
