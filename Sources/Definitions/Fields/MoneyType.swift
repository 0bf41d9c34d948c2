public import Kit
public import Storage

/// An amount in a currency. Filters and sorting see it in the base currency.
public struct MoneyType: FieldType {
    public init() {}

    public let kind = "money"
    public let columns = [StoredColumn("", .integer), StoredColumn("_currency", .text), StoredColumn("_base", .integer)]
    public let input = FieldInput.money
    public let operators = FilterOperator.ordered
    public let sortColumn: Int? = 2
    public let plainColumn: PlainColumn? = .money
    public let jsonSchema = JSON.object([
        ("type", .string("object")), ("required", .array([.string("minor"), .string("currency")])),
        (
            "properties",
            .object([
                ("minor", .object([("type", .string("integer")), ("format", .string("int64"))])),
                ("currency", .object([("type", .string("string")), ("pattern", .string("^[A-Z]{3}$"))])),
            ])
        ),
    ])

    public func parse(_ json: JSON, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        guard let minor = json["minor"]?.int, let code = json["currency"]?.string, json.members?.count == 2 else {
            throw ValueProblem(
                Label("Give an amount in minor units and a currency.", ru: "Укажите сумму в минимальных единицах и валюту."))
        }
        guard let currency = Currency(code) else { throw MoneyType.unknownCurrency }
        return .money(Money(minor: minor, currency: currency))
    }

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        do throws(DecimalText.Problem) {
            return .money(try Money.parse(text, standard: context.baseCurrency, commaGroups: context.language == .en))
        } catch .notANumber {
            throw ValueProblem(Label("Enter an amount, such as 1,500 USD.", ru: "Введите сумму, например 1500,50 ₽."))
        } catch {
            throw DecimalType.problem(error, context.baseCurrency.exponent)
        }
    }

    public func store(_ value: FieldValue, _ context: ValueContext) -> [DatabaseValue] {
        guard case .money(let money) = value else { return [.null, .null, .null] }
        return [.int(money.minor), .text(money.currency.code), base(money, context).map(DatabaseValue.int) ?? .null]
    }

    public func load(_ row: any Row, at column: Int) -> FieldValue {
        guard !row.isNull(column), let currency = row.bytes(column + 1, Currency.init(utf8:)) else { return .empty }
        return .money(Money(minor: row.int(column), currency: currency))
    }

    public func write(_ value: FieldValue, into json: inout JSONWriter) {
        guard let money = Money(value) else { return json.null() }
        json.object { json in
            json.name("minor")
            json.int(money.minor)
            json.name("currency")
            json.string(money.currency.code)
        }
    }

    public func format(_ value: FieldValue, _ context: ValueContext) -> String { Money(value)?.formatted(context.language) ?? "" }

    public func export(_ value: FieldValue, _ context: ValueContext) -> String { Money(value)?.plain(context.language) ?? "" }

    public func condition(
        _ comparison: FilterOperator, _ operand: Operand, _ context: ValueContext, column: (Int) -> SQL
    ) throws(ValueProblem) -> SQL {
        // An amount without a rate has no base amount and is there all the same.
        let tested = comparison == .isEmpty || comparison == .isNotEmpty ? column(0) : column(2)
        return try compare(comparison, operand, tested) { operand throws(ValueProblem) in .int(try literal(operand, context)) }
    }

    private func literal(_ operand: Operand, _ context: ValueContext) throws(ValueProblem) -> Int64 {
        guard case .number(let digits, let code) = operand else { throw DecimalType.problem(.notANumber, context.baseCurrency.exponent) }
        guard let currency = code.map(Currency.init(_:)) ?? context.baseCurrency else { throw MoneyType.unknownCurrency }
        let minor: Int64
        do throws(DecimalText.Problem) {
            minor = try DecimalText.parse(plain: digits, digits: currency.exponent)
        } catch { throw DecimalType.problem(error, currency.exponent) }
        guard let base = base(Money(minor: minor, currency: currency), context) else {
            throw ValueProblem(Label("There is no rate for \(currency.code).", ru: "Нет курса для \(currency.code)."))
        }
        return base
    }

    private func base(_ money: Money, _ context: ValueContext) -> Int64? {
        money.currency == context.baseCurrency ? money.minor : context.toBase(money)
    }

    private static let unknownCurrency = ValueProblem(Label("Krug doesn't know this currency.", ru: "Такой валюты в Круге нет."))
}
