public import Definitions
import Kit
import RecordEngine

/// An account of a set of requisites: in a Russian bank by BIK and number, elsewhere by IBAN.
public enum BankAccount {
    public static let title = Field.text(
        "title", Label("Name", ru: "Название"), searched: true,
        help: Label(
            "Made of the bank and the last digits when it is empty.", ru: "Если пусто — банк и последние цифры счёта."))
    public static let requisites = Field.reference(
        "requisites", Label("Requisites", ru: "Реквизиты"), to: "requisite_set", onDelete: .cascade, required: true)
    public static let bik = Field.bik("bik", Label("BIK", ru: "БИК"))
    public static let account = Field.bankAccount("account", Label("Account", ru: "Расчётный счёт"), searched: true)
    public static let bank = Field.text(
        "bank", Label("Bank", ru: "Банк"),
        help: Label(
            "Found by the BIK in the directory of banks when it is empty.", ru: "Если пусто — находится по БИК в справочнике банков."))
    public static let correspondent = Field.bankAccount(
        "correspondent_account", Label("Correspondent account", ru: "Корреспондентский счёт"))
    public static let iban = Field.iban("iban", Label("IBAN", ru: "IBAN"), searched: true)
    public static let swift = Field.text("swift", Label("SWIFT / BIC", ru: "SWIFT / BIC"))
    public static let currency = Field.text("currency", Label("Currency", ru: "Валюта"))
    public static let isMain = Field.boolean("is_main", Label("Main account", ru: "Основной"))

    public static let object = ObjectDefinition(
        "bank_account", path: "bank-accounts",
        Noun(
            en: ("bank account", "bank accounts"),
            ru: .masculine("банковский счёт", "банковские счета", "банковских счетов", genitive: "банковского счёта")),
        icon: "wallet", title: "title", list: ["title", "requisites", "bik", "account", "bank", "currency", "is_main"], sort: ("id", false),
        isInNavigation: false, dependence: Dependence(on: "requisites"), pastIndexes: [["requisites"]]
    ) {
        title
        requisites
        bik
        account
        bank
        correspondent
        iban
        swift
        currency
        isMain
    }

    /// The bank follows from its BIK, the name from bank and number.
    static let preparation = Preparation("bank_account") { draft, original, records in
        func now<Value>(_ field: Field<Value>) -> Value? { draft.values(field, original) }
        if now(account) == nil, now(iban) == nil {
            draft.issue("account", Label("Enter the number of the account, or an IBAN.", ru: "Введите номер счёта или IBAN."))
        }
        try check(&draft)
        if let code = now(bik), let known = try Bank.find(code, records) {
            // What was found for another BIK does not stay.
            let isOther = original != nil && original?[bik] != code
            if now(bank) == nil || isOther && draft[bank] == nil || isOther && draft[bank] == original?[bank] { draft[bank] = known.title }
            if now(correspondent) == nil || isOther && draft[correspondent] == nil
                || isOther && draft[correspondent] == original?[correspondent]
            {
                draft[correspondent] = known[Bank.correspondent]
            }
            if now(swift) == nil { draft[swift] = known[Bank.swift] }
        }
        if now(currency) == nil { draft[currency] = code(of: now(account)) ?? records.engine.settings.baseCurrency.code }
        if now(title) == nil || now(title) == original.map(name(of:)) {
            draft[title] = name(now(bank) ?? now(bik), now(account) ?? now(iban))
        }
        if original == nil, draft[isMain] == nil, let set = draft[requisites] {
            draft[isMain] = try MainFlag.others(of: holder(set), except: nil, object, records).isEmpty
        }
    }

    /// There is one main account of a set.
    static let consequence = Consequence("bank_account") { old, new, records in
        guard let new, new[isMain] == true, old?[isMain] != true, let set = new[requisites] else { return }
        try MainFlag.lower(MainFlag.others(of: holder(set), except: new.id, object, records), object, records)
    }

    private static func check(_ draft: inout Draft) throws {
        if let text = draft[swift] {
            let code = text.uppercased().filter { !$0.isWhitespace }
            if BankNumbers.isSWIFT(code) {
                draft[swift] = code
            } else {
                draft.issue("swift", Label("A SWIFT code has 8 or 11 letters and digits.", ru: "В коде SWIFT 8 или 11 букв и цифр."))
            }
        }
        if let text = draft[currency] {
            if let known = Currency(text.uppercased()) {
                draft[currency] = known.code
            } else {
                draft.issue("currency", Label("Enter the code of a currency: EUR.", ru: "Введите код валюты: RUB."))
            }
        }
    }

    private static func holder(_ set: Reference) -> Filter {
        .compare(FieldPath("requisites"), .equals, .number("\(set.id)", currency: nil))
    }

    private static func name(of record: Record) -> String { name(record[bank] ?? record[bik], record[account] ?? record[iban]) }

    private static func name(_ bank: String?, _ number: String?) -> String {
        [bank, number.map { "…" + $0.suffix(4) }].compactMap(\.self).joined(separator: " ")
    }

    /// Digits 6 to 8 of a Russian account are its currency; 810 stands for roubles.
    private static func code(of account: String?) -> String? {
        guard let account, account.utf8.count == 20 else { return nil }
        return ["810": "RUB", "840": "USD", "978": "EUR", "156": "CNY", "398": "KZT", "933": "BYN"][String(account.dropFirst(5).prefix(3))]
    }
}

extension Draft {
    /// What a field will hold.
    fileprivate func values<Value>(_ field: Field<Value>, _ original: Record?) -> Value? {
        self[field.name] == nil ? original?[field] : self[field]
    }
}
