import Crypto

/// The name of a file, from its bytes as they go by.
package struct Digest {
    /// How long the names of files are.
    package static let length = 64

    private var hash = SHA256()
    package private(set) var size = 0

    package init() {}

    package var name: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    package mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        size += bytes.count
    }
}
