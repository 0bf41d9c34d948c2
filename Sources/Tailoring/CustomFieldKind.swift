public import Definitions
import Formulas
public import Kit

/// The types that a custom field may have.
public enum CustomFieldKind: String, Sendable, CaseIterable {
    case text, longText = "long_text", choice, boolean, integer, decimal, money, day, instant, reference, references
    case emails, phones, url, inn, kpp, ogrn
    case percent, duration, rating, color, severalChoices = "choices", address, bik, bankAccount = "bank_account", snils, iban, vatNumber = "vat_number"
    case autonumber, json, file, files
    case formula, rollup

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
        case .percent: Label("Percent", ru: "Процент")
        case .duration: Label("Duration", ru: "Длительность")
        case .rating: Label("Rating", ru: "Оценка")
        case .color: Label("Colour", ru: "Цвет")
        case .severalChoices: Label("Several choices", ru: "Несколько вариантов")
        case .address: Label("Postal address", ru: "Почтовый адрес")
        case .bik: Label("BIK", ru: "БИК")
        case .bankAccount: Label("Bank account", ru: "Расчётный счёт")
        case .snils: Label("SNILS", ru: "СНИЛС")
        case .iban: Label("IBAN", ru: "IBAN")
        case .vatNumber: Label("VAT number", ru: "Номер НДС")
        case .autonumber: Label("Number by a mask", ru: "Номер по маске")
        case .json: Label("JSON", ru: "JSON")
        case .file: Label("File", ru: "Файл")
        case .files: Label("Several files", ru: "Несколько файлов")
        case .formula: Label("Formula", ru: "Формула")
        case .rollup: Label("Rollup", ru: "Сводка")
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
        case .decimal: Label("Weights, sizes", ru: "Вес, размеры")
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
        case .percent: Label("A share, such as 12.5%", ru: "Доля, например 12,5 %")
        case .duration: Label("Hours and minutes", ru: "Часы и минуты")
        case .rating: Label("One to five stars", ru: "От одной до пяти звёзд")
        case .color: Label("Such as #1e90ff", ru: "Например, #1e90ff")
        case .severalChoices: Label("Any of a few, in colours", ru: "Сколько угодно из нескольких, с цветами")
        case .address: Label("Postcode, region, city, street, country", ru: "Индекс, регион, город, улица, страна")
        case .bik: Label("The number of a Russian bank", ru: "Номер банка")
        case .bankAccount: Label("20 digits, checked with the BIK", ru: "20 цифр, с проверкой по БИК")
        case .snils: Label("Russian insurance number, checked", ru: "С проверкой контрольных цифр")
        case .iban: Label("International account number, checked", ru: "Международный номер счёта, с проверкой")
        case .vatNumber: Label("With the country in front", ru: "С кодом страны впереди")
        case .autonumber: Label("Counted by Krug: INV-2026-0001", ru: "Присваивает Круг: СЧ-2026-0001")
        case .json: Label("What programs keep with a record", ru: "То, что хранят при записи программы")
        case .file: Label("A contract, a passport scan", ru: "Договор, скан паспорта")
        case .files: Label("Any number of files", ru: "Сколько угодно файлов")
        case .formula: Label("Computed from other fields: amount * 0.1", ru: "Вычисляется из других полей: amount * 0.1")
        case .rollup: Label("Counts or sums what refers to a record: open deals", ru: "Число или сумма связанных записей: открытые сделки")
        }
    }

    public static let choices = allCases.map { Choice($0.rawValue, $0.label) }

    /// Whether people give the value; the program numbers by itself.
    public var isFilledIn: Bool { self != .autonumber && !isDerived }

    /// Whether it follows from other fields.
    public var isDerived: Bool { self == .formula || self == .rollup }

    public var hasChoices: Bool { self == .choice || self == .severalChoices }

    public var hasDigits: Bool { self == .decimal || self == .percent || self == .formula }

    public var isReference: Bool { self == .reference || self == .references }

    /// Whether it refers to files that hang on the record.
    public var holdsFiles: Bool { self == .file || self == .files }

    public var canBeUnique: Bool {
        switch self {
        case .text, .integer, .decimal, .url, .inn, .kpp, .ogrn, .bankAccount, .snils, .iban, .vatNumber: true
        default: false
        }
    }

    public var canBeSearched: Bool {
        switch self {
        case .text, .longText, .emails, .phones, .url, .inn, .kpp, .ogrn: true
        case .address, .bankAccount, .snils, .iban, .vatNumber, .autonumber: true
        default: false
        }
    }

    /// The type of the field; nil when what it needs is missing.
    func type(choices: [Choice], target: String?, digits: Int64?, mask: String?, result: String? = nil) -> (any FieldType)? {
        let digits = Int(min(max(digits ?? CustomFieldKind.usualDigits, 0), CustomFieldKind.mostDigits))
        return switch self {
        case .text: TextType()
        case .longText: LongTextType()
        case .choice: choices.isEmpty ? nil : ChoiceType(choices)
        case .boolean: BooleanType()
        case .integer: IntegerType()
        case .decimal: DecimalType(digits: digits)
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
        case .percent: PercentType(digits: digits)
        case .duration: DurationType()
        case .rating: RatingType()
        case .color: ColorType()
        case .severalChoices: choices.isEmpty ? nil : ChoicesType(choices)
        case .address: AddressType()
        case .bik: BIKType()
        case .bankAccount: BankAccountType()
        case .snils: SNILSType()
        case .iban: IBANType()
        case .vatNumber: VATNumberType()
        case .autonumber: try? AutonumberType(mask: mask ?? "")
        case .json: JSONType()
        case .file: ReferenceType(to: "file")
        case .files: ReferencesType(to: "file")
        case .formula, .rollup: result.flatMap(DerivedResult.init)?.type(digits: digits)
        }
    }

    static let usualDigits: Int64 = 2
    static let mostDigits: Int64 = 6
}
