import Kit

/// A piece of a page, as UTF-8. Literals are markup; every text put into one is escaped; only `HTML` goes in as it is.
///
/// There is no way from a `String` to markup: `"<b>\(name)</b>" as HTML` escapes `name`, and a literal is fixed when we compile.
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    public private(set) var bytes: [UInt8]

    /// Nothing at all.
    public init() { bytes = [] }

    public init(stringLiteral value: StaticString) {
        bytes = []
        value.append(to: &bytes)
    }

    public init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }

    /// A text, escaped.
    public init(text: String) {
        bytes = []
        bytes.appendEscaped(text)
    }

    public var isEmpty: Bool { bytes.isEmpty }

    /// The markup as a text, for tests and logs.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds a text, escaped.
    public mutating func append(text: String) { bytes.appendEscaped(text) }

    /// Adds a text that is UTF-8 already, escaped.
    public mutating func append(text: UnsafeRawBufferPointer) { bytes.appendEscaped(text) }

    /// Adds what `write` appends as UTF-8, escaped.
    public mutating func append(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        guard bytes.withUnsafeBytes({ UnsafeRawBufferPointer(rebasing: $0[start...]).hasAny(where: \.isEscaped) }) else { return }
        let text = Array(bytes[start...])
        bytes.removeSubrange(start...)
        text.withUnsafeBytes { bytes.appendEscaped($0) }
    }

    /// Adds markup.
    public mutating func append(_ literal: StaticString) { literal.append(to: &bytes) }

    /// Adds markup that is the same for others but for their number.
    public mutating func append(_ markup: NumberedHTML, _ number: Int64) { markup.append(number, to: &bytes) }

    /// With other pieces at some of its places, which are in ascending order.
    public func inserting(_ pieces: [(offset: Int, html: HTML)]) -> HTML {
        var whole = HTML()
        whole.reserve(pieces.reduce(bytes.count) { $0 + $1.html.bytes.count })
        var start = 0
        for piece in pieces {
            whole.bytes.append(contentsOf: bytes[start..<piece.offset])
            whole += piece.html
            start = piece.offset
        }
        whole.bytes.append(contentsOf: bytes[start...])
        return whole
    }

    public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    public static func += (left: inout HTML, right: HTML) { left.bytes.append(copying: right.bytes) }

    public static func + (left: HTML, right: HTML) -> HTML {
        var sum = left
        sum += right
        return sum
    }
}

extension Sequence<HTML> {
    /// One piece after another, with something in between.
    public func joined(separator: HTML = HTML()) -> HTML {
        var result = HTML()
        var isFirst = true
        for piece in self {
            if !isFirst { result += separator }
            result += piece
            isFirst = false
        }
        return result
    }
}

extension Sequence {
    /// Each element rendered, one after another.
    public func render(_ piece: (Element) throws -> HTML) rethrows -> HTML {
        var result = HTML()
        for element in self { result += try piece(element) }
        return result
    }
}

extension StaticString {
    func append(to bytes: inout [UInt8]) {
        if hasPointerRepresentation {
            bytes.append(contentsOf: UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
        } else {
            bytes.append(contentsOf: String(unicodeScalar).utf8)
        }
    }
}
