import Kit

/// СНИЛС, the number of a person's insurance account.
public struct SNILSType: CodeType {
    public init() {}

    public let kind = "snils"

    func isRight(_ code: String) -> Bool { TaxNumbers.isSNILS(code) }

    func repaired(_ code: String) -> String { code.utf8.count == 10 && TaxNumbers.isSNILS("0" + code) ? "0" + code : code }

    /// It is shown otherwise than it is kept.
    public var plainColumn: PlainColumn? { nil }

    /// `112-233-445 95`.
    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        guard case .text(let code) = value, code.utf8.count == 11 else { return String(value) ?? "" }
        let groups = [0, 3, 6].map { start in String(code.dropFirst(start).prefix(3)) }
        return groups.joined(separator: "-") + " " + code.suffix(2)
    }

    var problem: ValueProblem {
        ValueProblem(Label("There is a mistake in the SNILS: check its digits.", ru: "В СНИЛС ошибка: проверьте цифры."))
    }
}
