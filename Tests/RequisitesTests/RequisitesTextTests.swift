import Kit
import Testing

@testable import Requisites

@Suite struct RequisitesTextTests {
    private static let card = """
        КАРТОЧКА ПРЕДПРИЯТИЯ
        Полное наименование\tОбщество с ограниченной ответственностью «Ромашка»
        Сокращённое наименование\tООО «Ромашка»
        Юридический адрес\t125009, г. Москва, ул. Тверская, д. 1, оф. 5
        Почтовый адрес:\t101000, г. Москва, а/я 12
        ИНН / КПП\t7707083893 / 773601001
        ОГРН\t1027700132195
        ОКПО\t00032537
        Расчётный счёт\t40702810138250123017
        Наименование банка\tПАО Сбербанк, г. Москва
        БИК\t044525225
        Корр. счёт\t30101810400000000225
        Генеральный директор\tИванов Иван Иванович, действует на основании Устава
        Главный бухгалтер: Петрова А. С.
        Тел.: +7 (495) 123-45-67
        E-mail: info@romashka.ru
        """

    @Test func `a card of a company gives all that is on it`() {
        let found = RequisitesText(RequisitesTextTests.card).found
        #expect(found[.name] == "ООО «Ромашка»")
        #expect(found[.fullName] == "Общество с ограниченной ответственностью «Ромашка»")
        #expect(found[.inn] == "7707083893")
        #expect(found[.kpp] == "773601001")
        #expect(found[.ogrn] == "1027700132195")
        #expect(found[.okpo] == "00032537")
        #expect(found[.account] == "40702810138250123017")
        #expect(found[.bik] == "044525225")
        #expect(found[.correspondent] == "30101810400000000225")
        #expect(found[.bank] == "ПАО Сбербанк, г. Москва")
        #expect(found[.legalAddress] == "125009, г. Москва, ул. Тверская, д. 1, оф. 5")
        #expect(found[.postalAddress] == "101000, г. Москва, а/я 12")
        #expect(found[.director] == "Иванов Иван Иванович")
        #expect(found[.position] == "Генеральный директор")
        #expect(found[.basis] == "Устава")
        #expect(found[.accountant] == "Петрова А. С.")
        #expect(found[.email] == "info@romashka.ru")
    }

    @Test func `values may stand on the lines below their labels`() {
        let found = RequisitesText(
            """
            Наименование:
            АО «Полёт»
            ИНН
            7707083893
            КПП
            773601001
            БИК
            044525225
            р/с
            40702810138250123017
            Юридический адрес:
            420000, Казань, ул. Мира, 5
            """
        ).found
        #expect(found[.name] == "АО «Полёт»")
        #expect(found[.inn] == "7707083893")
        #expect(found[.kpp] == "773601001")
        #expect(found[.bik] == "044525225")
        #expect(found[.account] == "40702810138250123017")
        #expect(found[.legalAddress] == "420000, Казань, ул. Мира, 5")
    }

    @Test func `one line with everything is taken apart, and accounts in groups are put together`() {
        let found = RequisitesText(
            "ООО «Вектор», ИНН 7707083893, КПП 773601001, р/с 4070 2810 1382 5012 3017 в ПАО Сбербанк, к/с 30101810400000000225, БИК 044525225"
        ).found
        #expect(found[.inn] == "7707083893")
        #expect(found[.kpp] == "773601001")
        #expect(found[.bik] == "044525225")
        #expect(found[.account] == "40702810138250123017")
        #expect(found[.correspondent] == "30101810400000000225")
    }

    @Test func `a sole trader has a number of twelve digits and one of fifteen`() {
        let found = RequisitesText("Индивидуальный предприниматель Козлов Пётр Ильич\nИНН 500100732259 ОГРНИП 304500116000157").found
        #expect(found[.inn] == "500100732259")
        #expect(found[.ogrn] == "304500116000157")
        #expect(found[.kpp] == nil)
        #expect(found[.name] == "ИП Козлов Пётр Ильич")
    }

    @Test func `abroad there are an IBAN, a SWIFT code and a VAT number`() {
        let found = RequisitesText(
            "Company name: Blume GmbH\nVAT: DE811907980\nIBAN: DE89 3704 0044 0532 0130 00\nSWIFT: COBADEFFXXX\nAddress: Köln"
        ).found
        #expect(found[.name] == "Blume GmbH")
        #expect(found[.vatNumber] == "DE811907980")
        #expect(found[.iban] == "DE89370400440532013000")
        #expect(found[.swift] == "COBADEFFXXX")
        #expect(found[.legalAddress] == "Köln")
    }

    @Test func `a phone is no number of a company, and a wrong number is not passed over`() {
        #expect(RequisitesText("Звоните: 8 495 7707083893").found[.inn] == nil)
        #expect(RequisitesText("тел. +7 9161234567").found[.inn] == nil)
        #expect(RequisitesText("ИНН 77070838").found[.inn] == "77070838")
        #expect(RequisitesText("Добрый день! Ждём вас завтра.").found.isEmpty)
    }

    @Test func `a number is looked for among the labels of a table, not among thousands`() {
        func code(behind labels: Int) -> String? {
            RequisitesText("ОКПО " + String(repeating: "КПП ", count: labels) + "12345678").found[.okpo]
        }
        #expect(code(behind: 20) == "12345678")
        #expect(code(behind: 40) == nil)
    }

    @Test func `any text comes to an end`() {
        let noise = String(repeating: "ИНН ИНН р/с 4 0 7 ( ", count: 50_000)
        #expect(RequisitesText(noise).found.count < 5)
    }

    @Test(arguments: [
        ("р/с 40702810138250123017 в ПАО Сбербанк, г. Москва, БИК 044525225, к/с 30101810400000000225", "ПАО Сбербанк, г. Москва"),
        (
            "ООО «Ромашка», ИНН 7707083893, р/с № 40702810138250123017 в Филиале «Центральный» Банка ВТБ (ПАО), к/с 30101810145250000411",
            "Филиале «Центральный» Банка ВТБ (ПАО)"
        ),
        ("Расчётный счёт 40702810138250123017\nв АО «Альфа-Банк» БИК 044525593", "АО «Альфа-Банк»"),
        ("р/с 40702810138250123017 в АО «ТБанк»", "АО «ТБанк»"),
        ("р/с 40702810138250123017 в рублях, БИК 044525225", nil), ("Прошу в банке уточнить счёт", nil),
    ])
    func `the bank that running text names behind the account is recognised`(_ text: String, _ bank: String?) {
        #expect(RequisitesText(text).found[.bank] == bank)
    }
}
