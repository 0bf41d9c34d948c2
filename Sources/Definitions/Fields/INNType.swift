import Kit

/// ИНН, the tax number of an organisation or a person.
public struct INNType: CodeType {
    public init() {}

    public let kind = "inn"

    func isRight(_ code: String) -> Bool { TaxNumbers.isINN(code) }

    func repaired(_ code: String) -> String { TaxNumbers.isINN("0" + code) ? "0" + code : code }

    func problem(_ code: String, in country: String) -> ValueProblem? {
        TaxNumbers.isTaxNumber(code, of: country) ? nil : INNType.problem(of: country)
    }

    private static func problem(of country: String) -> ValueProblem {
        switch country {
        case "KZ":
            ValueProblem(
                Label(
                    "This is no BIN or IIN: 12 digits, the last of them a check digit.",
                    ru: "Это не БИН и не ИИН: в них 12 цифр, последняя — контрольная."))
        case "BY":
            ValueProblem(
                Label(
                    "This is no UNP: 9 characters, the last of them a check digit.",
                    ru: "Это не УНП: в нём 9 знаков, последний — контрольный."))
        default:
            ValueProblem(
                Label(
                    "A tax number has 5 to 20 letters and digits, four of them digits at least.",
                    ru: "В налоговом номере от 5 до 20 букв и цифр, из них не меньше четырёх цифр."))
        }
    }

    var problem: ValueProblem {
        ValueProblem(Label("There is a mistake in the INN: check its digits.", ru: "В ИНН ошибка: проверьте цифры."))
    }
}
