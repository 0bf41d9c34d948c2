import Kit

extension Choice {
    /// The colours as a choice.
    public static let hues: [Choice] = Hue.allCases.map { Choice($0.rawValue, $0.label, hue: $0) }
}
