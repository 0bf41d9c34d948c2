public import Definitions
public import Kit

/// The types that a custom field may have.
public enum CustomFieldKind: String, Sendable, CaseIterable {
    case text, longText = "long_text", choice, boolean, integer, decimal, money, day, instant, reference, references
    case emails, phones, url, inn, kpp, ogrn

    public var label: Label {
        switch self {
        case .text: Label("Text", ru: "Строка")
        case .longText: Label("Long text", ru: "Длинный текст")
        case .choice: Label("Choice", ru: "Выбор")
        case .boolean: Label("Yes or no", ru: "Да или нет")
        case .integer: Label("Whole number", ru: "Целое число")
        case .decimal: Label("Decimal number", ru: "Дробное число")
        case .money: Label("Money", ru: "Деньги")
        case .day: Label("Day", ru: "Дата")
        case .instant: Label("Day and time", ru: "Дата и время")
        case .reference: Label("Record", ru: "Запись")
        case .references: Label("Several records", ru: "Несколько записей")
        case .emails: Label("E-mails", ru: "Эл. почта")
        case .phones: Label("Phones", ru: "Телефоны")
        case .url: Label("Web address", ru: "Адрес сайта")
        case .inn: Label("INN", ru: "ИНН")
        case .kpp: Label("KPP", ru: "КПП")
        case .ogrn: Label("OGRN", ru: "ОГРН")
        }
    }

    /// What it is good for.
    public var note: Label {
        switch self {
        case .text: Label("One line: a code, a name", ru: "Одна строка: код, имя")
        case .longText: Label("Several lines", ru: "Несколько строк")
        case .choice: Label("One of a few, in colours", ru: "Один из нескольких, с цветами")
        case .boolean: Label("A tick", ru: "Флажок")
        case .integer: Label("Pieces, years, points", ru: "Штуки, годы, баллы")
        case .decimal: Label("Weights, percents", ru: "Вес, проценты")
        case .money: Label("An amount in any currency", ru: "Сумма в любой валюте")
        case .day: Label("Without a time of day", ru: "Без времени суток")
        case .instant: Label("A moment", ru: "Момент времени")
        case .reference: Label("One company, person, user …", ru: "Компания, человек, пользователь…")
        case .references: Label("Any number of records", ru: "Сколько угодно записей")
        case .emails: Label("One or several addresses", ru: "Один или несколько адресов")
        case .phones: Label("One or several numbers", ru: "Один или несколько номеров")
        case .url: Label("A link to open", ru: "Ссылка, которую можно открыть")
        case .inn: Label("Russian tax number, checked", ru: "С проверкой контрольных цифр")
        case .kpp: Label("Russian registration code", ru: "Код причины постановки на учёт")
        case .ogrn: Label("Russian registration number, checked", ru: "С проверкой контрольной цифры")
        }
    }

    public static let choices = allCases.map { Choice($0.rawValue, $0.label) }

    public var isReference: Bool { self == .reference || self == .references }

    public var canBeUnique: Bool {
        switch self {
        case .text, .integer, .decimal, .url, .inn, .kpp, .ogrn: true
        default: false
        }
    }

    public var canBeSearched: Bool {
        switch self {
        case .text, .longText, .emails, .phones, .url, .inn, .kpp, .ogrn: true
        default: false
        }
    }

    /// The type of the field; nil when what it needs is missing.
    func type(choices: [Choice], target: String?, digits: Int64?) -> (any FieldType)? {
        switch self {
        case .text: TextType()
        case .longText: LongTextType()
        case .choice: choices.isEmpty ? nil : ChoiceType(choices)
        case .boolean: BooleanType()
        case .integer: IntegerType()
        case .decimal: DecimalType(digits: Int(min(max(digits ?? CustomFieldKind.usualDigits, 0), CustomFieldKind.mostDigits)))
        case .money: MoneyType()
        case .day: DayType()
        case .instant: InstantType()
        case .reference: target.map { ReferenceType(to: $0) }
        case .references: target.map { ReferencesType(to: $0) }
        case .emails: EmailsType()
        case .phones: PhonesType()
        case .url: URLType()
        case .inn: INNType()
        case .kpp: KPPType()
        case .ogrn: OGRNType()
        }
    }

    static let usualDigits: Int64 = 2
    static let mostDigits: Int64 = 6
}
