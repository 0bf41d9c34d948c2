import Files
import Foundation
import Kit

/// A visiting card in the middle of other words, as it is pasted.
public enum CardText {
    /// What stands in the first card of a text, by the English names of its cells; nil when there is none.
    public static func read(_ text: String) -> [String: String]? {
        guard let start = text.range(of: "BEGIN:VCARD", options: .caseInsensitive)?.lowerBound else { return nil }
        guard var reader = try? CardReader(MemorySource(Array(text[start...].utf8)), .en), (try? reader.next()) != nil,
            let row = try? reader.next()
        else { return nil }
        let cells = zip(CardReader.columns, row.cells).map { ($0.en, $1) }.filter { !$0.1.isEmpty }
        return Dictionary(cells, uniquingKeysWith: { first, _ in first })
    }
}
