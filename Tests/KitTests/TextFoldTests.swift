import Kit
import Testing

struct TextFoldTests {
    @Test(arguments: [
        ("", ""), ("   ", ""), ("Иван", "иван"), ("  ЁЛКА \n\t ель ", "елка ель"), ("Е\u{308}лка", "елка"), ("ёлка", "елка"),
        ("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "абвгдежзийклмнопрстуфхцчшщъыьэюя"), ("ЂІЇЄЏ", "ђіїєџ"), ("Ґ Қ Ұ", "ґ қ ұ"),
        ("ÀÉÎÕÜÞ × ß", "àéîõüþ × ß"), ("E\u{301}", "é"), ("a\u{A0}\u{2009}b\u{3000}c", "a b c"), ("«Ромашка» — № 5", "«ромашка» — № 5"),
        ("ΣΟΦΙΑ", "σοφια"), ("日本 TOKYO", "日本 tokyo"), ("👍🏽 OK", "👍🏽 ok"),
    ])
    func `text is folded for comparison`(text: String, folded: String) {
        #expect(Array(text.folded.utf8) == Array(folded.utf8))
        #expect(text.folded.folded == text.folded)
    }
}
