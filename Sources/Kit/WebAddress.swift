/// The address of a page that a person may be sent to: `http` or `https`, a host, no name or password.
public struct WebAddress: Sendable, Hashable {
    public let text: String

    public init?(_ written: String) {
        guard written.utf8.count <= 2000, let mark = written.firstRange(of: "://") else { return nil }
        let scheme = written[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = written[mark.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard WebAddress.isAuthority(authority), rest.unicodeScalars.allSatisfy(WebAddress.isAllowed) else { return nil }
        text = "\(scheme)://\(authority.lowercased())\(rest.dropFirst(authority.count))".composed
    }

    private static func isAuthority(_ text: Substring) -> Bool {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return false }
            let inner = text[text.index(after: text.startIndex)..<close]
            return inner.utf8.count >= 2 && inner.utf8.allSatisfy(isHexOrColon) && isPort(text[text.index(after: close)...])
        }
        let host = text.prefix { $0 != ":" }
        let isNumeric = host.split(separator: ".").count == 4 && host.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
        return (isNumeric || DomainName.isName(host)) && isPort(text.dropFirst(host.count))
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && (UInt16(text.dropFirst()) ?? 0) > 0 && !text.contains("+")
    }

    private static func isHexOrColon(_ byte: UInt8) -> Bool {
        (48...58).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte) || byte == 46
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "<", ">", "\\", "^", "`", "{", "|", "}": false
        default: scalar.value > 32 && !(127..<160).contains(scalar.value) && !scalar.properties.isWhitespace && !isTurning(scalar)
        }
    }

    private static func isTurning(_ scalar: Unicode.Scalar) -> Bool {
        (0x200B...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
