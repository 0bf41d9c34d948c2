import Kit

/// A number with a fixed count of decimal places, exact.
public struct DecimalType: ScaledKept {
    public let digits: Int

    public init(digits: Int) { self.digits = min(max(digits, 0), 18) }

    public let kind = "decimal"

    static func problem(_ problem: DecimalText.Problem, _ digits: Int) -> ValueProblem {
        switch problem {
        case .notANumber: ValueProblem(Label("Enter a number.", ru: "Введите число."))
        case .tooPrecise:
            ValueProblem(Label("At most \(digits) decimal places, please.", ru: "Не более \(digits) знаков после запятой, пожалуйста."))
        case .tooLarge: ValueProblem(Label("The number is too large.", ru: "Слишком большое число."))
        }
    }
}
