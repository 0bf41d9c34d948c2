import Markup
import Testing

@Suite struct HTMLTests {
    @Test func `a text is escaped between tags and inside attributes`() {
        let name = "<script>alert('x')</script> & \"Ко\""
        let html: HTML = "<b title=\"\(name)\">\(name)</b>"
        let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Ко&quot;"
        #expect(html.string == "<b title=\"\(escaped)\">\(escaped)</b>")
    }

    @Test(arguments: [
        "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "</textarea><script>1</script>",
        "&lt;script&gt;", "<!--", "]]>", "\u{0}<\u{0}script>", "javascript:alert(1)",
    ])
    func `no text from the corpus opens a tag or leaves its attribute`(_ text: String) {
        let escaped = HTML(text: text).string
        #expect(!escaped.contains { "<>\"'\u{0}".contains($0) })
        #expect(("<p title=\"\(text)\">" as HTML).string == "<p title=\"\(escaped)\">")
    }

    @Test func `markup goes in as it is, once`() {
        let inner: HTML = "<i>\("a<b")</i>"
        #expect(("<p>\(inner)</p>" as HTML).string == "<p><i>a&lt;b</i></p>")
    }

    @Test func `a part that is not there leaves nothing`() {
        let nothing: HTML? = nil
        let noText: String? = nil
        #expect(("<input\(" checked", if: false)\(" disabled", if: true)>\(nothing)\(noText)" as HTML).string == "<input disabled>")
    }

    @Test func `numbers and slices of texts go in`() {
        let id: Int64 = -42
        #expect(("\(id) \(7) \("a<b".dropFirst())" as HTML).string == "-42 7 &lt;b")
    }

    @Test func `pieces are joined`() {
        let pieces: [HTML] = ["a", "b"]
        #expect(pieces.joined(separator: ", ").string == "a, b")
        #expect(([1, 2].render { "<li>\($0)" }).string == "<li>1<li>2")
        #expect((("a" as HTML) + "<br>").string == "a<br>")
    }

    @Test(arguments: [
        "javascript:alert(1)", " javascript:alert(1)", "JaVaScript:1", "data:text/html,x", "//evil.example", "/\\evil.example",
        "vbscript:1",
    ])
    func `a text in an address never runs and never leads away unseen`(_ text: String) {
        #expect(("<a href=\"\(text)\">" as HTML).string == "<a href=\"#\">")
        #expect(("<form action=\"\(text)\">" as HTML).string == "<form action=\"#\">")
    }

    @Test func `a text in an address may be one of ours or a site`() {
        #expect(("<a href=\"\("/deals?a=1&b=2")\">" as HTML).string == "<a href=\"/deals?a=1&amp;b=2\">")
        #expect(("<a href=\"\("https://example.ru/")\">" as HTML).string == "<a href=\"https://example.ru/\">")
    }

    @Test func `bytes of a text are escaped as the text is`() {
        let text = "a<b> & \"ё\" \u{0}"
        var html = HTML()
        Array(text.utf8).withUnsafeBytes { html.append(text: $0) }
        #expect(html == HTML(text: text))
        for written in [text, "ё"] {
            var html: HTML = "<b>"
            html.append { $0 += written.utf8 }
            #expect(html == "<b>" + HTML(text: written))
        }
    }

    @Test func `pieces are put in at their places`() {
        let html: HTML = "<td></td><td></td>"
        #expect(html.inserting([(4, "one"), (13, "<b>two</b>")]).string == "<td>one</td><td><b>two</b></td>")
        #expect(html.inserting([]) == html)
    }

    @Test func `markup with a number is the same as what was made for it`() {
        func link(_ id: Int64) -> HTML {
            "<tr id=\"\(id)\"><a href=\"\((URLPath("deals") / id / "edit").query("as_of", "2026-01-02T03:04+05&x"))\">\(id)"
        }
        for id in [0, 7, 1042, .max, .min] as [Int64] {
            var html: HTML = "<i>"
            html.append(NumberedHTML(link), id)
            #expect(html == "<i>\(link(id))")
        }
        var html = HTML()
        html.append(NumberedHTML { _ in "<b>" }, 5)
        #expect(html.string == "<b>")
    }
}
