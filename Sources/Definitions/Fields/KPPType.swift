import Kit

/// КПП, the code of the reason for registration with a tax office.
public struct KPPType: CodeType {
    public init() {}

    public let kind = "kpp"

    func isRight(_ code: String) -> Bool { TaxNumbers.isKPP(code) }

    func repaired(_ code: String) -> String { TaxNumbers.isKPP("0" + code) ? "0" + code : code }

    func problem(_ code: String, in country: String) -> ValueProblem? { TaxNumbers.isCode(code, 2...20, digits: 2) ? nil : registerNumber }

    var problem: ValueProblem { ValueProblem(Label("A KPP has 9 characters.", ru: "КПП состоит из 9 знаков.")) }
}
