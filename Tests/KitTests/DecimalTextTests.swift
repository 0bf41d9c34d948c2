import Kit
import Testing

struct DecimalTextTests {
    @Test(arguments: [
        ("1 234,56", 123_456), ("1,234.56", 123_456), ("1.234,56", 123_456), ("1\u{A0}234\u{202F}567,8", 123_456_780), ("1'234.5", 123_450),
        ("−5", -500), ("-0,01", -1), ("+7", 700), ("1234.56", 123_456), ("12,5", 1250), ("1,234,567", 123_456_700), ("0", 0), ("007", 700),
        ("1.234.567", 123_456_700), ("1000 000", 100_000_000), ("5.00000", 500), ("92233720368547758.07", Int64.max),
    ])
    func `amounts are read as people write them`(_ text: String, _ units: Int64) throws {
        #expect(try DecimalText.parse(text, digits: 2, commaGroups: false) == units)
    }

    @Test(arguments: [
        "", " ", "-", ",", "1,", "1 23", "12 34,5", "1,23,456", "1.2.3", "1,234 567.0", "5-", "5 6", "1..2", "abc", "1e5", "0x10", "٣",
        "1 000.000 000",
        "1,5,", ",,5", "--5", "1 234,567,890", "NaN", "inf", ".5",
    ])
    func `what is no number is refused`(_ text: String) {
        #expect(throws: DecimalText.Problem.notANumber) { try DecimalText.parse(text, digits: 2, commaGroups: false) }
    }

    @Test func `a lone comma with three digits is a fraction in Russian and groups in English`() throws {
        #expect(try DecimalText.parse("1,234", digits: 3, commaGroups: false) == 1234)
        #expect(try DecimalText.parse("1,234", digits: 2, commaGroups: true) == 123_400)
        #expect(try DecimalText.parse("1,23", digits: 2, commaGroups: true) == 123)
        #expect(throws: DecimalText.Problem.tooPrecise) { try DecimalText.parse("1,234", digits: 2, commaGroups: false) }
    }

    @Test(arguments: ["92233720368547758.08", "99999999999999999999", "1e300", "1e5000000000000", "9223372036854775808", "1e19"])
    func `what does not fit 64 bits is refused`(_ text: String) {
        #expect(throws: DecimalText.Problem.tooLarge) { try DecimalText.parse(plain: text, digits: 2) }
    }

    @Test func `the spelling of JSON is read exactly`() throws {
        #expect(try DecimalText.parse(plain: "1e3", digits: 2) == 100_000)
        #expect(try DecimalText.parse(plain: "-12.5", digits: 2) == -1250)
        #expect(try DecimalText.parse(plain: "125E-1", digits: 1) == 125)
        #expect(try DecimalText.parse(plain: "0e999999", digits: 2) == 0)
        #expect(try DecimalText.parse(plain: "1.10", digits: 1) == 11)
        #expect(throws: DecimalText.Problem.tooPrecise) { try DecimalText.parse(plain: "0.001", digits: 2) }
        #expect(throws: DecimalText.Problem.tooPrecise) { try DecimalText.parse(plain: "1e-300", digits: 2) }
        for wrong in ["", "-", "+1", "1.", ".5", "1e", "1e+", "1 0", "1,5", "e5"] {
            #expect(throws: DecimalText.Problem.notANumber) { try DecimalText.parse(plain: wrong, digits: 2) }
        }
    }

    @Test func `numbers are shown in groups`() {
        #expect(DecimalText.format(123_456_789, digits: 2, group: " ", point: ",") == "1 234 567,89")
        #expect(DecimalText.format(-5, digits: 2, group: ",", point: ".") == "-0.05")
        #expect(DecimalText.plain(.min, digits: 2) == "-92233720368547758.08")
        #expect(DecimalText.plain(100, digits: 0) == "100")
    }

    @Test func `money is shown and read in both languages`() throws {
        let amount = Money(minor: 123_456_789, currency: .rub)
        #expect(amount.formatted(.ru) == "1\u{A0}234\u{A0}567,89\u{A0}₽")
        #expect(amount.formatted(.en) == "RUB\u{A0}1,234,567.89")
        #expect(Money(minor: -123_456, currency: .usd).formatted(.en) == "−$1,234.56")
        #expect(Money(minor: 4_500_000, currency: .rub).formatted(.ru, trimmingZeros: true) == "45\u{A0}000\u{A0}₽")
        for currency in Currency.all {
            for minor in [0, 1, -1, 123_456_789, -100_000, .max] as [Int64] {
                let money = Money(minor: minor, currency: currency)
                for language in Language.allCases {
                    let groups = language == .en
                    let shown = money.formatted(language), plain = money.plain(language)
                    #expect(try Money.parse(shown, standard: .usd, commaGroups: groups) == money, "\(shown)")
                    #expect(try Money.parse(plain, standard: .usd, commaGroups: groups) == money, "\(plain)")
                }
            }
        }
    }

    @Test(arguments: [
        ("1 234 567,89 ₽", 123_456_789, "RUB"), ("1234.56 USD", 123_456, "USD"), ("45 000 руб.", 4_500_000, "RUB"),
        ("$1,234.56", 123_456, "USD"),
        ("100", 10_000, "RUB"), ("€ 5,5", 550, "EUR"), ("-$5", -500, "USD"), ("usd 7", 700, "USD"), ("100 р", 10_000, "RUB"),
        ("1000 JPY", 1000, "JPY"),
        ("10 долларов", 1000, "USD"), ("-5,00 EUR", -500, "EUR"),
    ])
    func `an amount brings its currency along`(_ text: String, _ minor: Int64, _ code: String) throws {
        let money = try Money.parse(text, standard: .rub, commaGroups: false)
        #expect(money.minor == minor)
        #expect(money.currency.code == code)
    }

    @Test(arguments: ["руб", "", "5 XXX", "$5$", "1 2 $", "5 USD 6", "пять рублей", "$"])
    func `an amount that can't be understood is refused`(_ text: String) {
        #expect(throws: DecimalText.Problem.notANumber) { try Money.parse(text, standard: .rub, commaGroups: false) }
    }
}
