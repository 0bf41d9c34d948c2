import Definitions
import Kit

/// A cell with tax number and KPP together: «7707083893/773601001», «ИНН 7707083893 КПП 773601001».
struct TaxCodes {
    private let kpp: String?
    private let inn: String?

    init(_ cell: String) {
        let pieces = cell.split { !$0.isLetter && !$0.isNumber }.map { String($0.drop(while: \.isLetter)) }.filter { !$0.isEmpty }
        // A second number that is no KPP is meant as one, and refused as one.
        kpp = pieces.first { TaxNumbers.isKPP($0) && !TaxNumbers.isINN($0) } ?? pieces.dropFirst().first
        inn = pieces.first { [kpp] in $0 != kpp }
    }

    var isPair: Bool { (kpp.map(TaxNumbers.isKPP) ?? false) && inn.map(TaxNumbers.isINN) ?? false }

    /// What is meant for a field; nothing where the cell has it not.
    func own(_ type: any FieldType) -> String { (type is KPPType ? kpp : inn) ?? "" }
}
