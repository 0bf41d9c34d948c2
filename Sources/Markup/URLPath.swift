/// An address inside this program: `URLPath("deals") / 1042`, with a query if need be. It can't lead anywhere else.
public struct URLPath: Sendable, Hashable {
    /// The address, percent-encoded: `/deals/1042?tab=history`.
    public private(set) var text: String

    /// The start page.
    public static let root = URLPath()

    public init(_ segments: String...) {
        text = "/"
        for segment in segments { append(segment) }
    }

    /// An address that came from outside, such as "where to go after signing in". Nil unless it stays inside this program.
    public init?(local text: String) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count < 4096 else { return nil }
        guard bytes.count == 1 || (bytes[1] != UInt8(ascii: "/") && bytes[1] != UInt8(ascii: "\\")) else { return nil }
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && !URLPath.neverInside.contains($0) }) else { return nil }
        self.text = text
    }

    public static func / (path: URLPath, segment: String) -> URLPath {
        var longer = path
        longer.append(segment)
        return longer
    }

    public static func / (path: URLPath, id: some FixedWidthInteger) -> URLPath {
        var longer = path
        longer.append(encoded: String(id))
        return longer
    }

    /// The same address with one more item in its query; nothing changes when the value is nil.
    public func query(_ name: String, _ value: String?) -> URLPath {
        guard let value else { return self }
        var longer = self
        longer.text += (text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + name.percentEncoded + "=" + value.percentEncoded
        return longer
    }

    public func query(_ name: String, _ value: some FixedWidthInteger) -> URLPath { query(name, String(value)) }

    /// The same address, at a place on its page: `/deals/7/edit#field-amount`. The last thing to add.
    public func fragment(_ name: String) -> URLPath {
        var longer = self
        longer.text += "#" + name.percentEncoded
        return longer
    }

    /// Empty segments and runs of dots would change what the path means; they are left out.
    private mutating func append(_ segment: String) {
        guard !segment.utf8.allSatisfy({ $0 == UInt8(ascii: ".") }) else { return }
        append(encoded: segment.percentEncoded)
    }

    private mutating func append(encoded: String) {
        if let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) {
            let path = text[..<mark]
            text = path + (path.hasSuffix("/") ? "" : "/") + encoded + text[mark...]
        } else {
            text += (text.utf8.last == UInt8(ascii: "/") ? "" : "/") + encoded
        }
    }

    private static let neverInside = Array("\"'<>\\^`{|}#".utf8)
}

extension String {
    /// Everything but unreserved characters as `%XX`.
    var percentEncoded: String {
        guard !utf8.allSatisfy(\.isUnreserved) else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(utf8.count * 3)
        for byte in utf8 {
            if byte.isUnreserved {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result.append(UInt8.hexDigits[Int(byte >> 4)])
                result.append(UInt8.hexDigits[Int(byte & 15)])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate static let hexDigits = Array("0123456789ABCDEF".utf8)

    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
