import Foundation

extension String {
    /// The text as comparisons see it: lower case, ё as е, canonically composed, invisible marks dropped, runs of white space
    /// as one space, none at the ends. Folding twice changes nothing.
    public var folded: String {
        var text = self
        return text.withUTF8(Fold.common) ?? Fold.any(self)
    }

    /// The text in canonical composition (NFC), as databases keep it. Cheap when it is composed already.
    public var composed: String {
        unicodeScalars.allSatisfy(Fold.isComposed) ? self : precomposedStringWithCanonicalMapping
    }
}

private enum Fold {
    /// The bytes of ASCII, Russian letters and common punctuation, folded in one pass. Nil when there is anything else.
    static func common(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var isCommon = true
        let folded = String(unsafeUninitializedCapacity: bytes.count) { out in
            var output = Output(buffer: out)
            var index = 0
            while index < bytes.count {
                let length = step(bytes, index, &output)
                guard length > 0 else {
                    isCommon = false
                    return 0
                }
                index += length
            }
            return output.count
        }
        return isCommon ? folded : nil
    }

    /// Folds the character at `index`; returns its length, or 0 when it is not a common one.
    private static func step(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ output: inout Output) -> Int {
        let byte = bytes[index]
        if byte < 0x80 {
            switch byte {
            case 0x41...0x5A: output.append(byte + 0x20)
            case 0x20, 0x09...0x0D: output.space()
            default: output.append(byte)
            }
            return 1
        }
        guard index + 1 < bytes.count else { return 0 }
        let second = bytes[index + 1]
        switch (byte, second) {
        case (0xD0, 0x81), (0xD1, 0x91): output.append(0xD0, 0xB5)
        case (0xD0, 0x80...0x8F): output.append(0xD1, second + 0x10)
        case (0xD0, 0x90...0x9F): output.append(0xD0, second + 0x20)
        case (0xD0, 0xA0...0xAF): output.append(0xD1, second - 0x20)
        case (0xD0, _), (0xD1, 0x80...0x9F): output.append(byte, second)
        case (0xC2, 0xA0), (0xC2, 0x85): output.space()
        case (0xC2, 0xAD): break
        case (0xC2, 0xA1...0xBF): output.append(byte, second)
        case (0xE2, _): return wide(bytes, index, &output)
        default: return 0
        }
        return 2
    }

    /// Dashes, quotes, №, ₽ and typographic spaces.
    private static func wide(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ output: inout Output) -> Int {
        guard index + 2 < bytes.count else { return 0 }
        switch (bytes[index + 1], bytes[index + 2]) {
        case (0x80, 0x80...0x8A), (0x80, 0xAF): output.space()
        case (0x80, 0x8B...0x8F): break
        case (0x80, 0x90...0xA7), (0x82, 0xA0...0xBF), (0x84, 0x96):
            output.append(0xE2, bytes[index + 1])
            output.append(bytes[index + 2])
        default: return 0
        }
        return 3
    }

    static func any(_ text: String) -> String {
        var visible = String.UnicodeScalarView()
        visible.append(contentsOf: text.unicodeScalars.filter { !isInvisible($0) })
        let lower = String(visible).precomposedStringWithCanonicalMapping.lowercased().precomposedStringWithCanonicalMapping
        var out = String.UnicodeScalarView()
        var owesSpace = false
        // Marks that would turn the е of a former ё into ё again.
        var dropsDiaeresis = false
        for scalar in lower.unicodeScalars {
            if scalar.properties.isWhitespace {
                owesSpace = !out.isEmpty
                continue
            }
            if dropsDiaeresis, scalar == "\u{308}" { continue }
            if scalar.properties.canonicalCombiningClass == .notReordered { dropsDiaeresis = scalar == "ё" }
            if owesSpace { out.append(" ") }
            owesSpace = false
            out.append(scalar == "ё" ? "е" : scalar)
        }
        return String(out).precomposedStringWithCanonicalMapping
    }

    static func isComposed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x300, 0x400..<0x483, 0x48A..<0x530, 0x2010..<0x2028, 0x20A0..<0x20C0, 0x2116: true
        default: false
        }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: true
        default: false
        }
    }

    /// Bytes on their way out. Folding never lengthens common text, so the buffer of the input's size suffices.
    private struct Output {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        var count = 0
        private var owesSpace = false

        init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

        mutating func space() { owesSpace = count > 0 }

        mutating func append(_ byte: UInt8) {
            if owesSpace {
                owesSpace = false
                put(0x20)
            }
            put(byte)
        }

        mutating func append(_ first: UInt8, _ second: UInt8) {
            append(first)
            put(second)
        }

        private mutating func put(_ byte: UInt8) {
            buffer[count] = byte
            count += 1
        }
    }
}
