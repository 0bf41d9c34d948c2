import CZlib

/// The CRC-32 by which ZIP and gzip notice damage.
struct Checksum {
    private(set) var value: UInt32 = 0

    mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { value = UInt32(truncatingIfNeeded: crc32(UInt(value), $0.baseAddress, UInt32(clamping: $0.count))) }
    }
}
