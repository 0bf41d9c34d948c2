import Crypto
import Foundation
import Kit

/// Random strings that open something, and what is kept of them.
enum Secret {
    /// 256 random bits in letters that are safe in addresses and cookies.
    static func make() -> String { base64url(randomBytes(32)) }

    static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// What is stored of a secret. It has 128 random bits at least, so a plain hash is enough.
    static func hash(_ secret: String) -> String { digest(Array(secret.utf8)) }

    /// Stands for a text of any length.
    static func digest(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    /// Another secret that only the holder of the first can make; `purpose` keeps several apart.
    static func derived(from secret: String, for purpose: String) -> String {
        base64url(Array(HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: SymmetricKey(data: Array(secret.utf8)))))
    }

    /// Equality in a time that does not tell where the difference is.
    static func isEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func base64url(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.base64URL, as: UTF8.self)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
