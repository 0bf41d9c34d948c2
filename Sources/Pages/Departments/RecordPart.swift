import Definitions
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

    public init(_ visit: PageVisit, _ record: Record, mayUpdate: Bool, history: [HistoryEntry]) {
        self.visit = visit
        self.record = record
        self.mayUpdate = mayUpdate
        self.history = history
    }

    public var ui: Components { visit.ui }
    /// The address of the record.
    public var url: URLPath { URLPath(record.object.path) / record.id }
}

/// What a department adds to the page of a record; nothing where it has nothing to say.
public struct RecordPart: Sendable {
    public enum Place: Sendable { case head, facts, composer, related }
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
