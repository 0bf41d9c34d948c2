public import Definitions
public import Kit
public import Markup
public import RecordEngine

/// A record on its page, with what has been read of it.
public struct RecordView {
    public let visit: PageVisit
    public let record: Record
    public let mayUpdate: Bool
    /// Newest first.
    public let history: [HistoryEntry]
    /// What stands on top of its timeline, as `TimelineEvent.text`, and by which pin.
    public let pinned: [String: Int64]

    public init(_ visit: PageVisit, _ record: Record, mayUpdate: Bool, history: [HistoryEntry], pinned: [String: Int64] = [:]) {
        self.visit = visit
        self.record = record
        self.mayUpdate = mayUpdate
        self.history = history
        self.pinned = pinned
    }

    public var ui: Components { visit.ui }
    public var link: RecordLink { RecordLink(object: record.object.name, id: record.id) }
    /// The address of the record.
    public var url: URLPath { URLPath(record.object.path) / record.id }
}

/// What a department adds to the page of a record; nothing where it has nothing to say.
public struct RecordPart: Sendable {
    public enum Place: Sendable { case head, actions, facts, composer, related }
    /// Nil for every object.
    public let object: String?
    public let place: Place
    public let render: @Sendable (RecordView) throws -> HTML

    public init(_ place: Place, on object: String?, render: @escaping @Sendable (RecordView) throws -> HTML) {
        self.object = object
        self.place = place
        self.render = render
    }
}

/// What else happened to a record than its own changes: calls, notes, later mail.
public struct TimelineSource: Sendable {
    public let items: @Sendable (RecordView) throws -> [TimelineItem]

    public init(items: @escaping @Sendable (RecordView) throws -> [TimelineItem]) { self.items = items }
}

/// An entry of a timeline at its moment.
public struct TimelineItem: Sendable {
    public let at: Instant
    /// Still to come, or still to be done.
    public let isAhead: Bool
    public let entry: TimelineEntry

    public init(at: Instant, isAhead: Bool = false, _ entry: TimelineEntry) {
        self.at = at
        self.isAhead = isAhead
        self.entry = entry
    }
}

/// What an entry of a timeline tells of, for those who pin it or say something of it: a record, or an action on one.
public struct TimelineEvent: Sendable, Hashable {
    public let record: RecordLink
    /// The number of the action; nil when the record itself is meant.
    public let change: Int64?

    public init(_ record: RecordLink, change: Int64? = nil) {
        self.record = record
        self.change = change
    }

    /// `activity:17`, `change:1042`.
    public var text: String { change.map { "change:\($0)" } ?? record.text }
    /// What links on the page call it: `activity-17`.
    var anchor: String { change.map { "change-\($0)" } ?? "\(record.object)-\(record.id)" }
}
