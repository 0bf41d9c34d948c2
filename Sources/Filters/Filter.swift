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

/// A field, or a field of a record that is referred to: `company.city`.
public struct FieldPath: Sendable, Hashable {
    public let names: [String]
    public let text: String

    public init(_ text: String) {
        self.text = text
        names = text.utf8.contains(UInt8(ascii: ".")) ? text.split(separator: ".", omittingEmptySubsequences: false).map(String.init) : [text]
    }
}
