import Foundation

/// The proxies in front whose word about a visitor counts. What others claim about themselves does not.
public struct TrustedProxies: Sendable {
    private let addresses: Set<NetworkAddress>

    public static let none = TrustedProxies(addresses: [])

    private init(addresses: Set<NetworkAddress>) { self.addresses = addresses }

    /// Nil unless each text is an IP address.
    public init?(_ texts: [String]) {
        let known = texts.compactMap(NetworkAddress.init)
        guard known.count == texts.count else { return nil }
        addresses = Set(known)
    }

    /// The address behind the proxies: each adds at the right whom it heard, so the right-most that is not trusted is the visitor.
    /// What is left of it, or of something that is no address, anybody may have written.
    package func visitor(behind peer: String, forwardedFor: String?) -> String {
        guard !addresses.isEmpty, var last = NetworkAddress(peer), addresses.contains(last), let forwardedFor else { return peer }
        for part in forwardedFor.split(separator: ",", omittingEmptySubsequences: false).reversed() {
            guard let address = NetworkAddress(part.trimmingCharacters(in: .whitespaces)) else { break }
            last = address
            if !addresses.contains(last) { break }
        }
        return last.text
    }

    /// Whether the proxy that asks was itself asked by HTTPS.
    package func isSecure(behind peer: String, forwardedProto: String?) -> Bool {
        guard !addresses.isEmpty, let address = NetworkAddress(peer), addresses.contains(address) else { return false }
        return forwardedProto?.split(separator: ",").last?.trimmingCharacters(in: .whitespaces).lowercased() == "https"
    }
}

/// An IP address, the same however it is spelled.
private struct NetworkAddress: Hashable {
    let text: String

    /// Takes `192.0.2.1`, `2001:db8::1`, and both with a port as proxies write it: `192.0.2.1:443`, `[2001:db8::1]:443`.
    init?(_ spelled: String) {
        guard spelled.utf8.count <= 64 else { return nil }
        var bare = spelled[...]
        if bare.first == "[" {
            guard let end = bare.firstIndex(of: "]") else { return nil }
            bare = bare[..<end].dropFirst()
        } else if bare.contains("."), let colon = bare.firstIndex(of: ":"), colon == bare.lastIndex(of: ":") {
            bare = bare[..<colon]
        }
        // An IPv4 address as a socket of both kinds shows it.
        if bare.lowercased().hasPrefix("::ffff:"), bare.contains(".") { bare = bare.dropFirst(7) }
        let family = bare.contains(":") ? AF_INET6 : AF_INET
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(family, String(bare), &bytes) == 1 else { return nil }
        var out = [CChar](repeating: 0, count: 64)
        guard inet_ntop(family, &bytes, &out, socklen_t(out.count)) != nil else { return nil }
        text = String(decoding: out.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
