import Kit

extension HTML {
    /// What may stand in `\(…)` inside a literal of `HTML`.
    public struct Interpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        public mutating func appendLiteral(_ literal: StaticString) { literal.append(to: &bytes) }

        public mutating func appendInterpolation(_ html: HTML) { bytes.append(copying: html.bytes) }

        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(copying: html.bytes) }
        }

        /// Markup that is there only sometimes: `<input\(" checked", if: isOn)>`.
        public mutating func appendInterpolation(_ html: HTML, if isThere: Bool) {
            if isThere { bytes.append(copying: html.bytes) }
        }

        /// A text. At the start of `href`, `src` or `action` it must be an address of ours or one that is safe to follow.
        public mutating func appendInterpolation(_ text: some StringProtocol) {
            if endsInAddress {
                appendAddress(String(text))
            } else {
                bytes.appendEscaped(text)
            }
        }

        public mutating func appendInterpolation(_ text: String?) {
            if let text { appendInterpolation(text) }
        }

        public mutating func appendInterpolation(_ number: some FixedWidthInteger) {
            bytes.append(contentsOf: String(number).utf8)
        }

        public mutating func appendInterpolation(_ url: URLPath) { bytes.appendEscaped(url.text) }

        public mutating func appendInterpolation(_ url: ExternalURL) { bytes.appendEscaped(url.text) }

        private static let addressAttributes: [[UInt8]] = [
            Array(" href=\"".utf8), Array(" src=\"".utf8), Array(" action=\"".utf8), Array(" formaction=\"".utf8),
        ]

        private var endsInAddress: Bool {
            // Asked for every text, so what can't be is seen at once: "href=", "src=" and "action=" end in f, c and n.
            let end = bytes.count
            guard end > 6, bytes[end - 1] == UInt8(ascii: "\""), bytes[end - 2] == UInt8(ascii: "=") else { return false }
            switch bytes[end - 3] {
            case UInt8(ascii: "f"), UInt8(ascii: "c"), UInt8(ascii: "n"):
                return Interpolation.addressAttributes.contains { bytes.suffix($0.count).elementsEqual($0) }
            default: return false
            }
        }

        private mutating func appendAddress(_ text: String) {
            if let path = URLPath(local: text) {
                bytes.appendEscaped(path.text)
            } else if let link = ExternalURL(text) {
                bytes.appendEscaped(link.text)
            } else {
                bytes.append(UInt8(ascii: "#"))
            }
        }
    }
}
