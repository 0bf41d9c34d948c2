import Kit
public import Storage

extension FilterOperator {
    /// For values that only are or are not something.
    public static let discrete: [FilterOperator] = [.equals, .differs, .isIn, .isNotIn, .isEmpty, .isNotEmpty]
    /// For values with an order.
    public static let ordered: [FilterOperator] = [.equals, .differs, .less, .atMost, .greater, .atLeast, .isIn, .isNotIn, .isEmpty, .isNotEmpty]
    /// For texts.
    public static let textual: [FilterOperator] = [.equals, .differs, .contains, .startsWith, .isIn, .isNotIn, .isEmpty, .isNotEmpty]
}

extension FieldType {
    public var target: String? { nil }
    public func export(_ value: FieldValue, _ context: ValueContext) -> String { format(value, context) }
    public func searchText(_ value: FieldValue) -> String { "" }

    /// The comparisons of a value kept in one column. `literal` makes the bound value of an operand.
    /// "Is not" includes the empty, as a person expects.
    public func compare(
        _ comparison: FilterOperator, _ operand: Operand, _ column: SQL, literal: (Operand) throws(ValueProblem) -> DatabaseValue
    ) throws(ValueProblem) -> SQL {
        switch comparison {
        case .isEmpty: return "\(column) IS NULL"
        case .isNotEmpty: return "\(column) IS NOT NULL"
        case .equals: return "\(column) = \(try literal(operand))"
        case .differs: return "(\(column) <> \(try literal(operand)) OR \(column) IS NULL)"
        case .less: return "\(column) < \(try literal(operand))"
        case .atMost: return "\(column) <= \(try literal(operand))"
        case .greater: return "\(column) > \(try literal(operand))"
        case .atLeast: return "\(column) >= \(try literal(operand))"
        case .isIn: return "\(column) IN (\(try literals(operand, literal)))"
        case .isNotIn: return "(\(column) NOT IN (\(try literals(operand, literal))) OR \(column) IS NULL)"
        case .contains, .startsWith: throw ValueProblem(Label("This field can't be compared like that.", ru: "Это поле так не сравнивают."))
        }
    }

    private func literals(_ operand: Operand, _ literal: (Operand) throws(ValueProblem) -> DatabaseValue) throws(ValueProblem) -> SQL {
        guard case .list(let operands) = operand else { return "\(try literal(operand))" }
        // An empty list matches nothing: NULL is equal to no value.
        guard !operands.isEmpty else { return "NULL" }
        var values: [SQL] = []
        for operand in operands { values.append("\(try literal(operand))") }
        return values.joined(separator: ", ")
    }
}
