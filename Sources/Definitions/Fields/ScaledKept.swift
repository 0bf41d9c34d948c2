public import Kit
public import Storage

/// What the types have in common whose value is a number with a fixed count of decimal places.
public protocol ScaledKept: FieldType {
    /// How many decimal places are kept.
    var digits: Int { get }
}

extension ScaledKept {
    public var columns: [StoredColumn] { [StoredColumn("", .integer)] }
    public var input: FieldInput { .number }
    public var operators: [FilterOperator] { FilterOperator.ordered }
    public var sortColumn: Int? { 0 }
    public var jsonSchema: JSON { .object([("type", .string("number"))]) }

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        switch json {
        case .number(let text), .string(let text): return .integer(try scaled(text))
        default: throw DecimalType.problem(.notANumber, digits)
        }
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        do throws(DecimalText.Problem) {
            return .integer(try DecimalText.parse(text, digits: digits, commaGroups: context.language == .en))
        } catch { throw DecimalType.problem(error, digits) }
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        if case .integer(let number) = value { [.int(number)] } else { [.null] }
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue { row.isNull(column) ? .empty : .integer(row.int(column)) }

    public func write(_ row: any Row, at column: Int, into json: inout JSONWriter) { write(row.optionalInt(column), &json) }

    public func write(_ value: FieldValue, into json: inout JSONWriter) { write(Int64(value), &json) }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { formatted(value, context, keeping: 2) }

    /// `94.50`, not `94.500000`: of the decimal places behind `few`, none that is a zero.
    func formatted(_ value: FieldValue, _ context: ValueContext, keeping few: Int) -> String {
        guard var number = Int64(value) else { return "" }
        var digits = digits
        while digits > few, number % 10 == 0 { (number, digits) = (number / 10, digits - 1) }
        switch context.language {
        case .ru: return DecimalText.format(number, digits: digits, group: "\u{A0}", point: ",", minus: "\u{2212}")
        case .en: return DecimalText.format(number, digits: digits, group: ",", point: ".", minus: "\u{2212}")
        }
    }

    public func export(_ value: FieldValue, _ context: ValueContext) -> String {
        Int64(value).map { DecimalText.plain($0, digits: digits, point: context.language == .ru ? "," : ".") } ?? ""
    }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        try compare(comparison, operand, column(0)) { operand throws(ValueProblem) in
            guard case .number(let text, nil) = operand else { throw DecimalType.problem(.notANumber, digits) }
            return .int(try scaled(text))
        }
    }

    private func scaled(_ text: String) throws(ValueProblem) -> Int64 {
        do throws(DecimalText.Problem) {
            return try DecimalText.parse(plain: text, digits: digits)
        } catch { throw DecimalType.problem(error, digits) }
    }

    private func write(_ number: Int64?, _ json: inout JSONWriter) {
        if let number { json.number(DecimalText.plain(number, digits: digits)) } else { json.null() }
    }
}
