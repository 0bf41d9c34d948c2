import Kit

/// БИК, the number of a Russian bank.
public struct BIKType: CodeType {
    public init() {}

    public let kind = "bik"

    func isRight(_ code: String) -> Bool { BankNumbers.isBIK(code) }

    func repaired(_ code: String) -> String { BankNumbers.isBIK("0" + code) ? "0" + code : code }

    var problem: ValueProblem { ValueProblem(Label("A BIK has 9 digits, the first of them 0.", ru: "БИК состоит из 9 цифр, первая — 0.")) }
}
