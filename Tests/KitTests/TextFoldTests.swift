import Kit
import Testing

struct TextFoldTests {
    @Test(arguments: [
        ("Иван  ПЕТРОВ", "иван петров"), ("Ёлка ещё", "елка еще"), ("  ООО\t«Ромашка»\n", "ооо «ромашка»"), ("А\u{A0}Б\u{202F}В", "а б в"),
        ("ё", "е"), ("е\u{308}", "е"), ("И\u{306}од", "йод"), ("Straße İ ÉCOLE", "straße i̇ école"), ("№ 5 — 10 ₽", "№ 5 — 10 ₽"),
        ("zero\u{200B}width\u{FEFF}", "zerowidth"), ("", ""), (" \n ", ""), ("Ђ Ћ Ї Є Ґ", "ђ ћ ї є ґ"), ("日本 語", "日本 語"),
        ("ё\u{308}", "е"), ("Ё\u{323}\u{308}", "е\u{323}"),
        ("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "абвгдежзийклмнопрстуфхцчшщъыьэюя"), ("Ґ Қ Ұ", "ґ қ ұ"), ("ÀÉÎÕÜÞ × ß", "àéîõüþ × ß"),
        ("E\u{301}", "é"), ("a\u{A0}\u{2009}b\u{3000}c", "a b c"), ("ΣΟΦΙΑ", "σοφια"), ("👍🏽 OK", "👍🏽 ok"),
    ])
    func `folding makes what people take for equal the same`(_ text: String, _ folded: String) {
        #expect(Array(text.folded.utf8) == Array(folded.utf8))
        #expect(Array(text.folded.folded.utf8) == Array(folded.utf8))
    }

    @Test func `folding anything twice changes nothing`() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = "aZ яЯёЁ\u{308}\u{306}е \u{A0}\u{2003}\u{200D}\u{AD}\u{301}\u{323}İßΣ日".unicodeScalars.map { $0 }
        for _ in 0..<2000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<8 { view.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]) }
            let folded = String(view).folded
            #expect(Array(folded.folded.utf8) == Array(folded.utf8), "\(view.map(\.value))")
        }
    }

    @Test func `the same word composed and decomposed is kept as the same bytes`() {
        #expect(Array("e\u{301}".composed.utf8) == Array("é".utf8))
        #expect(Array("Привет, world №5".composed.utf8) == Array("Привет, world №5".utf8))
    }

    @Test(arguments: [("a\nb", true), ("a\u{0}", true), ("\u{202E}gpj.exe", true), ("\u{85}", true), ("a–b «ё» 😀", false)])
    func `control characters are told from text`(_ text: String, _ has: Bool) {
        #expect(text.hasControlCharacters() == has)
    }

    @Test func `a layout is swapped both ways`() {
        #expect(KeyboardLayout.swapped("ghbdtn") == "привет")
        #expect(KeyboardLayout.swapped("bdfyjd") == "иванов")
        #expect(KeyboardLayout.swapped("Bdfyjd") == "Иванов")
        #expect(KeyboardLayout.swapped("зшзу") == "pipe")
        #expect(KeyboardLayout.swapped("123 45") == nil)
    }
}
