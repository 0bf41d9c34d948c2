public import Definitions
import Kit

/// How a record differs between two moments.
public struct RecordChange: Sendable {
    /// What became of it: of a filter's records it is one now, is none any more, or still is. A record that was closed is lost too.
    public enum Kind: String, Sendable, CaseIterable { case added, lost, changed }

    /// In what way a record has changed that is there still.
    public enum Way: String, Sendable, CaseIterable { case moved, grown, shrunk }

    public let kind: Kind
    public let ways: [Way]
    /// The record at both moments; nil where it was not there.
    public let was: Record?
    public let now: Record?
    /// The fields that differ, of those that the principal may read.
    public let fields: [FieldDefinition]
    /// What it was and is worth in minor units of the base currency.
    public let worth: (was: Int64?, now: Int64?)

    public var id: Int64 { (now ?? was)?.id ?? 0 }
    public var title: String { (now ?? was)?.title ?? "" }

    /// What the change makes in the sum of its kind: what was added or lost, or the difference.
    public func weight(_ way: Way?) -> Int64 {
        switch (kind, way) {
        case (.lost, _): worth.was ?? 0
        case (.changed, .grown?), (.changed, .shrunk?): (worth.now ?? 0).subtractingReportingOverflow(worth.was ?? 0).partialValue
        default: worth.now ?? 0
        }
    }
}

/// What changed between two moments: which records are compared, and from where on.
public struct ChangeQuery: Sendable {
    public var object: String
    public var filter: Filter
    /// Only those of a kind, or changed in a way.
    public var kind: RecordChange.Kind?
    public var way: RecordChange.Way?
    public var limit: Int
    /// The id of the last record of the page before.
    public var after: Int64

    public init(
        _ object: String, filter: Filter = .all, kind: RecordChange.Kind? = nil, way: RecordChange.Way? = nil, limit: Int = 50, after: Int64 = 0
    ) {
        self.object = object
        self.filter = filter
        self.kind = kind
        self.way = way
        self.limit = limit
        self.after = after
    }
}
