import Definitions
import Kit

extension FormulaNode {
    /// What the formula gives for some values. What can't be computed is empty.
    func value(_ inputs: [FormulaValue], _ zone: WorkspaceZone) -> FormulaValue {
        switch self {
        case .constant(let value): value
        case .input(let index): index < inputs.count ? inputs[index] : .empty
        case .operation(let sign, let left, let right): sign.value(left.value(inputs, zone), right.value(inputs, zone))
        case .call(let function, let parts): FormulaNode.value(function, parts, inputs, zone)
        }
    }

    /// The functions that do not look at all that they are given.
    private static func value(_ function: FormulaFunction, _ parts: [FormulaNode], _ inputs: [FormulaValue], _ zone: WorkspaceZone)
        -> FormulaValue
    {
        switch function {
        case .ifElse:
            if parts[0].value(inputs, zone).isTrue { return parts[1].value(inputs, zone) }
            return parts.count > 2 ? parts[2].value(inputs, zone) : .empty
        case .and: return .boolean(parts.allSatisfy { $0.value(inputs, zone).isTrue })
        case .or: return .boolean(parts.contains { $0.value(inputs, zone).isTrue })
        case .coalesce:
            for part in parts {
                let value = part.value(inputs, zone)
                if value != .empty { return value }
            }
            return .empty
        default: return function.value(parts.map { $0.value(inputs, zone) }, zone)
        }
    }
}

extension FormulaOperator {
    func value(_ left: FormulaValue, _ right: FormulaValue) -> FormulaValue {
        switch self {
        case .join: return .text(String((left.text + right.text).prefix(FormulaValue.longest)))
        case .equal: return .boolean(FormulaValue.isSame(left, right))
        case .differ: return .boolean(!FormulaValue.isSame(left, right))
        case .less: return .boolean(FormulaValue.order(left, right).map { $0 < 0 } ?? false)
        case .atMost: return .boolean(FormulaValue.order(left, right).map { $0 <= 0 } ?? false)
        case .greater: return .boolean(FormulaValue.order(left, right).map { $0 > 0 } ?? false)
        case .atLeast: return .boolean(FormulaValue.order(left, right).map { $0 >= 0 } ?? false)
        case .add, .subtract, .multiply, .divide: return computed(left, right)
        }
    }

    private func computed(_ left: FormulaValue, _ right: FormulaValue) -> FormulaValue {
        switch (left, right) {
        case (.number(let one), .number(let other)): FormulaValue(number: computed(one, other))
        case (.money(let one, let currency), .money(let other, let second)):
            // No rate is guessed.
            currency != second ? .empty : self == .divide ? FormulaValue(number: one / other) : FormulaValue(computed(one, other), currency)
        case (.money(let amount, let currency), .number(let number)): FormulaValue(computed(amount, number), currency)
        case (.number(let number), .money(let amount, let currency)): FormulaValue(number * amount, currency)
        case (.day(let day), .number(let number)): FormulaValue.day(day, after: self == .add ? number : number.negated)
        case (.number(let number), .day(let day)): FormulaValue.day(day, after: number)
        case (.day(let end), .day(let start)): .number(Exact(Int64(end.number) - Int64(start.number)))
        default: .empty
        }
    }

    private func computed(_ one: Exact, _ other: Exact) -> Exact? {
        switch self {
        case .add: one + other
        case .subtract: other.negated.flatMap { one + $0 }
        case .multiply: one * other
        default: one / other
        }
    }
}

extension FormulaValue {
    /// Longer texts are cut.
    static let longest = 1_000

    init(number: Exact?) { self = number.map(FormulaValue.number) ?? .empty }

    init(_ amount: Exact?, _ currency: Currency) { self = amount.map { .money($0, currency) } ?? .empty }

    /// Empty and empty are the same; 1 and 1.0 are too, and texts in any case, as in filters.
    static func isSame(_ left: FormulaValue, _ right: FormulaValue) -> Bool {
        switch (left, right) {
        case (.empty, .empty): true
        case (.boolean(let one), .boolean(let other)): one == other
        // A box that was never ticked is not ticked.
        case (.boolean(let flag), .empty), (.empty, .boolean(let flag)): !flag
        default: order(left, right) == 0
        }
    }

    static func order(_ left: FormulaValue, _ right: FormulaValue) -> Int? {
        switch (left, right) {
        case (.number(let one), .number(let other)): Exact.order(one, other)
        case (.money(let one, let currency), .money(let other, let second)): currency == second ? Exact.order(one, other) : nil
        case (.text(let one), .text(let other)): one.folded == other.folded ? 0 : one.folded < other.folded ? -1 : 1
        case (.day(let one), .day(let other)): one == other ? 0 : one < other ? -1 : 1
        case (.instant(let one), .instant(let other)): one == other ? 0 : one < other ? -1 : 1
        default: nil
        }
    }

    /// The day so many days later, as long as the calendar goes.
    static func day(_ day: Day, after days: Exact?) -> FormulaValue {
        guard let days = days?.units(digits: 0), abs(days.clamped) < 4_000_000 else { return .empty }
        let later = Day(number: day.number &+ Int32(truncatingIfNeeded: days))
        return (1...9999).contains(later.parts.year) ? .day(later) : .empty
    }
}

extension Int64 {
    /// A number whose magnitude is a number too.
    fileprivate var clamped: Int64 { Swift.max(self, -.max) }
}
