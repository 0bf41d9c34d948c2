import Kit

/// An international account number, with its check digits.
public struct IBANType: CodeType {
    public init() {}

    public let kind = "iban"

    func isChecked(in country: String) -> Bool { true }

    func isRight(_ code: String) -> Bool { BankNumbers.isIBAN(code) }

    /// It is shown otherwise than it is kept.
    public var plainColumn: PlainColumn? { nil }

    /// In groups of four.
    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        guard case .text(let code) = value else { return "" }
        return stride(from: 0, to: code.count, by: 4).map { String(code.dropFirst($0).prefix(4)) }.joined(separator: " ")
    }

    var problem: ValueProblem {
        ValueProblem(Label("There is a mistake in the IBAN: check its letters and digits.", ru: "В IBAN ошибка: проверьте буквы и цифры."))
    }
}
