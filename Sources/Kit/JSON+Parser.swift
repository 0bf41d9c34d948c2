extension JSON {
    /// Reads one JSON text (RFC 8259) and nothing behind it. Takes time proportional to its length; the caller limits that.
    ///
    /// Refused beyond the grammar: nesting deeper than 64, a repeated member name, a surrogate without its other half.
    /// - Throws: `Failure.malformed` with the position.
    public static func parse(_ bytes: some Sequence<UInt8>) throws(Failure) -> JSON {
        var parser = JSONParser(Array(bytes))
        return try parser.document()
    }

    public static func parse(_ text: String) throws(Failure) -> JSON { try parse(text.utf8) }
}

private struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(Failure) -> JSON {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw wrong() }
        return value
    }

    private mutating func value(depth: Int) throws(Failure) -> JSON {
        skipSpace()
        switch peek {
        case 123: return try object(depth: depth)
        case 91: return try array(depth: depth)
        case 34: return .string(try string())
        case 45?, (48...57)?: return .number(try number())
        case 116: return try literal("true", .bool(true))
        case 102: return try literal("false", .bool(false))
        case 110: return try literal("null", .null)
        default: throw wrong()
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> JSON {
        try enter(depth)
        var members: [(name: String, value: JSON)] = []
        var names: Set<String> = []
        skipSpace()
        if take(125) { return .object([]) }
        repeat {
            skipSpace()
            guard peek == 34 else { throw wrong() }
            let name = try string()
            guard names.insert(name).inserted else {
                throw .malformed(Label("The name “\(name)” is there twice.", ru: "Имя «\(name)» повторяется."))
            }
            skipSpace()
            guard take(58) else { throw wrong() }
            members.append((name, try value(depth: depth + 1)))
            skipSpace()
        } while take(44)
        guard take(125) else { throw wrong() }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(Failure) -> JSON {
        try enter(depth)
        var items: [JSON] = []
        skipSpace()
        if take(93) { return .array([]) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipSpace()
        } while take(44)
        guard take(93) else { throw wrong() }
        return .array(items)
    }

    private mutating func enter(_ depth: Int) throws(Failure) {
        guard depth < 64 else { throw .malformed(Label("The JSON is nested too deeply.", ru: "Слишком большая вложенность JSON.")) }
        index += 1
    }

    private mutating func string() throws(Failure) -> String {
        index += 1
        let start = index
        while let byte = peek, byte != 34, byte != 92, byte >= 32 { index += 1 }
        // Most strings have no escapes and are taken whole.
        if peek == 34 {
            index += 1
            return try text(bytes[start..<(index - 1)])
        }
        var out = Array(bytes[start..<index])
        while let byte = peek {
            index += 1
            switch byte {
            case 34: return try text(out[...])
            case 92: try escape(into: &out)
            case 0..<32: throw wrong(at: index - 1)
            default: out.append(byte)
            }
        }
        throw wrong()
    }

    private func text(_ utf8: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw wrong() }
        return text
    }

    private mutating func escape(into out: inout [UInt8]) throws(Failure) {
        guard let byte = peek else { throw wrong() }
        index += 1
        switch byte {
        case 34, 47, 92: out.append(byte)
        case 98: out.append(8)
        case 102: out.append(12)
        case 110: out.append(10)
        case 114: out.append(13)
        case 116: out.append(9)
        case 117:
            var code = try hex()
            if (0xD800...0xDBFF).contains(code) {
                guard take(92), take(117) else { throw wrong() }
                let low = try hex()
                guard (0xDC00...0xDFFF).contains(low) else { throw wrong() }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw wrong() }
            out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw wrong(at: index - 1)
        }
    }

    private mutating func hex() throws(Failure) -> UInt32 {
        guard index + 4 <= bytes.count else { throw wrong() }
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[index]
            let digit: UInt8 =
                switch byte {
                case 48...57: byte - 48
                case 65...70: byte - 55
                case 97...102: byte - 87
                default: throw wrong()
                }
            code = code << 4 | UInt32(digit)
            index += 1
        }
        return code
    }

    private mutating func number() throws(Failure) -> String {
        let start = index
        _ = take(45)
        if !take(48) { try digits() }
        if take(46) { try digits() }
        if take(101) || take(69) {
            if !take(43) { _ = take(45) }
            try digits()
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() throws(Failure) {
        let start = index
        while let byte = peek, (48...57).contains(byte) { index += 1 }
        guard index > start else { throw wrong() }
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(Failure) -> JSON {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[index..<end].elementsEqual(word.description.utf8) else { throw wrong() }
        index = end
        return value
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 32 || byte == 10 || byte == 13 || byte == 9 { index += 1 }
    }

    private func wrong(at position: Int? = nil) -> Failure {
        let place = (position ?? index) + 1
        return .malformed(Label("This is not JSON: see byte \(place).", ru: "Это не JSON: ошибка в байте \(place)."))
    }
}
