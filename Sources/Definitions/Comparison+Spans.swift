import Kit
import Storage

/// Stored values from one to another, the last not included: a whole day of instants, a month of days.
struct Span: Sendable, Hashable {
    let start: Int64
    let end: Int64
}

extension FieldType {
    /// The comparisons of a value that lies in time. "Is" a period means inside it, "less" before it begins, "greater" after it has ended.
    func compare(
        _ comparison: FilterOperator, _ operand: Operand, spanning column: SQL, span: (Operand) throws(ValueProblem) -> Span
    ) throws(ValueProblem) -> SQL {
        switch comparison {
        case .isEmpty: return "\(column) IS NULL"
        case .isNotEmpty: return "\(column) IS NOT NULL"
        case .less: return "\(column) < \(try span(operand).start)"
        case .atMost: return "\(column) < \(try span(operand).end)"
        case .greater: return "\(column) >= \(try span(operand).end)"
        case .atLeast: return "\(column) >= \(try span(operand).start)"
        case .equals, .isIn: return try inside(operand, column, span)
        case .differs, .isNotIn: return "(NOT \(try inside(operand, column, span)) OR \(column) IS NULL)"
        case .contains, .startsWith: throw ValueProblem(Label("This field can't be compared like that.", ru: "Это поле так не сравнивают."))
        }
    }

    private func inside(_ operand: Operand, _ column: SQL, _ span: (Operand) throws(ValueProblem) -> Span) throws(ValueProblem) -> SQL {
        var pieces: [SQL] = []
        if case .list(let operands) = operand {
            for operand in operands { pieces.append(inside(try span(operand), column)) }
        } else {
            pieces.append(inside(try span(operand), column))
        }
        // An empty list has nothing inside.
        guard !pieces.isEmpty else { return "(1 = 0)" }
        return pieces.count == 1 ? pieces[0] : "(\(pieces.joined(separator: " OR ")))"
    }

    private func inside(_ span: Span, _ column: SQL) -> SQL {
        span.end == span.start + 1 ? "\(column) = \(span.start)" : "(\(column) >= \(span.start) AND \(column) < \(span.end))"
    }
}
