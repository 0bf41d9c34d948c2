import Definitions
import Kit
public import Markup
import RecordEngine

extension PageVisit {
    /// Notes the records that a text names, so that their titles are read together.
    public func wantLinks(in text: String) {
        titles.want(linksIn: text)
    }

    /// A text that somebody wrote, with the records that it names as `#deal:7` by their present titles. What one may not read stays as it was
    /// typed.
    public func linked(_ text: String) throws -> HTML { try values.linked(text) }
}

/// A part of a text that somebody wrote.
enum WrittenPiece: Equatable {
    case text(Substring)
    case record(RecordLink, Substring)

    /// `#`, the name of an object, `:` and a number, where a word begins.
    static func pieces(of text: String) -> [WrittenPiece] {
        guard text.utf8.contains(UInt8(ascii: "#")) else { return [.text(text[...])] }
        var pieces: [WrittenPiece] = []
        var rest = text[...]
        var from = rest.startIndex
        while let sign = rest[from...].firstIndex(of: "#") {
            let behind = rest.index(after: sign)
            let name = rest[behind...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            let digits = rest[name.endIndex...].hasPrefix(":") ? rest[rest.index(after: name.endIndex)...].prefix { $0.isASCII && $0.isNumber } : ""
            let isWord = sign == text.startIndex || !(text[text.index(before: sign)].isLetter || text[text.index(before: sign)].isNumber)
            guard isWord, !name.isEmpty, let id = Int64(digits), id > 0 else {
                from = behind
                continue
            }
            if sign > rest.startIndex { pieces.append(.text(rest[..<sign])) }
            pieces.append(.record(RecordLink(object: String(name), id: id), rest[sign..<digits.endIndex]))
            rest = rest[digits.endIndex...]
            from = rest.startIndex
        }
        if !rest.isEmpty { pieces.append(.text(rest)) }
        return pieces
    }
}

extension ValueView {
    func linked(_ text: String) throws -> HTML {
        try WrittenPiece.pieces(of: text).reduce(into: HTML()) { html, piece in
            switch piece {
            case .text(let text): html.append(text: String(text))
            case .record(let link, let typed): html += try record(link.object, link.id) ?? HTML(text: String(typed))
            }
        }
    }
}
