public import Definitions
import Kit

/// What a formula or a rollup gives: the type of its field, fixed when it is made.
public enum DerivedResult: String, Sendable, CaseIterable {
    case integer, decimal, percent, money, text, boolean, day, instant, duration

    init?(_ type: FormulaType) {
        switch type {
        case .number(let isWhole): self = isWhole ? .integer : .decimal
        case .money: self = .money
        case .text: self = .text
        case .boolean: self = .boolean
        case .day: self = .day
        case .instant: self = .instant
        case .blank, .opaque: return nil
        }
    }

    public var hasDigits: Bool { self == .decimal || self == .percent }

    public func type(digits: Int) -> any FieldType {
        switch self {
        case .integer: IntegerType()
        case .decimal: DecimalType(digits: digits)
        case .percent: PercentType(digits: digits)
        case .money: MoneyType()
        case .text: TextType()
        case .boolean: BooleanType()
        case .day: DayType()
        case .instant: InstantType()
        case .duration: DurationType()
        }
    }

    /// The value as the field keeps it. What does not fit is empty.
    func value(_ value: FormulaValue, digits: Int) -> FieldValue {
        switch value {
        case .empty: .empty
        case .number(let number): number.units(digits: digits).map(FieldValue.integer) ?? .empty
        case .money(let amount, let currency):
            amount.units(digits: currency.exponent).map { .money(Money(minor: $0, currency: currency)) } ?? .empty
        case .text(let text): text.isEmpty ? .empty : .text(text)
        case .boolean(let flag): .boolean(flag)
        case .day(let day): .day(day)
        case .instant(let instant): .instant(instant)
        }
    }
}
