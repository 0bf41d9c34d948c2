extension Currency {
    /// The currency that a person means by a code, a sign or a word: `usd`, `$`, `руб.`, `долл`.
    public init?(named text: String) {
        let word = text.folded.filter { $0 != "." }
        if let code = Currency.words[word] {
            self.init(code)
        } else if let code = Currency.symbols.first(where: { $0.value.folded == word })?.key {
            self.init(code)
        } else {
            self.init(word.uppercased())
        }
    }

    static let symbols: [String: String] = [
        "RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "KZT": "₸", "UAH": "₴", "TRY": "₺", "INR": "₹",
        "KRW": "₩", "ILS": "₪", "VND": "₫", "GEL": "₾", "AZN": "₼", "AMD": "֏", "BYN": "Br", "PLN": "zł", "CZK": "Kč",
    ]

    private static let words: [String: String] = [
        "р": "RUB", "руб": "RUB", "рубль": "RUB", "рубля": "RUB", "рублей": "RUB", "rur": "RUB", "rubles": "RUB", "p": "RUB",
        "долл": "USD", "доллар": "USD", "доллара": "USD", "долларов": "USD", "us$": "USD", "dollars": "USD",
        "евро": "EUR", "euro": "EUR", "euros": "EUR", "тенге": "KZT", "тг": "KZT", "юань": "CNY", "юаней": "CNY",
        "бел руб": "BYN", "гривен": "UAH", "грн": "UAH",
    ]
}
