import Definitions
// Whoever reads records says which ones.
@_exported public import Filters

/// What to read: the one model behind lists, boards, segments, exports and the API.
public struct Query: Sendable, Hashable {
    public var object: String
    public var filter: Filter
    /// Whether archived records are among them; nil: when the filter asks for them.
    public var withArchived: Bool?
    /// Only what search finds by this text.
    public var search: String?
    public var sort: [Sort]
    /// The fields to read, in the order of reading; across relations too.
    public var columns: [FieldPath]
    /// Whether references are read with the titles of what they refer to.
    public var withTitles: Bool
    public var limit: Int
    public var after: Cursor?

    public init(
        _ object: String, filter: Filter = .all, search: String? = nil, sort: [Sort] = [], columns: [FieldPath] = [],
        withTitles: Bool = false, limit: Int = 50, after: Cursor? = nil
    ) {
        self.object = object
        self.filter = filter
        self.search = search
        self.sort = sort
        self.columns = columns
        self.withTitles = withTitles
        self.limit = limit
        self.after = after
    }
}

/// One key of an order. The id is always the last key, so that an order is total.
public struct Sort: Sendable, Hashable {
    public let path: FieldPath
    public let descending: Bool

    public init(_ path: FieldPath, descending: Bool = false) {
        self.path = path
        self.descending = descending
    }

    /// Reads `-amount,title`.
    public static func parse(_ text: String) -> [Sort] {
        text.split(separator: ",").map { part in
            part.hasPrefix("-") ? Sort(FieldPath(String(part.dropFirst())), descending: true) : Sort(FieldPath(String(part)))
        }
    }

    public var text: String { (descending ? "-" : "") + path.text }
}
