import Kit
import Testing

struct AddressTests {
    @Test(arguments: [
        ("Sales.5564@Example.com ", "Sales.5564@example.com"), ("директор@пример.рф", "директор@пример.рф"), ("a+b@x-y.co", "a+b@x-y.co"),
        ("Иван Петров <ivan@Example.ru>", "ivan@example.ru"), ("mailto:a@b.ru", "a@b.ru"), ("o'neil@b.ie", "o'neil@b.ie"),
    ])
    func `e-mail addresses are read`(_ text: String, _ address: String) { #expect(EmailAddress(text)?.text == address) }

    @Test(arguments: [
        "", "нет", "a@b", "@b.ru", "a@", "a b@c.ru", "a@b..ru", ".a@b.ru", "a.@b.ru", "a..b@c.ru", "a@-b.ru", "a@b-.ru", "a@b.123",
        "a@@b.ru", "a@b@c.ru",
        "a\n@b.ru", "a@b.ru\nBcc: x@y.ru", "a,b@c.ru", "<a@b.ru", "a@b_c.ru", "a@[127.0.0.1]", "\"a\"@b.ru", "a@b.ru.",
    ])
    func `what is no address is refused`(_ text: String) { #expect(EmailAddress(text) == nil) }

    @Test func `long addresses are refused`() {
        #expect(EmailAddress(String(repeating: "a", count: 65) + "@b.ru") == nil)
        #expect(EmailAddress("a@" + String(repeating: "b.", count: 130) + "ru") == nil)
        #expect(EmailAddress(String(repeating: "a@", count: 100_000)) == nil)
    }

    @Test(arguments: [
        ("HTTPS://Example.COM/Path?q=1#x", "https://example.com/Path?q=1#x"), ("http://пример.рф/путь", "http://пример.рф/путь"),
        ("http://localhost:8080", "http://localhost:8080"), ("https://10.0.0.1/x", "https://10.0.0.1/x"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ])
    func `web addresses are read`(_ text: String, _ address: String) { #expect(WebAddress(text)?.text == address) }

    @Test(arguments: [
        "", "example.com", "javascript:alert(1)", "javascript://x.ru/%0aalert(1)", "ftp://x.ru", "data:text/html,x", "https://",
        "https:///x", "https://a b.ru",
        "https://user@evil.ru", "https://user:pw@evil.ru/", "https://x.ru:99999", "https://x.ru:+80", "https://x.ru/\"onload",
        "https://x.ru/<b>", "https://x.ru/\n",
        "https://-x.ru", "https:/x.ru", "//x.ru", "https://x.ru\\@evil.ru", "https://x.ru:", "https://x..ru", " https://x.ru",
    ])
    func `what is no web address is refused`(_ text: String) { #expect(WebAddress(text) == nil) }
}
