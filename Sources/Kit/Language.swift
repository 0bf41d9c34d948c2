/// The languages of the interface. Every text that a person reads exists in all of them.
public enum Language: String, Sendable, CaseIterable, Codable {
    case en, ru
}

/// A text in every language of the interface. There is no way to make one with a language missing.
public struct Label: Sendable, Hashable {
    public let en: String
    public let ru: String

    public init(_ en: String, ru: String) {
        self.en = en
        self.ru = ru
    }

    /// A text that reads the same everywhere: a name, a code, a number.
    public static func verbatim(_ text: String) -> Label { Label(text, ru: text) }

    public subscript(language: Language) -> String {
        switch language {
        case .en: en
        case .ru: ru
        }
    }
}
