public import Kit

/// The value of one field in memory.
public enum FieldValue: Sendable, Hashable {
    case empty
    case text(String)
    /// A whole number; for a decimal, scaled by the type's digits.
    case integer(Int64)
    case boolean(Bool)
    case money(Money)
    case day(Day)
    case instant(Instant)
    /// The id of a record of the object that the field's type names.
    case reference(Int64)
    /// Ids in the order in which they were given, none twice.
    case references([Int64])
    case link(RecordLink)
    /// Several texts in their stored spelling: e-mails, phones, choices.
    case list([String])
    case address(PostalAddress)

    public var isEmpty: Bool { self == .empty }
}

/// A record of any object.
public struct RecordLink: Sendable, Hashable {
    public let object: String
    public let id: Int64

    public init(object: String, id: Int64) {
        self.object = object
        self.id = id
    }
}

/// A value that is typed in Swift and kept as a `FieldValue`.
public protocol FieldRepresentable: Sendable {
    init?(_ value: FieldValue)
    var fieldValue: FieldValue { get }
}

extension String: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .text(let text) = value { self = text } else { return nil } }
    /// An empty text is no value.
    public var fieldValue: FieldValue { isEmpty ? .empty : .text(self) }
}

extension Int64: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .integer(let number) = value { self = number } else { return nil } }
    public var fieldValue: FieldValue { .integer(self) }
}

extension Bool: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .boolean(let flag) = value { self = flag } else { return nil } }
    public var fieldValue: FieldValue { .boolean(self) }
}

extension Money: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .money(let money) = value { self = money } else { return nil } }
    public var fieldValue: FieldValue { .money(self) }
}

extension Day: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .day(let day) = value { self = day } else { return nil } }
    public var fieldValue: FieldValue { .day(self) }
}

extension Instant: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .instant(let instant) = value { self = instant } else { return nil } }
    public var fieldValue: FieldValue { .instant(self) }
}

/// The id a reference holds.
public struct Reference: FieldRepresentable, Hashable {
    public let id: Int64
    public init(_ id: Int64) { self.id = id }
    public init?(_ value: FieldValue) { if case .reference(let id) = value { self.id = id } else { return nil } }
    public var fieldValue: FieldValue { .reference(id) }
}

extension RecordLink: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .link(let link) = value { self = link } else { return nil } }
    public var fieldValue: FieldValue { .link(self) }
}

extension PostalAddress: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .address(let address) = value { self = address } else { return nil } }
    public var fieldValue: FieldValue { isEmpty ? .empty : .address(self) }
}

extension [String]: FieldRepresentable {
    public init?(_ value: FieldValue) { if case .list(let items) = value { self = items } else { return nil } }
    public var fieldValue: FieldValue { isEmpty ? .empty : .list(self) }
}

/// The ids that a field of many references holds.
public struct References: FieldRepresentable, Hashable {
    public let ids: [Int64]
    public init(_ ids: [Int64]) { self.ids = ids }
    public init?(_ value: FieldValue) { if case .references(let ids) = value { self.ids = ids } else { return nil } }
    public var fieldValue: FieldValue { ids.isEmpty ? .empty : .references(ids) }
}
