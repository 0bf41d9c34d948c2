/// What was meant when the keyboard stood on the wrong layout.
public enum KeyboardLayout {
    /// `ghbdtn` → «привет», «зшзу» → `pipe`: Cyrillic text becomes Latin, any other Cyrillic. Nil when nothing would change.
    public static func swapped(_ text: String) -> String? {
        let isCyrillic = text.unicodeScalars.contains { (0x400...0x45F).contains($0.value) }
        let table = isCyrillic ? latin : cyrillic
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { out.append(table[scalar] ?? scalar) }
        let swapped = String(out)
        return swapped == text ? nil : swapped
    }

    private static let pairs = zip(
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~".unicodeScalars,
        "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ".unicodeScalars
    )
    private static let cyrillic = Dictionary(pairs.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    private static let latin = Dictionary(pairs.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
}
