import Kit

/// ИНН, the tax number of an organisation or a person.
public struct INNType: CodeType {
    public init() {}

    public let kind = "inn"

    func isRight(_ code: String) -> Bool { TaxNumbers.isINN(code) }

    func repaired(_ code: String) -> String { TaxNumbers.isINN("0" + code) ? "0" + code : code }

    var problem: ValueProblem {
        ValueProblem(Label("There is a mistake in the INN: check its digits.", ru: "В ИНН ошибка: проверьте цифры."))
    }
}
