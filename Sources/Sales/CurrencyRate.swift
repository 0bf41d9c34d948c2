public import Definitions
public import Kit

/// What one unit of a currency costs in the base currency from a day on.
public enum CurrencyRate {
    /// Decimal digits that a rate is kept with.
    public static let digits = 6

    public static let currency = Field.choice(
        "currency", Label("Currency", ru: "Валюта"), choices: Currency.all.map { Choice($0.code, .verbatim($0.code)) }, required: true
    )
    public static let day = Field.day("day", Label("From day", ru: "С какого дня"), required: true, standard: .today)
    public static let rate = Field.decimal("rate", Label("Rate", ru: "Курс"), digits: digits, required: true)

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
}
