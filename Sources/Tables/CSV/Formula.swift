/// Cells that a spreadsheet would take for a formula, and the apostrophe that makes them text there.
enum Formula {
    /// The text with an apostrophe in front when a spreadsheet would reckon with it. Phones and numbers stay as they are.
    static func inert(_ text: String) -> String {
        isActive(text) && !isNumeric(text) ? "'" + text : text
    }

    /// Undoes `inert`.
    static func restored(_ cell: String) -> String {
        guard cell.utf8.first == 39 else { return cell }
        let rest = String(cell.unicodeScalars.dropFirst())
        return isActive(rest) ? rest : cell
    }

    /// Apostrophes and then a sign that begins formulas, so that text which has an apostrophe of its own comes back with it.
    private static func isActive(_ text: String) -> Bool {
        switch text.unicodeScalars.first(where: { $0 != "'" }) {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    /// Signs, digits and the marks between them, with an extension at most: nothing that could call or refer.
    private static func isNumeric(_ text: String) -> Bool {
        guard text.utf8.first == 43 || text.utf8.first == 45 else { return false }
        var hasDigit = false
        let words = text.split { " \u{A0}\u{202F}".contains($0) }
        for word in words where word != "доб." && word != "ext." {
            for scalar in word.unicodeScalars {
                switch scalar {
                case "0"..."9": hasDigit = true
                case "+", "-", "(", ")", ".", ",", "/", ";": break
                default: return false
                }
            }
        }
        return hasDigit
    }
}
