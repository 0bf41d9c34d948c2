import Kit
import Testing

struct PhoneNumberTests {
    @Test(arguments: [
        "+7 (495) 123-45-67", "8 (495) 123-45-67", "84951234567", "+74951234567", "8-495-123-45-67", "495 123 45 67", "74951234567",
        "+7 495 123-45-67", "(495) 123-45-67", "8(495)1234567", "8.495.123.45.67", "+7\u{A0}495\u{A0}123–45–67", "тел. +7 495 123-45-67",
        "тел.: 8 (495) 123-45-67", "Моб. 8 495 1234567", "\u{202A}+7 495 123-45-67\u{202C}", "  8 495 123 4567 ", "+7(495)123-4567",
        "tel: +74951234567", "факс 8 495 123 45 67",
    ])
    func `a Moscow number is one number in every spelling`(_ text: String) {
        #expect(PhoneNumber(text, country: "RU")?.stored == "+74951234567")
    }

    @Test(arguments: [
        "+7 (495) 123-45-67 доб. 350", "8 495 123-45-67 доб 350", "84951234567,350", "+74951234567;350", "+74951234567;ext=350",
        "8 (495) 123-45-67 (доб. 350)", "+7 495 123 45 67 ext. 350", "+7 495 123 45 67 x350", "84951234567#350", "8 495 123-45-67 вн. 350",
        "8 495 123-45-67 добавочный 350",
    ])
    func `an extension is kept apart`(_ text: String) {
        let number = PhoneNumber(text, country: "RU")
        #expect(number?.stored == "+74951234567;350")
        #expect(number?.uri == "+74951234567;ext=350")
        #expect(number?.formatted(.ru) == "+7 (495) 123-45-67 доб. 350")
        #expect(number?.formatted(.en) == "+7 (495) 123-45-67 ext. 350")
    }

    @Test(arguments: [
        ("8 800 555-35-35", "RU", "+78005553535"), ("800 555 35 35", "RU", "+78005553535"), ("+375 29 123-45-67", "RU", "+375291234567"),
        ("375291234567", "RU", "+375291234567"), ("8 029 123-45-67", "BY", "+375291234567"), ("8 10 49 30 1234567", "RU", "+49301234567"),
        ("00 49 30 1234567", "RU", "+49301234567"), ("(212) 555-1234", "US", "+12125551234"), ("1-212-555-1234", "US", "+12125551234"),
        ("8 701 123 45 67", "KZ", "+77011234567"), ("350", "RU", "350"), ("123-45-67", "RU", "1234567"),
        ("030 1234567", "DE", "+49301234567"),
        ("+49 30 1234567", "DE", "+49301234567"), ("0 67 123 45 67", "UA", "+380671234567"), ("112", "RU", "112"),
    ])
    func `a number lies where it says or where we are`(_ text: String, _ country: String, _ stored: String) {
        #expect(PhoneNumber(text, country: country)?.stored == stored)
    }

    @Test(arguments: [
        "", "+", "-", "5", "нет", "иван", "+7", "8 495 abc", "123456789012345678", "+0495123", "84951234567 доб. иван", "12;34;56",
    ])
    func `what is no number is refused`(_ text: String) {
        #expect(PhoneNumber(text, country: "RU") == nil)
    }

    @Test func `several numbers stand in one cell`() {
        func stored(_ text: String) -> [String] { PhoneNumber.list(text, country: "RU").numbers.map(\.stored) }
        #expect(stored("8 495 123-45-67; +7 900 111-22-33") == ["+74951234567", "+79001112233"])
        #expect(stored("8 495 123-45-67 / 89001112233") == ["+74951234567", "+79001112233"])
        #expect(stored("8 495 123-45-67\n8 900 111 22 33") == ["+74951234567", "+79001112233"])
        #expect(stored("8 495 123-45-67, 350") == ["+74951234567;350"])
        #expect(stored("+74951234567;ext=350, 89001112233") == ["+74951234567;350", "+79001112233"])
        #expect(stored("101, 102") == ["101", "102"])
        #expect(PhoneNumber.list("8 916 222-33-44", country: "US").numbers.map(\.stored) == ["89162223344"])
        #expect(stored("84951234567, 8 495 123 45 67") == ["+74951234567"])
        #expect(PhoneNumber.list("8 495 123-45-67, секретарь", country: "RU").wrong == "секретарь")
    }

    @Test func `a number shown is read as the same number`() {
        for text in ["+74951234567;12", "+12125551234", "+375291234567", "+49301234567", "350", "+861012345678", "+4420712345678"] {
            let number = PhoneNumber(stored: text)
            #expect(number.map { PhoneNumber($0.formatted(.ru), country: "RU")?.stored } == text)
            #expect(number.map { PhoneNumber($0.uri, country: "RU")?.stored } == text)
        }
    }

    @Test func `a typed part finds the stored digits`() {
        #expect(PhoneNumber.searchKeys("8 (495) 12", country: "RU") == ["849512", "749512"])
        #expect(PhoneNumber.searchKeys("020 79", country: "GB") == ["02079", "442079"])
        #expect(PhoneNumber.searchKeys("495-123", country: "RU") == ["495123"])
        #expect(PhoneNumber.searchKeys("+7 495", country: "RU") == ["7495"])
        #expect(PhoneNumber.searchKeys("Иван", country: "RU").isEmpty && PhoneNumber.searchKeys("+", country: "RU").isEmpty)
        #expect(PhoneNumber("8 495 123-45-67 доб. 350", country: "RU")?.searchText == "74951234567 4951234567 350")
    }
}
