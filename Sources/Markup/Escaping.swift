import Kit

extension [UInt8] {
    /// Appends a text so that it stays a text, between tags and inside quoted attributes alike.
    mutating func appendEscaped(_ text: some StringProtocol) {
        let appended: Void? = text.utf8.withContiguousStorageIfAvailable { appendEscaped(UnsafeRawBufferPointer($0)) }
        if appended == nil { Array(text.utf8).withUnsafeBytes { appendEscaped($0) } }
    }

    mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
        guard text.hasAny(where: \.isEscaped) else { return append(contentsOf: text) }
        var start = 0
        for index in text.indices {
            guard let entity = text[index].entity else { continue }
            append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<index]))
            entity.append(to: &self)
            start = index + 1
        }
        append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...]))
    }
}

extension UInt8 {
    var isEscaped: Bool { entity != nil }

    fileprivate var entity: StaticString? {
        switch self {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case 0: "\u{FFFD}"
        default: nil
        }
    }
}
