import Kit

/// ОГРН or ОГРНИП, the number in the state register.
public struct OGRNType: CodeType {
    public init() {}

    public let kind = "ogrn"

    func isRight(_ code: String) -> Bool { TaxNumbers.isOGRN(code) }

    func problem(_ code: String, in country: String) -> ValueProblem? { TaxNumbers.isCode(code, 2...20, digits: 2) ? nil : registerNumber }

    var problem: ValueProblem {
        ValueProblem(Label("There is a mistake in the OGRN: check its digits.", ru: "В ОГРН ошибка: проверьте цифры."))
    }
}
