extension Label {
    /// In both languages, as it is kept for whoever reads it one day.
    public var json: JSON { ["en": .string(en), "ru": .string(ru)] }

    public init?(_ json: JSON) {
        guard let en = json["en"]?.string, let ru = json["ru"]?.string else { return nil }
        self.init(en, ru: ru)
    }

    /// The label that was kept as `json.text`. Any other text was kept in one language, and reads the same everywhere.
    public init(kept text: String) { self = (try? JSON.parse(text)).flatMap { Label($0) } ?? .verbatim(text) }
}

extension JSON {
    /// What a person reads, in both languages.
    public static func words(_ english: String, ru russian: String) -> JSON { Label(english, ru: russian).json }
}
