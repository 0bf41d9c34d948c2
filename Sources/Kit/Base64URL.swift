import Foundation

extension [UInt8] {
    /// Base64 in letters that are safe in addresses and cookies, without padding (RFC 4648 § 5).
    public var base64URL: [UInt8] {
        var text = [UInt8](Data(self).base64EncodedData())
        while text.last == UInt8(ascii: "=") { text.removeLast() }
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "+"): text[index] = UInt8(ascii: "-")
            case UInt8(ascii: "/"): text[index] = UInt8(ascii: "_")
            default: break
            }
        }
        return text
    }

    /// The bytes of a text made by `base64URL`; nil for any other text.
    public init?(base64URL text: String) {
        var plain = Data(text.utf8)
        for index in plain.indices {
            switch plain[index] {
            case UInt8(ascii: "-"): plain[index] = UInt8(ascii: "+")
            case UInt8(ascii: "_"): plain[index] = UInt8(ascii: "/")
            default: break
            }
        }
        plain.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - plain.count % 4) % 4))
        guard let data = Data(base64Encoded: plain) else { return nil }
        self.init(data)
    }
}
