import Kit

/// ОГРН or ОГРНИП, the number in the state register.
public struct OGRNType: CodeType {
    public init() {}

    public let kind = "ogrn"

    func isRight(_ code: String) -> Bool { TaxNumbers.isOGRN(code) }

    var problem: ValueProblem {
        ValueProblem(Label("There is a mistake in the OGRN: check its digits.", ru: "В ОГРН ошибка: проверьте цифры."))
    }
}
