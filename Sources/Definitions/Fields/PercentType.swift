import Kit

/// A share in hundredths: 12.5 is twelve and a half per cent.
public struct PercentType: ScaledKept {
    public let digits: Int

    public init(digits: Int = 2) { self.digits = min(max(digits, 0), 6) }

    public let kind = "percent"

    public func parse(text: String, _ context: ValueContext) throws(ValueProblem) -> FieldValue {
        try DecimalType(digits: digits).parse(text: text.replacing("%", with: "").trimmed, context)
    }

    /// `12.5%`, «12,5 %».
    public func format(_ value: FieldValue, _ context: ValueContext) -> String {
        let number = formatted(value, context, keeping: 0)
        return number.isEmpty ? "" : number + (context.language == .ru ? "\u{A0}%" : "%")
    }
}
