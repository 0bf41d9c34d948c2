import Definitions
import Exchange
import Kit
import People
import Testing

@Suite struct PastedContactTests {
    private func found(_ text: String) -> [PastedContact.Part: String] { PastedContact(text, country: "RU").found }

    @Test func `a signature is read line by line`() {
        let text = """
            --
            С уважением,
            Мария Петрова
            Руководитель отдела закупок
            ООО «Ромашка»
            тел.: +7 (495) 123-45-67 доб. 12, моб. 8 916 123-45-67
            m.petrova@romashka.ru | www.romashka.ru
            г. Казань, ул. Баумана, 5
            """
        let found = found(text)
        #expect(found[.person] == "Мария Петрова" && found[.post] == "Руководитель отдела закупок" && found[.company] == "ООО «Ромашка»")
        #expect(found[.phones] == "+74951234567 доб. 12, +79161234567", "\(found)")
        #expect(found[.emails] == "m.petrova@romashka.ru" && found[.website] == "www.romashka.ru" && found[.city] == "Казань")
    }

    /// Looked for anew at each of them, the other half of a bracket took over a minute.
    @Test(.timeLimit(.minutes(1))) func `brackets without end are read in one pass`() {
        for _ in 0..<20 { #expect(found(String(repeating: "(", count: PastedContact.limit)).isEmpty) }
        #expect(found("((Анна Котова)(")[.comment] == "((Анна Котова)")
    }

    @Test func `an English signature is read too`() {
        let found = found("Best regards,\nJohn Smith\nVP of Sales\nAcme Ltd\nTel: +44 20 7946 0958\nEmail: <john@acme.com>")
        #expect(found[.person] == "John Smith" && found[.company] == "Acme Ltd" && found[.post] == "VP of Sales")
        #expect(found[.phones] == "+442079460958" && found[.emails] == "john@acme.com" && found[.comment] == nil, "\(found)")
    }

    @Test func `a visiting card is read by its properties`() {
        let card = """
            BEGIN:VCARD\r
            VERSION:3.0\r
            FN:Анна Орлова\r
            ORG:АО «Вектор»\r
            TITLE:Директор\r
            TEL;TYPE=CELL:+7 916 000-11-22\r
            EMAIL:anna@vector.ru\r
            END:VCARD\r
            """
        let found = found("Смотри:\n" + card)
        #expect(found[.person] == "Анна Орлова" && found[.company] == "АО «Вектор»" && found[.post] == "Директор")
        #expect(found[.emails] == "anna@vector.ru" && found[.phones]?.contains("916") == true, "\(found)")
    }

    @Test func `tax numbers are known by their names or their check digits`() {
        #expect(found("7707083893") == [.inn: "7707083893"])
        let found = found("ООО «Луч»\nИНН/КПП 7707083893/773601001\nОГРН: 1027700132195")
        #expect(found == [.company: "ООО «Луч»", .inn: "7707083893", .kpp: "773601001", .ogrn: "1027700132195"], "\(found)")
    }

    @Test func `what is found goes into the fields that an object has, the rest into its comment`() {
        let contact = PastedContact("Мария Петрова\nДиректор\nООО «Ромашка»\n+7 495 123-45-67\nИНН 7707083893", country: "RU")
        #expect(
            contact.texts(for: Person.object)
                == ["name": "Мария Петрова", "post": "Директор", "phones": "+74951234567", "comment": "ООО «Ромашка»\n7707083893"])
        let company = contact.texts(for: Company.object)
        #expect(company["title"] == "ООО «Ромашка»" && company["inn"] == "7707083893" && company["comment"] == "Мария Петрова\nДиректор")
    }

    @Test(arguments: [
        "", "\n\n", "----", "@", "+", "((((", "BEGIN:VCARD", "BEGIN:VCARD\nEND:VCARD", "инн инн инн", "г.",
        String(repeating: "а @", count: 20_000),
    ])
    func `nonsense does no harm`(text: String) {
        _ = PastedContact(text, country: "RU").texts(for: Person.object)
    }
}
