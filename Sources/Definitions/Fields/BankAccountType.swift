public import Kit

/// An account in a Russian bank. Its key is checked against the BIK that stands beside it in the record.
public struct BankAccountType: CodeType {
    public init() {}

    public let kind = "bank_account"

    func isRight(_ code: String) -> Bool { BankNumbers.isAccount(code) }

    var problem: ValueProblem {
        ValueProblem(Label(
            "An account number has 20 digits, the 6th to 8th of which are the code of a currency, such as 810 or 840.",
            ru: "Номер счёта состоит из 20 цифр, с 6-й по 8-ю — код валюты, например 810 или 840."
        ))
    }

    /// What is wrong with an account of a bank; nil when nothing is, or one of them is missing.
    public static func problem(_ account: FieldValue, of bik: FieldValue) -> Label? {
        guard case .text(let account) = account, case .text(let bik) = bik, !BankNumbers.isAccount(account, of: bik) else { return nil }
        return Label("This is no account of the bank \(bik): check the digits of both.", ru: "Это не счёт в банке \(bik): проверьте цифры обоих номеров.")
    }
}
