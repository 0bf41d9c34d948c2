import Kit

/// The number of a payer of VAT outside Russia, its country in front: `DE811907980`.
public struct VATNumberType: CodeType {
    public init() {}

    public let kind = "vat_number"

    func isChecked(in country: String) -> Bool { true }

    func isRight(_ code: String) -> Bool { TaxNumbers.isVATNumber(code) }

    var problem: ValueProblem {
        ValueProblem(Label("A VAT number begins with its country, such as DE811907980.", ru: "Номер НДС начинается с кода страны, например DE811907980."))
    }
}
