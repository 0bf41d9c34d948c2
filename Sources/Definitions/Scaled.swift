/// A decimal number as a count of its smallest steps; the field's type says how many decimal places those are.
public struct Scaled: FieldRepresentable, Hashable {
    public let units: Int64
    public init(units: Int64) { self.units = units }
    public init?(_ value: FieldValue) { if case .integer(let units) = value { self.units = units } else { return nil } }
    public var fieldValue: FieldValue { .integer(units) }
}
