import Kit
import Storage

/// Several values in one text column, a line break around each: `\n12\n15\n`.
enum StoredList {
    static func text(_ items: [String]) -> DatabaseValue {
        items.isEmpty ? .null : .text("\n" + items.joined(separator: "\n") + "\n")
    }

    static func items(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}

extension FieldType {
    /// The comparisons of a list: "is" and "in" mean that one of the values is among those given.
    /// `one` makes the condition for one operand, told whether a part of a value will do.
    func compareList(
        _ comparison: FilterOperator, _ operand: Operand, _ column: SQL, one: (Operand, _ isPart: Bool) throws(ValueProblem) -> SQL
    ) throws(ValueProblem) -> SQL {
        switch comparison {
        case .isEmpty: return "\(column) IS NULL"
        case .isNotEmpty: return "\(column) IS NOT NULL"
        case .equals, .isIn: return try any(operand, isPart: false, one)
        case .differs, .isNotIn: return "(NOT \(try any(operand, isPart: false, one)) OR \(column) IS NULL)"
        case .contains: return try any(operand, isPart: true, one)
        default: throw ValueProblem(Label("This field can't be compared like that.", ru: "Это поле так не сравнивают."))
        }
    }

    private func any(
        _ operand: Operand, isPart: Bool, _ one: (Operand, Bool) throws(ValueProblem) -> SQL
    ) throws(ValueProblem) -> SQL {
        var pieces: [SQL] = []
        for operand in TextPattern.each(operand) { pieces.append(try one(operand, isPart)) }
        return pieces.isEmpty ? "(1 = 0)" : "(\(pieces.joined(separator: " OR ")))"
    }
}
