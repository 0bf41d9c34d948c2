import Definitions
import Kit

extension FormulaFunction {
    /// What the function gives for values. The typing has seen to it that they are of its types, or empty.
    func value(_ values: [FormulaValue], _ zone: WorkspaceZone) -> FormulaValue {
        guard let first = values.first else { return .empty }
        switch self {
        case .not: return .boolean(!first.isTrue)
        case .isBlank: return .boolean(first == .empty)
        case .min: return FormulaFunction.outermost(values) { $0 < 0 }
        case .max: return FormulaFunction.outermost(values) { $0 > 0 }
        case .abs: return first.mapped(\.magnitude)
        case .round:
            guard let places = values.count > 1 ? FormulaFunction.count(values[1], -12...12) : 0 else { return .empty }
            return first.mapped { $0.rounded(to: places) }
        case .length, .upper, .lower, .trim, .left, .right, .contains: return FormulaFunction.text(self, first, values.dropFirst().first)
        case .days, .addMonths, .date, .year, .month, .day: return dated(first, values, zone)
        case .money:
            guard case .number(let number) = first, case .text(let code)? = values.last, let currency = Currency(code) else {
                return .empty
            }
            return .money(number, currency)
        case .amount: if case .money(let amount, _) = first { return .number(amount) } else { return .empty }
        case .currency: if case .money(_, let currency) = first { return .text(currency.code) } else { return .empty }
        case .ifElse, .and, .or, .coalesce, .blank: return .empty
        }
    }

    /// Of amounts in several currencies none is the smallest.
    private static func outermost(_ values: [FormulaValue], _ isFurther: (Int) -> Bool) -> FormulaValue {
        var best = FormulaValue.empty
        for value in values where value != .empty {
            if best == .empty {
                best = value
            } else {
                guard let order = FormulaValue.order(value, best) else { return .empty }
                if isFurther(order) { best = value }
            }
        }
        return best
    }

    private static func text(_ function: FormulaFunction, _ first: FormulaValue, _ second: FormulaValue?) -> FormulaValue {
        guard case .text(let text) = first else {
            return function == .contains ? .boolean(false) : function == .length ? .number(Exact(0)) : .empty
        }
        switch function {
        case .length: return .number(Exact(Int64(text.count)))
        case .upper: return .text(text.uppercased())
        case .lower: return .text(text.lowercased())
        case .trim: return .text(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        case .contains:
            guard case .text(let part)? = second else { return .boolean(false) }
            return .boolean(text.folded.contains(part.folded))
        default:
            guard let count = second.map({ count($0, 0...FormulaValue.longest) }) ?? 1 else { return .empty }
            return .text(String(function == .left ? text.prefix(count) : text.suffix(count)))
        }
    }

    private func dated(_ first: FormulaValue, _ values: [FormulaValue], _ zone: WorkspaceZone) -> FormulaValue {
        if values.count == 3 {
            guard let year = FormulaFunction.count(values[0], 1...9999), let month = FormulaFunction.count(values[1], 1...12),
                let number = FormulaFunction.count(values[2], 1...31), let day = Day(year: year, month: month, day: number)
            else { return .empty }
            return .day(day)
        }
        guard let day = first.day(zone) else { return .empty }
        switch self {
        case .days: return values[1].day(zone).map { .number(Exact(Int64(day.number) - Int64($0.number))) } ?? .empty
        case .addMonths:
            return FormulaFunction.count(values[1], -120_000...120_000).flatMap { day.adding(months: $0) }.map(FormulaValue.day) ?? .empty
        case .year: return .number(Exact(Int64(day.parts.year)))
        case .month: return .number(Exact(Int64(day.parts.month)))
        case .day: return .number(Exact(Int64(day.parts.day)))
        default: return .day(day)
        }
    }

    private static func count(_ value: FormulaValue, _ range: ClosedRange<Int>) -> Int? {
        guard case .number(let number) = value, let count = number.units(digits: 0), let small = Int(exactly: count), range.contains(small)
        else { return nil }
        return small
    }
}

extension FormulaValue {
    fileprivate func mapped(_ change: (Exact) -> Exact?) -> FormulaValue {
        switch self {
        case .number(let number): FormulaValue(number: change(number))
        case .money(let amount, let currency): FormulaValue(change(amount), currency)
        default: .empty
        }
    }

    /// The day of a moment is that of the workspace.
    fileprivate func day(_ zone: WorkspaceZone) -> Day? {
        switch self {
        case .day(let day): day
        case .instant(let instant): zone.day(of: instant)
        default: nil
        }
    }
}

extension Day {
    /// The same day of a later month, or the last one that it has.
    fileprivate func adding(months: Int) -> Day? {
        let (year, month, day) = parts
        let index = year * 12 + month - 1 + months
        guard index >= 12 else { return nil }
        return Day(year: index / 12, month: index % 12 + 1, day: min(day, Day.length(ofMonth: index % 12 + 1, year: index / 12)))
    }
}
