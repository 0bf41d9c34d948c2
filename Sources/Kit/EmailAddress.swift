/// An e-mail address, its domain in lower case. Letters beyond ASCII are allowed on both sides.
public struct EmailAddress: Sendable, Hashable {
    public let text: String

    /// Reads an address, also as `Name <address>` or behind `mailto:`. Nil when no mail could go there.
    public init?(_ written: String) {
        guard written.utf8.count <= 1000 else { return nil }
        var address = written.trimmed[...]
        if address.hasSuffix(">"), let open = address.lastIndex(of: "<") { address = address[address.index(after: open)...].dropLast() }
        if address.lowercased().hasPrefix("mailto:") { address = address.dropFirst(7) }
        guard address.utf8.count <= 254, let at = address.lastIndex(of: "@") else { return nil }
        let local = address[..<at], domain = String(address[address.index(after: at)...]).lowercased()
        guard EmailAddress.isLocal(local), DomainName.isName(domain), domain.contains(".") else { return nil }
        text = "\(local)@\(domain)".composed
    }

    /// What stands behind the @.
    public var domain: Substring { text.lastIndex(of: "@").map { text[text.index(after: $0)...] } ?? "" }

    private static func isLocal(_ local: Substring) -> Bool {
        guard (1...64).contains(local.utf8.count), local.first != ".", local.last != "." else { return false }
        var afterPoint = false
        for scalar in local.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": break
            case ".": if afterPoint { return false }
            case _ where scalar.isASCII: if !"!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar) { return false }
            default: if !scalar.properties.isAlphabetic && scalar.properties.numericType == nil { return false }
            }
            afterPoint = scalar == "."
        }
        return true
    }
}

/// The name of a host.
enum DomainName {
    /// Labels of letters, digits and inner hyphens between single points.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, !last.utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-" && label.unicodeScalars.allSatisfy(isLetter)
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-": true
        default:
            !scalar.isASCII && isWordPart(scalar.properties)
        }
    }

    private static func isWordPart(_ properties: Unicode.Scalar.Properties) -> Bool {
        properties.isAlphabetic || properties.numericType != nil || properties.canonicalCombiningClass != .notReordered
    }
}
