import Definitions
import Kit

/// What an expression of a formula gives.
enum FormulaType: Sendable, Hashable {
    case number(isWhole: Bool)
    case money, text, boolean, day, instant
    /// Nothing, which goes for a value of any type.
    case blank
    /// A value that can only be there or not.
    case opaque

    static let number = FormulaType.number(isWhole: false)
    static let whole = FormulaType.number(isWhole: true)

    var isNumber: Bool { if case .number = self { true } else { false } }

    /// The type of both; nil when there is none.
    func joined(_ other: FormulaType) -> FormulaType? {
        switch (self, other) {
        case (.number(let one), .number(let two)): .number(isWhole: one && two)
        case (.blank, let type), (let type, .blank): type
        default: self == other ? self : nil
        }
    }

    var label: Label {
        switch self {
        case .number: Label("a number", ru: "число")
        case .money: Label("an amount of money", ru: "сумма денег")
        case .text: Label("a text", ru: "текст")
        case .boolean: Label("yes or no", ru: "да или нет")
        case .day: Label("a day", ru: "дата")
        case .instant: Label("a day and time", ru: "дата и время")
        case .blank: Label("nothing", ru: "пусто")
        case .opaque:
            Label("a value that formulas only ask for with ISBLANK", ru: "значение, о котором формула может только спросить: ЕПУСТО")
        }
    }
}

/// How the values of a field are read by a formula.
enum FormulaReading: Sendable, Hashable {
    case scaled(Int)
    case money, text, boolean, day, instant, opaque
    case choice([Choice])

    init(_ type: any FieldType) {
        switch type.input {
        case .number, .duration, .rating:
            // Of twelve and a half per cent it takes an eighth.
            let digits = (type as? any ScaledKept)?.digits ?? 0
            self = .scaled(type is PercentType ? digits + 2 : digits)
        case .money: self = .money
        case .text, .longText, .url, .color: self = .text
        case .checkbox: self = .boolean
        case .day: self = .day
        case .instant: self = .instant
        case .choice(let choices): self = .choice(choices)
        default: self = .opaque
        }
    }

    var type: FormulaType {
        switch self {
        case .scaled(let digits): .number(isWhole: digits == 0)
        case .money: .money
        case .text, .choice: .text
        case .boolean: .boolean
        case .day: .day
        case .instant: .instant
        case .opaque: .opaque
        }
    }

    func value(_ value: FieldValue) -> FormulaValue {
        switch (self, value) {
        case (_, .empty): .empty
        case (.opaque, _): .boolean(true)
        case (.scaled(let digits), .integer(let units)): .number(Exact(units: units, digits: digits))
        case (_, .money(let money)): .money(Exact(units: money.minor, digits: money.currency.exponent), money.currency)
        case (_, .text(let text)): .text(text)
        case (_, .boolean(let flag)): .boolean(flag)
        case (_, .day(let day)): .day(day)
        case (_, .instant(let instant)): .instant(instant)
        default: .empty
        }
    }
}

/// The value of an expression.
enum FormulaValue: Sendable, Hashable {
    case empty
    case number(Exact)
    /// In major units.
    case money(Exact, Currency)
    case text(String)
    case boolean(Bool)
    case day(Day)
    case instant(Instant)

    /// What is neither yes nor no is no.
    var isTrue: Bool { self == .boolean(true) }

    /// As `&` joins it: the same in every language, since it is kept.
    var text: String {
        switch self {
        case .empty: ""
        case .number(let number): number.text
        case .money(let amount, let currency): "\(amount.rounded(to: currency.exponent)?.text ?? amount.text) \(currency.code)"
        case .text(let text): text
        case .boolean(let flag): flag ? "true" : "false"
        case .day(let day): day.iso
        case .instant(let instant): instant.iso
        }
    }
}
