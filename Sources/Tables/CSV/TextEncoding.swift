/// The encodings in which offices keep their files.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case windows1251 = "Windows-1251"
    case koi8r = "KOI8-R"

    /// The characters of the bytes from 0x80, for encodings of one byte a character.
    var upperHalf: [[UInt8]]? {
        switch self {
        case .windows1251: TextEncoding.windows1251Characters
        case .koi8r: TextEncoding.koi8rCharacters
        default: nil
        }
    }

    private static let windows1251Characters = characters(
        "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{FFFD}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї"
            + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя")

    private static let koi8rCharacters = characters(
        "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u{A0}⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©"
            + "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ")

    private static func characters(_ text: String) -> [[UInt8]] { text.unicodeScalars.map { Array(String($0).utf8) } }
}

/// Turns pieces of a file into UTF-8.
struct TextDecoder {
    private let encoding: TextEncoding
    private var isFirst = true
    /// The bytes of a character that the last piece ended in.
    private var rest: [UInt8] = []

    init(_ encoding: TextEncoding) { self.encoding = encoding }

    mutating func decode(_ bytes: [UInt8]) -> [UInt8] {
        var out = decoded(bytes)
        if isFirst, !out.isEmpty {
            isFirst = false
            if out.starts(with: [0xEF, 0xBB, 0xBF]) { out.removeFirst(3) }
        }
        return out
    }

    private mutating func decoded(_ bytes: [UInt8]) -> [UInt8] {
        if encoding == .utf8 { return unbroken(bytes) }
        guard let upperHalf = encoding.upperHalf else { return wide(bytes) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            if byte < 0x80 { out.append(byte) } else { out += upperHalf[Int(byte) - 0x80] }
        }
        return out
    }

    /// A byte order mark of three bytes must not be torn at the very beginning.
    private mutating func unbroken(_ bytes: [UInt8]) -> [UInt8] {
        guard isFirst else { return bytes }
        rest += bytes
        if rest.count < 3, !bytes.isEmpty { return [] }
        defer { rest = [] }
        return rest
    }

    private mutating func wide(_ bytes: [UInt8]) -> [UInt8] {
        let all = rest + bytes
        var units: [UInt16] = []
        units.reserveCapacity(all.count / 2)
        var index = 0
        while index + 1 < all.count {
            let first = UInt16(all[index]), second = UInt16(all[index + 1])
            units.append(encoding == .utf16LittleEndian ? second << 8 | first : first << 8 | second)
            index += 2
        }
        // The first half of a surrogate pair waits for the second.
        if !bytes.isEmpty, let last = units.last, (0xD800...0xDBFF).contains(last) {
            units.removeLast()
            index -= 2
        }
        rest = Array(all[index...])
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
