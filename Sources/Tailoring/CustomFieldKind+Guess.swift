public import Definitions
import Kit

extension CustomFieldKind {
    /// So many different texts still make a list to choose from.
    static let mostGuessedChoices = 12

    /// What kind of field a column of texts probably is.
    /// - Parameters:
    ///   - texts: the different ones.
    ///   - count: how many there are with those that repeat.
    public static func guessed(_ texts: [String], of count: Int, _ context: ValueContext) -> CustomFieldKind {
        guard !texts.isEmpty else { return .text }
        func all(_ fits: (String) -> Bool) -> Bool { texts.allSatisfy(fits) }
        func parses(_ kind: CustomFieldKind) -> Bool {
            guard let type = kind.type(choices: [], target: nil, digits: nil, mask: nil) else { return false }
            return all { (try? type.parse(text: $0, context)) != nil }
        }
        func isPlain(_ text: String) -> Bool {
            text.unicodeScalars.allSatisfy { (48...57).contains($0.value) || " ,.-+\u{A0}".unicodeScalars.contains($0) }
        }
        if all({ $0.contains { $0.isLetter } }), parses(.boolean) { return .boolean }
        if all({ DayType.day($0, order: .dayFirst) != nil || DayType.day($0, order: .monthFirst) != nil }) { return .day }
        if all({ LocalTime(text: $0, order: .dayFirst) != nil || LocalTime(text: $0, order: .monthFirst) != nil }) { return .instant }
        // What begins with a nought is a code; so is what is longer than anything one counts.
        let isCode = texts.contains { $0.allSatisfy(\.isNumber) && ($0.count > 1 && $0.hasPrefix("0") || $0.count > 15) }
        if all(isPlain), !isCode {
            if all({ $0.allSatisfy { $0.isNumber || $0 == "-" } }), parses(.integer) { return .integer }
            if parses(.decimal) { return .decimal }
        }
        if all({ $0.contains("%") }), parses(.percent) { return .percent }
        if all({ $0.contains { $0.isNumber } }), !all(isPlain), parses(.money) { return .money }
        if all({ $0.contains("@") }), parses(.emails) { return .emails }
        if all({ $0.contains("://") || $0.hasPrefix("www.") }), parses(.url) { return .url }
        if all({ $0.count(where: \.isNumber) >= 7 && $0.contains { "+-( ".contains($0) } }), parses(.phones) { return .phones }
        if texts.contains(where: { $0.count > 120 || $0.contains { $0.isNewline } }) { return .longText }
        let isList = all { $0.contains { $0.isLetter } && !$0.contains("|") && !$0.contains("=") && $0.count <= 40 }
        return isList && texts.count <= mostGuessedChoices && count >= texts.count * 3 ? .choice : .text
    }
}
