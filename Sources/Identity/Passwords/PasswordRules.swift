import Foundation
import Kit

/// What a password must be: long enough, and not among those that are tried first. No rules of composition.
enum PasswordRules {
    static let length = 8...128

    /// - Parameter about: words that are easy to guess of this user: name, e-mail.
    /// - Throws: `Failure.invalid` beside `field`.
    static func check(_ password: String, about: [String] = [], field: String = "password") throws {
        // The bytes are capped first: normalising costs.
        guard password.utf8.count <= length.upperBound * 4,
            length.contains(password.precomposedStringWithCompatibilityMapping.unicodeScalars.count)
        else {
            throw Failure.invalid(field, Label("Use 8 to 128 characters.", ru: "Нужно от 8 до 128 символов."))
        }
        guard !isGuessable(password, about: about) else {
            throw Failure.invalid(
                field,
                Label(
                    "This password is among the first that are tried. Several unrelated words are better.",
                    ru: "Такой пароль подбирают первым. Лучше взять несколько не связанных между собой слов."
                )
            )
        }
    }

    /// Few different characters, a run along the keyboard, or a common word with digits and signs around it,
    /// also when typed in the other keyboard layout.
    static func isGuessable(_ password: String, about: [String]) -> Bool {
        let latin = keys(of: password.lowercased())
        if Set(latin).count < 4 || CommonPasswords.runs.contains(where: { $0.contains(latin) }) { return true }
        let known = about.flatMap { $0.split { !$0.isLetter && !$0.isNumber } }.filter { $0.count >= 3 }
            .map { self.core(of: keys(of: $0.lowercased())) }
        let core = self.core(of: latin)
        // Figures alone, up to fifteen, are dates and telephone numbers.
        if core.isEmpty { return latin.count <= 15 }
        return CommonPasswords.words.contains(core) || known.contains(core) || isTwice(latin)
    }

    /// The text in the letters that the keys have on the Latin layout.
    static func keys(of text: String) -> String {
        text.unicodeScalars.contains { (0x400...0x45F).contains($0.value) } ? KeyboardLayout.swapped(text) ?? text : text
    }

    /// The text between the digits and signs at its ends.
    static func core(of text: String) -> String {
        let outer = text.drop { !$0.isLetter || !$0.isASCII }
        return String(outer.reversed().drop { !$0.isLetter || !$0.isASCII }.reversed())
    }

    /// `abcdabcd` is as weak as `abcd`.
    private static func isTwice(_ text: String) -> Bool {
        let half = text.count / 2
        return text.count % 2 == 0 && half <= 6 && text.prefix(half) == text.suffix(half)
    }
}
