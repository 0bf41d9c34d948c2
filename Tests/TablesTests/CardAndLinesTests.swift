import Foundation
import Kit
import Tables
import Testing

struct CardReaderTests {
    private func card(_ lines: String..., encoding: TextEncoding? = nil) throws -> [String: String] {
        let text = (["BEGIN:VCARD"] + lines + ["END:VCARD", ""]).joined(separator: "\r\n")
        return try card(Array(text.utf8))
    }

    private func card(_ bytes: [UInt8]) throws -> [String: String] {
        let rows = try TableBytes.rows(bytes)
        #expect(rows.count == 2)
        return Dictionary(zip(rows[0], rows[1]), uniquingKeysWith: { first, _ in first }).filter { !$0.value.isEmpty }
    }

    @Test func `version 2·1 with quoted-printable in Windows-1251 and soft line breaks`() throws {
        let read = try card(
            "VERSION:2.1", "N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=CF=E5=F2=F0=EE=E2;=CF=\r\n=E5=F2=F0",
            "TEL;CELL:8 (916) 000-11-22", "TEL;WORK;FAX:+74951234567",
            "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJRg=="
        )
        #expect(read == ["Full name": "Петров Петр", "Phones": "8 (916) 000-11-22; +74951234567"])
    }

    @Test func `version 3·0 with folded lines, groups, escapes and lists`() throws {
        let read = try card(
            "VERSION:3.0", "FN:Anna\\, the\n  Great",
            "ORG:Acme\\; Sons;Sales", "TITLE:Head", "item1.EMAIL;TYPE=INTERNET:a@b.ru", "EMAIL:c@d.ru", "BDAY:19800517",
            "ADR;TYPE=WORK:;;Lenina 1;Казань;;420000;Россия", "NOTE:one\\ntwo", "CATEGORIES:VIP,Partner", "URL:https://acme.test"
        )
        #expect(
            read == [
                "Full name": "Anna, the Great", "Company": "Acme; Sons", "Post": "Head", "E-mails": "a@b.ru; c@d.ru",
                "Birthday": "1980-05-17", "City": "Казань",
                "Address": "Lenina 1, Казань, 420000, Россия", "Comment": "one\ntwo", "Tags": "VIP; Partner",
                "Website": "https://acme.test",
            ])
    }

    @Test func `version 4·0 with telephone addresses, and a card of a company`() throws {
        let read = try card(
            "VERSION:4.0", "KIND:org", "FN:АО «Шхуна»", "TEL;VALUE=uri;TYPE=\"voice,work\":tel:+7-495-123-45-67;ext=350", "UID:urn:uuid:1")
        #expect(read == ["Company": "АО «Шхуна»", "Phones": "+7-495-123-45-67 ext. 350", "UID": "urn:uuid:1"])
    }

    @Test func `raw Cyrillic in Windows-1251, KOI8-R and UTF-16 is recognised`() throws {
        let text = "BEGIN:VCARD\nVERSION:2.1\nN:Иванова;Мария;Сергеевна\nORG:Общество любителей словесности\nEND:VCARD\n"
        for encoding in [String.Encoding.windowsCP1251, .utf16] {
            let read = try card([UInt8](try #require(text.data(using: encoding))))
            #expect(read == ["Full name": "Иванова Мария Сергеевна", "Company": "Общество любителей словесности"])
        }
    }

    @Test func `a card without an end is refused`() {
        #expect(throws: Failure.self) { try TableBytes.rows(Array("BEGIN:VCARD\nFN:x\n".utf8)) }
    }

    @Test func `a card in a card is passed over`() throws {
        #expect(try card("VERSION:2.1", "FN:Boss", "AGENT:", "BEGIN:VCARD", "FN:Agent", "END:VCARD") == ["Full name": "Boss"])
    }
}

struct LinesReaderTests {
    private func rows(_ text: String) throws -> [[String]] { try TableBytes.rows(Array(text.utf8)) }

    @Test func `objects become rows, whatever members each has`() throws {
        let text = """
            {"title": "Насос", "price": {"minor": 123450, "currency": "RUB"}, "is_active": true, "company": {"title": "Acme", "city": null}}

            {"title": "Кран", "tags": ["a", "b"], "size": 1.50}
            """
        #expect(
            try rows(text) == [
                ["title", "price", "is_active", "company.title", "company.city", "tags", "size"],
                ["Насос", "1234.50 RUB", "true", "Acme", "", "", ""],
                ["Кран", "", "", "", "", "a\nb", "1.50"],
            ])
    }

    @Test func `a line that is no object is named`() {
        #expect(throws: Failure.malformed(Label("Line 2 is not a JSON object.", ru: "Строка 2 — не объект JSON."))) {
            try rows("{\"a\": 1}\n[1]\n")
        }
        #expect(throws: Failure.malformed(Label("Line 3 is not a JSON object.", ru: "Строка 3 — не объект JSON."))) {
            try rows("{\"a\": 1}\n\n{\"a\": \n")
        }
    }

    @Test func `more than a thousand names are refused`() {
        let text = "{" + (0...1_000).map { "\"n\($0)\": 1" }.joined(separator: ",") + "}"
        #expect(throws: Failure.self) { try rows(text) }
    }
}
