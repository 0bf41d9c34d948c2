public import Definitions
public import Kit
import RecordEngine

/// What one unit of a currency costs in the base currency from a day on.
public enum CurrencyRate {
    public static let currency = Field.choice(
        "currency", Label("Currency", ru: "Валюта"), choices: Currency.all.map { Choice($0.code, .verbatim($0.code)) }, required: true
    )
    public static let day = Field.day("day", Label("From day", ru: "С какого дня"), required: true, standard: .today)
    public static let rate = Field.decimal("rate", Label("Rate", ru: "Курс"), digits: 6, required: true)

    public static let object = ObjectDefinition(
        "currency_rate", path: "currency_rates",
        Noun(en: ("currency rate", "currency rates"), ru: .masculine("курс валюты", "курсы валют", "курсов валют", genitive: "курса валюты")),
        icon: "wallet", title: "currency", list: ["currency", "day", "rate"], sort: ("day", true), indexes: [["currency", "day"]],
        isInNavigation: false
    ) {
        currency
        day
        rate
    }

    static let preparation = Preparation("currency_rate") { draft, _, records in
        let base = records.engine.settings.baseCurrency.code
        if draft[currency] == base {
            draft.issue(
                "currency", Label("Amounts are counted in \(base); its rate is always 1.", ru: "Суммы считаются в \(base), курс этой валюты всегда 1."))
        }
        if let rate = draft[rate], rate.units <= 0 {
            draft.issue("rate", Label("A rate is more than zero.", ru: "Курс должен быть больше нуля."))
        }
    }

    /// What is not closed is worth what today's rate makes it.
    static let consequence = Consequence("currency_rate") { old, new, records in
        let today = records.engine.settings.zone.day(of: records.now)
        for code in Set([old, new].compactMap { $0?[currency] }).sorted() {
            let days = [old, new].compactMap { $0 }.filter { $0[currency] == code }.compactMap { $0[day] }
            let beginning = try beginning(of: code, on: today, records.connection) ?? Day(number: .min)
            // Rates of former days and of days to come leave today's as it is.
            if days.contains(where: { $0 >= beginning && $0 <= today }), let currency = Currency(code) { try records.revalue(currency) }
        }
    }
}
