/// An address outside this program that is safe to follow: a site, a mailbox or a phone.
public struct ExternalURL: Sendable, Hashable {
    public let text: String

    private static let schemes: [String] = ["https://", "http://", "mailto:", "tel:"]

    /// Nil unless it is a complete `http`, `https`, `mailto` or `tel` address.
    public init?(_ text: String) {
        guard text.utf8.count < 4096, text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else { return nil }
        let lowercased = text.lowercased()
        guard let scheme = ExternalURL.schemes.first(where: lowercased.hasPrefix) else { return nil }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        guard let first = rest.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "\\") else { return nil }
        self.text = text
    }

    /// A site as people write it, with the scheme or without: `example.ru`.
    public init?(website: String) {
        if let complete = ExternalURL(website) {
            self = complete
        } else {
            let hasScheme = website.utf8.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ".") }.contains(UInt8(ascii: ":"))
            guard !hasScheme, website.utf8.contains(UInt8(ascii: ".")), let url = ExternalURL("https://" + website) else { return nil }
            self = url
        }
    }

    public static func mail(to address: String) -> ExternalURL? {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return ExternalURL("mailto:" + String(parts[0]).percentEncoded + "@" + String(parts[1]).percentEncoded)
    }

    /// A call to a number; only its digits and a leading plus are kept.
    public static func call(_ number: String) -> ExternalURL? {
        let digits = number.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { return nil }
        return ExternalURL("tel:" + (number.hasPrefix("+") ? "+" : "") + String(decoding: digits, as: UTF8.self))
    }
}
