import Kit

/// Markup that is the same for many records but for their number: the start of a row, a link.
public struct NumberedHTML: Sendable {
    private let bytes: [UInt8]
    /// Where in `bytes` the number stands.
    private let places: [Int]

    /// - Parameter make: makes it for a number, which stands in it in digits.
    public init(_ make: (Int64) -> HTML) {
        // No markup of ours has this number of its own.
        let mark: Int64 = 8_070_605_040_302_010_908
        let (marked, digits) = (make(mark).bytes, Array(String(mark).utf8))
        var (bytes, places, index): ([UInt8], [Int], Int) = ([], [], 0)
        while index < marked.count {
            if marked[index] == digits[0], marked[index...].starts(with: digits) {
                places.append(bytes.count)
                index += digits.count
            } else {
                bytes.append(marked[index])
                index += 1
            }
        }
        (self.bytes, self.places) = (bytes, places)
    }

    func append(_ number: Int64, to page: inout [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            number.withDigits { digits in
                var start = 0
                for place in places {
                    page.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<place]))
                    page.append(contentsOf: digits)
                    start = place
                }
                page.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start...]))
            }
        }
    }
}
