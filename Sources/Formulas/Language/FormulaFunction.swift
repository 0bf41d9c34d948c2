public import Kit

/// The functions that formulas know. There are no others, and none of them looks at anything but what it is given.
public enum FormulaFunction: String, Sendable, CaseIterable {
    case ifElse = "IF", and = "AND", or = "OR", not = "NOT", isBlank = "ISBLANK", coalesce = "COALESCE", blank = "BLANK"
    case round = "ROUND", min = "MIN", max = "MAX", abs = "ABS"
    case length = "LEN", upper = "UPPER", lower = "LOWER", trim = "TRIM", left = "LEFT", right = "RIGHT", contains = "CONTAINS"
    case days = "DAYS", addMonths = "EDATE", date = "DATE", year = "YEAR", month = "MONTH", day = "DAY"
    case money = "MONEY", amount = "AMOUNT", currency = "CURRENCY"

    /// As spreadsheets in Russian call it.
    public var russian: String {
        switch self {
        case .ifElse: "ЕСЛИ"
        case .and: "И"
        case .or: "ИЛИ"
        case .not: "НЕ"
        case .isBlank: "ЕПУСТО"
        case .coalesce: "НЕПУСТОЕ"
        case .blank: "ПУСТО"
        case .round: "ОКРУГЛ"
        case .min: "МИН"
        case .max: "МАКС"
        case .abs: "АБС"
        case .length: "ДЛСТР"
        case .upper: "ПРОПИСН"
        case .lower: "СТРОЧН"
        case .trim: "СЖПРОБЕЛЫ"
        case .left: "ЛЕВСИМВ"
        case .right: "ПРАВСИМВ"
        case .contains: "СОДЕРЖИТ"
        case .days: "ДНИ"
        case .addMonths: "ДАТАМЕС"
        case .date: "ДАТА"
        case .year: "ГОД"
        case .month: "МЕСЯЦ"
        case .day: "ДЕНЬ"
        case .money: "ДЕНЬГИ"
        case .amount: "СУММА"
        case .currency: "ВАЛЮТА"
        }
    }

    /// What is given to it, as an example, and what it gives.
    public var help: (arguments: String, gives: Label) {
        switch self {
        case .ifElse: ("a > b, x, y", Label("x if the condition holds, else y", ru: "x, если условие верно, иначе y"))
        case .and: ("a, b, …", Label("whether all hold; also: a and b", ru: "верны ли все; можно и так: a and b"))
        case .or: ("a, b, …", Label("whether one holds; also: a or b", ru: "верно ли хоть одно; можно и так: a or b"))
        case .not: ("a", Label("the opposite", ru: "наоборот"))
        case .isBlank: ("x", Label("whether a field is empty, of any type", ru: "пусто ли поле, любого типа"))
        case .coalesce: ("x, y, …", Label("the first that is not empty", ru: "первое непустое"))
        case .blank: ("", Label("nothing", ru: "пусто"))
        case .round: ("x, 2", Label("rounded to so many decimal places", ru: "округлённое до стольких знаков"))
        case .min: ("x, y, …", Label("the smallest: of numbers, amounts, days", ru: "наименьшее: из чисел, сумм, дат"))
        case .max: ("x, y, …", Label("the largest", ru: "наибольшее"))
        case .abs: ("x", Label("without its sign", ru: "без знака"))
        case .length: ("text", Label("how many letters", ru: "сколько знаков"))
        case .upper: ("text", Label("in capitals", ru: "прописными"))
        case .lower: ("text", Label("in small letters", ru: "строчными"))
        case .trim: ("text", Label("without spaces around and doubled ones", ru: "без лишних пробелов"))
        case .left: ("text, 3", Label("so many letters from the beginning", ru: "столько знаков от начала"))
        case .right: ("text, 3", Label("so many letters from the end", ru: "столько знаков с конца"))
        case .contains: ("text, part", Label("whether it contains a part, in any case", ru: "есть ли внутри часть, без учёта регистра"))
        case .days: ("end, start", Label("days between two days", ru: "дней между двумя датами"))
        case .addMonths: ("day, 3", Label("so many months later", ru: "дата через столько месяцев"))
        case .date: ("2026, 12, 31", Label("a day; with one argument the day of a moment", ru: "дата; с одним аргументом — день момента"))
        case .year: ("day", Label("its year", ru: "год"))
        case .month: ("day", Label("its month, 1 to 12", ru: "месяц, от 1 до 12"))
        case .day: ("day", Label("its day of the month", ru: "число месяца"))
        case .money: ("x, \"RUB\"", Label("an amount in a currency", ru: "сумма в валюте"))
        case .amount: ("money", Label("an amount as a number", ru: "сумма как число"))
        case .currency: ("money", Label("the currency of an amount: USD", ru: "валюта суммы: USD"))
        }
    }

    /// How many arguments there are.
    var counts: ClosedRange<Int> {
        switch self {
        case .blank: 0...0
        case .not, .isBlank, .abs, .length, .upper, .lower, .trim, .year, .month, .day, .amount, .currency: 1...1
        case .round, .left, .right: 1...2
        case .contains, .days, .addMonths, .money: 2...2
        case .ifElse: 2...3
        case .date: 1...3
        case .and, .or, .coalesce, .min, .max: 1...50
        }
    }

    static let byName = Dictionary(
        allCases.flatMap { [($0.rawValue, $0), ($0.russian, $0)] }, uniquingKeysWith: { first, _ in first })

    /// Names that people know from spreadsheets of what changes by itself.
    static let volatile: Set<String> = ["TODAY", "NOW", "RAND", "RANDBETWEEN", "СЕГОДНЯ", "ТДАТА", "СЛЧИС", "СЛУЧМЕЖДУ"]
}

/// The signs between two values.
enum FormulaOperator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", join = "&"
    case equal = "=", differ = "!=", less = "<", atMost = "<=", greater = ">", atLeast = ">="
}

/// A formula as it is computed: typed, and nothing left to look up.
indirect enum FormulaNode: Sendable, Hashable {
    case constant(FormulaValue)
    /// One of the fields that the formula reads.
    case input(Int)
    case operation(FormulaOperator, FormulaNode, FormulaNode)
    case call(FormulaFunction, [FormulaNode])
}
