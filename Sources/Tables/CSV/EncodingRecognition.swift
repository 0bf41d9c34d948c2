/// Looks at all bytes of a file and says in which encoding they make sense.
struct EncodingRecognition {
    private var counts = [Int](repeating: 0, count: 256)
    /// Zero bytes at even and odd places.
    private var zeros = (even: 0, odd: 0)
    private var total = 0
    private var start: [UInt8] = []
    private var previous: UInt8 = 0
    /// Small letters right before capitals, which words don't have.
    private var tornWindows = 0, tornKOI = 0
    /// Characters of several bytes that are good UTF-8, and bytes that can't be.
    private var good = 0, bad = 0
    private var pending = 0

    mutating func look(at bytes: [UInt8]) {
        if start.count < 4 { start += bytes.prefix(4) }
        for byte in bytes {
            counts[Int(byte)] += 1
            if byte == 0 { if total % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 } }
            total += 1
            noteUTF8(byte)
            noteCase(byte)
            previous = byte
        }
    }

    /// Nil when the file is no text.
    var encoding: TextEncoding? {
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
        if start.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if start.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        if zeros.even + zeros.odd > 0 {
            guard (zeros.even + zeros.odd) * 5 > total else { return nil }
            return zeros.odd > zeros.even ? .utf16LittleEndian : .utf16BigEndian
        }
        // A few torn characters don't make a UTF-8 file anything else.
        if bad * 20 <= good { return .utf8 }
        return score(.koi8r) - tornKOI * 20 > score(.windows1251) - tornWindows * 20 ? .koi8r : .windows1251
    }

    private mutating func noteUTF8(_ byte: UInt8) {
        if pending > 0 {
            if (0x80...0xBF).contains(byte) {
                pending -= 1
                if pending == 0 { good += 1 }
                return
            }
            bad += 1
            pending = 0
        }
        switch byte {
        case 0..<0x80: break
        case 0xC2...0xDF: pending = 1
        case 0xE0...0xEF: pending = 2
        case 0xF0...0xF4: pending = 3
        default: bad += 1
        }
    }

    private mutating func noteCase(_ byte: UInt8) {
        if previous >= 0xE0, (0xC0...0xDF).contains(byte) { tornWindows += 1 }
        if byte >= 0xE0, (0xC0...0xDF).contains(previous) { tornKOI += 1 }
    }

    /// How Russian the letters are that an encoding makes of the bytes: the sum of their frequencies.
    private func score(_ encoding: TextEncoding) -> Int {
        guard let characters = encoding.upperHalf else { return 0 }
        return (0x80...0xFF).reduce(0) { sum, byte in
            let letter = String(decoding: characters[byte - 0x80], as: UTF8.self).lowercased()
            return sum + counts[byte] * (EncodingRecognition.frequencies[letter] ?? 0)
        }
    }

    /// How many of a thousand letters of Russian text are this one.
    private static let frequencies: [String: Int] = [
        "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44, "к": 35, "м": 32, "д": 30, "п": 28,
        "у": 26,
        "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16, "б": 16, "ч": 14, "й": 12, "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3,
        "ф": 3,
        "ё": 1, "«": 20, "»": 20, "№": 10, "\u{A0}": 10, "–": 5, "—": 5,
    ]
}
