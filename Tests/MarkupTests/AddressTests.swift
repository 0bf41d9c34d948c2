import Markup
import Testing

@Suite struct AddressTests {
    @Test func `segments and query are percent-encoded`() {
        let path = (URLPath("deals") / 1042 / "a/b?#").query("view", "мои & все").query("page", 2)
        #expect(path.text == "/deals/1042/a%2Fb%3F%23?view=%D0%BC%D0%BE%D0%B8%20%26%20%D0%B2%D1%81%D0%B5&page=2")
    }

    @Test func `a segment may follow the query`() {
        #expect((URLPath("deals").query("a", "1") / "new").text == "/deals/new?a=1")
        #expect(URLPath.root.text == "/")
    }

    @Test(arguments: ["..", ".", "", "..."])
    func `a segment that would change the meaning of a path is left out`(_ segment: String) {
        #expect((URLPath("deals") / segment / "new").text == "/deals/new")
    }

    @Test func `an item without a value changes nothing`() {
        #expect(URLPath("deals").query("view", nil).text == "/deals")
    }

    @Test(arguments: ["//evil.example", "/\\evil.example", "https://evil.example", "deals", "", "/a\nb", "/a b", "/\"x", "/<x>"])
    func `an address from outside that may lead away is refused`(_ text: String) {
        #expect(URLPath(local: text) == nil)
    }

    @Test func `an address from outside that stays inside is taken`() {
        #expect(URLPath(local: "/deals/7?tab=history&x=%20")?.text == "/deals/7?tab=history&x=%20")
    }

    @Test(arguments: [
        "javascript:alert(1)", "data:text/html,1", "ftp://a", "https:///a", "https://", "http://a b", "java\nscript:1", "https:a",
    ])
    func `an unsafe or broken link is refused`(_ text: String) {
        #expect(ExternalURL(text) == nil)
    }

    @Test func `sites, mailboxes and phones are linked`() {
        #expect(ExternalURL("HTTPS://Example.ru/a?b")?.text == "HTTPS://Example.ru/a?b")
        #expect(ExternalURL(website: "example.ru/о-нас")?.text == "https://example.ru/о-нас")
        #expect(ExternalURL(website: "javascript:alert.x") == nil)
        #expect(ExternalURL.mail(to: "anna+crm@example.ru")?.text == "mailto:anna%2Bcrm@example.ru")
        #expect(ExternalURL.mail(to: "anna@b.ru?bcc=x@y.z") == nil)
        #expect(ExternalURL.call("+7 (900) 123-45-67")?.text == "tel:+79001234567")
    }
}
