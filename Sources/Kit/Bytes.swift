extension Int64 {
    /// Lends its digits as UTF-8.
    @inline(__always)
    public func withDigits(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            var rest = magnitude
            repeat {
                start -= 1
                digits[start] = 48 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if self < 0 {
                start -= 1
                digits[start] = 45
            }
            body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[start...]))
        }
    }
}

extension [UInt8] {
    /// Appends a number in its digits.
    public mutating func appendDigits(_ value: Int64) { value.withDigits { append(contentsOf: $0) } }

    /// Appends the last digits of a number, without its sign.
    public mutating func appendDigits(_ number: Int, width: Int) {
        var unit = 1
        for _ in 1..<width { unit *= 10 }
        while unit > 0 {
            append(48 + UInt8(truncatingIfNeeded: number.magnitude / UInt(unit) % 10))
            unit /= 10
        }
    }

    /// The same as `append(contentsOf:)`, without holding what is appended meanwhile.
    @inline(__always)
    public mutating func append(copying other: [UInt8]) { other.withUnsafeBytes { append(contentsOf: $0) } }
}

extension UnsafeRawBufferPointer {
    /// Whether there is such a byte. All are looked at, many at a time, which is quicker than stopping at the first.
    @inline(__always)
    public func hasAny(where test: (UInt8) -> Bool) -> Bool {
        var found: UInt8 = 0
        for byte in self { found |= test(byte) ? 1 : 0 }
        return found != 0
    }
}
