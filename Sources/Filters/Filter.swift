public import Definitions
public import Kit

/// A condition on the records of one object: what views, row rights, report filters and the API's `filter=` all are.
public indirect enum Filter: Sendable, Hashable {
    case all
    case and([Filter])
    case or([Filter])
    case not(Filter)
    case compare(FieldPath, FilterOperator, Operand)
    /// That a record of another object refers to this one and matches: `has activity.about where (done_at is empty)`. The path names that
    /// object and its reference.
    case has(FieldPath, Filter)

    /// Reads the text form: `amount >= 100000 and company.city = "Москва"`.
    /// - Throws: `Failure.malformed` that names the position.
    public init(_ text: String) throws(Failure) {
        var parser = FilterParser(text)
        self = try parser.filter()
    }

    /// Both conditions.
    public static func & (left: Filter, right: Filter) -> Filter {
        switch (left, right) {
        case (.all, let other), (let other, .all): other
        default: .and([left, right])
        }
    }

    /// `field = value` for an id.
    public static func equals(_ field: String, _ id: Int64) -> Filter {
        .compare(FieldPath(field), .equals, .number("\(id)", currency: nil))
    }
}

extension Filter {
    /// Whether it asks for records that may be in the archive: by what the archive says of them, or for certain ones by their numbers.
    /// Whatever asks for neither means those in use.
    public var asksForArchived: Bool { isOfNumbers || speaksOfArchive }

    private var isOfNumbers: Bool {
        switch self {
        case .and(let parts): parts.contains(where: \.isOfNumbers)
        case .compare(let path, .equals, _), .compare(let path, .isIn, _): path.text == "id"
        default: false
        }
    }

    private var speaksOfArchive: Bool {
        switch self {
        case .all, .has: false
        case .and(let parts), .or(let parts): parts.contains(where: \.speaksOfArchive)
        case .not(let part): part.speaksOfArchive
        case .compare(let path, _, _): path.text == ObjectDefinition.archivedAt.name
        }
    }

    /// The same for those in the archive as well.
    public func withArchived(_ object: ObjectDefinition) -> Filter { object.hasArchive && !asksForArchived ? self & Filter.wherever : self }

    private static let wherever = Filter.or(
        [.isEmpty, .isNotEmpty].map { .compare(FieldPath(ObjectDefinition.archivedAt.name), $0, .none) })
}

/// A field, or a field of a record that is referred to: `company.city`.
public struct FieldPath: Sendable, Hashable {
    public let names: [String]
    public let text: String

    public init(_ text: String) {
        self.text = text
        names = text.utf8.contains(UInt8(ascii: ".")) ? text.split(separator: ".", omittingEmptySubsequences: false).map(String.init) : [text]
    }
}
