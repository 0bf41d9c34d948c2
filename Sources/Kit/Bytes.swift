extension [UInt8] {
    /// Appends a number in its digits.
    public mutating func appendDigits(_ value: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            var rest = value.magnitude
            repeat {
                start -= 1
                digits[start] = 48 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if value < 0 {
                start -= 1
                digits[start] = 45
            }
            append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits)[start...]))
        }
    }

    /// The same as `append(contentsOf:)`, without holding what is appended meanwhile.
    @inline(__always)
    public mutating func append(copying other: [UInt8]) { other.withUnsafeBytes { append(contentsOf: $0) } }
}
